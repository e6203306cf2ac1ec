import { summarizeCommunity, summaryJson } from '../../audit/summary.ts'
import { listPlaces } from '../../communities/places.ts'
import { communityPath, places } from '../../contracts/communities.ts'
import { readHeaders } from '../../contracts/headers.ts'
import { problems } from '../../contracts/problem.ts'
import { communitySummaryQuery, summary } from '../../contracts/summaries.ts'
import type { Api } from '../api.ts'
import { rangeOf } from '../date-range.ts'
import type { RouteContext } from '../posting.ts'
import { granted } from '../problems/refused.ts'
import type { SummaryView } from '../views/summary-view.ts'

const tags = ['社区 Communities']

/** The grids and buildings of a community, and what happened in them. */
export function placeRoutes(app: Api, { service }: RouteContext): void {
  app.get(
    '/places',
    {
      schema: {
        operationId: 'listPlaces',
        tags,
        summary: '网格与楼栋 · Grids and buildings as they occur among the members',
        headers: readHeaders,
        params: communityPath,
        response: { 200: places, ...problems(400, 404) }
      }
    },
    async (request) => ({ items: await listPlaces(service, request.params.communityId) })
  )

  app.get(
    '/summary',
    {
      schema: {
        operationId: 'summarizeCommunity',
        tags,
        summary: '按网格或楼栋汇总 · What a community comes to by grid or building',
        description:
          '成员按现住网格和楼栋计;不属于任何成员的部分另列一行(common);合计为各行之和 · Members count where they live now; what belongs to no member has a row of its own; the total is the sum of the rows.',
        headers: readHeaders,
        params: communityPath,
        querystring: communitySummaryQuery,
        response: { 200: summary, ...problems(400, 404) }
      }
    },
    async (request) => {
      const { from, through, by } = request.query
      const found = granted(await summarizeCommunity(service.bank.store, request.params.communityId, { range: rangeOf({ from, to: through }), by }))
      return summaryJson(found) as SummaryView
    }
  )
}
