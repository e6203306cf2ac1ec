import { newAward, newDonation, newGift, newGrant } from '../../contracts/giving.ts'
import type { Api } from '../api.ts'
import { awardFreely } from '../../hours/teams/award-points.ts'
import { postingRoute, type RouteContext } from '../posting.ts'

const tag = '积分 Points'

/** Points that change hands, or are issued without hours. */
export function givingRoutes(app: Api, context: RouteContext): void {
  postingRoute(app, context, {
    path: '/gifts',
    operationId: 'giveGift',
    tag,
    summary: '转赠积分 · Give points to another member',
    description: '先用最早到期的积分,有效期不变 · What expires soonest is given first, and keeps its expiry.',
    body: newGift,
    payer: ({ from }) => from,
    action: ({ from, to, points }) => ({ action: 'gift', from, to, points })
  })

  postingRoute(app, context, {
    path: '/donations',
    operationId: 'donatePoints',
    tag,
    summary: '捐赠积分到公益积分池 · Donate points to a pool',
    body: newDonation,
    payer: ({ member }) => member,
    action: ({ member, purpose, points }) => ({ action: 'donate', member, purpose, points })
  })

  postingRoute(app, context, {
    path: '/awards',
    operationId: 'awardPoints',
    tag,
    summary: '奖励积分 · Award points for something that no rule is kept for',
    description: '已定规则的奖励须按规则发放,以免绕过限次 · What has a rule is awarded by it, so that its limits are not gone around.',
    body: newAward,
    post: ({ member, rule, points, expiresOn }, { communityId }, asking) => awardFreely(context.service, communityId, { member, rule, points, expiresOn }, asking)
  })

  postingRoute(app, context, {
    path: '/grants',
    operationId: 'grantPoints',
    tag,
    summary: '由积分池或专项基金发放 · Grant points from a pool or a fund',
    body: newGrant,
    action: ({ member, points, pool, fund, expiresOn }) => ({ action: 'grant', member, points, pool, fund, expiresOn })
  })
}
