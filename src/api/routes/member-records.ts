import { readHeaders } from '../../contracts/headers.ts'
import { memberPath } from '../../contracts/members.ts'
import { problems } from '../../contracts/problem.ts'
import { memberRecordPage, memberRecordQuery } from '../../contracts/records.ts'
import { listRecordsOf, reversalsOf } from '../../hours/records/read-records.ts'
import type { Api } from '../api.ts'
import type { RouteContext } from '../posting.ts'
import { granted } from '../problems/refused.ts'
import { memberRecordView } from '../views/record-view.ts'

/** What became of a member's services, for the member: where each stands, and why. */
export function memberRecordRoutes(app: Api, { service }: RouteContext): void {
  app.get(
    '/members/:member/service-records',
    {
      schema: {
        operationId: 'listMemberRecords',
        tags: ['服务记录 Service records'],
        summary: '成员的服务记录及其进展 · A member’s service records, and where each stands',
        description: '含尚未审核的;不写明经办人、审核人和疑点。Those that wait for approval too; who recorded and approved them, and what was doubtful, is left out.',
        headers: readHeaders,
        params: memberPath,
        querystring: memberRecordQuery,
        response: { 200: memberRecordPage, ...problems(400, 404) }
      }
    },
    async (request) => {
      const { communityId, member } = request.params
      const { items, next } = granted(await listRecordsOf(service, communityId, member, request.query))
      const reversals = await reversalsOf(service, communityId, items.flatMap(({ number }) => number ?? []))
      return { items: items.map((row) => memberRecordView(row, reversals.get(row.number ?? 0) ?? null)), next }
    }
  )
}
