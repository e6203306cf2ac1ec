import { holdPath, newHold, newRelease } from '../../contracts/holds.ts'
import type { Api } from '../api.ts'
import { postingRoute, type RouteContext } from '../posting.ts'

const tag = '积分 Points'

/** Points set aside, and given back. */
export function holdRoutes(app: Api, context: RouteContext): void {
  postingRoute(app, context, {
    path: '/holds',
    operationId: 'holdPoints',
    tag,
    summary: '预扣积分 · Hold points, and goods with them',
    description: '预扣以其凭证序号命名;预扣期间不过期 · A hold is named by its number; held points do not expire while held.',
    body: newHold,
    payer: ({ member }) => member,
    action: ({ member, points, counter, goods }) => ({ action: 'hold', member, points, counter, goods })
  })

  postingRoute(app, context, {
    path: '/holds/:hold/release',
    operationId: 'releaseHold',
    tag,
    summary: '预扣退回 · Release a hold, in whole or in part',
    params: holdPath,
    body: newRelease,
    action: ({ points, providerAtFault }, { hold }) => ({ action: 'release', hold, points, providerAtFault })
  })
}
