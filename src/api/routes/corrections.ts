import {
  newAdjustment, newExpiration, newForfeit, newOpening, newRecovery, newReversal, newWriteOff
} from '../../contracts/corrections.ts'
import { isVoidOfOwn } from '../../communities/late-reversals.ts'
import { refuse } from '../../refusal.ts'
import type { Api } from '../api.ts'
import { mayAskLate } from '../enforce-access.ts'
import { postingRoute, type RouteContext } from '../posting.ts'

const tag = '更正 Corrections'

/** What puts the books right: nothing is ever erased. */
export function correctionRoutes(app: Api, context: RouteContext): void {
  postingRoute(app, context, {
    path: '/reversals',
    operationId: 'reverseTransaction',
    tag,
    summary: '红字冲销 · Reverse a transaction',
    description: '成员已用掉的积分记入应追回;柜台只冲销自己当日的兑换和退货 · What a member no longer has is to be recovered; a counter voids its own redemptions and returns of the day.',
    body: newReversal,
    allow: async (request, { number }) => {
      const { communityId } = request.params as { communityId: string }
      return mayAskLate(request) || (await isVoidOfOwn(context.service, { communityId, number, actor: request.actor.name })) ? undefined : refuse('not_permitted')
    },
    action: ({ number, reason }) => ({ action: 'reverse', number, reason })
  })

  postingRoute(app, context, {
    path: '/adjustments',
    operationId: 'adjustEarning',
    tag,
    summary: '补发更正 · Issue points found due for an earning',
    body: newAdjustment,
    action: ({ corrects, points }) => ({ action: 'adjust', corrects, points })
  })

  postingRoute(app, context, {
    path: '/forfeits',
    operationId: 'forfeitPoints',
    tag,
    summary: '扣罚 · Forfeit points',
    body: newForfeit,
    action: ({ member, reason, points }) => ({ action: 'forfeit', member, reason, points })
  })

  postingRoute(app, context, {
    path: '/recoveries',
    operationId: 'recoverPoints',
    tag,
    summary: '追回积分 · Recover points that are owed back',
    body: newRecovery,
    mayPostNothing: true,
    action: ({ member, points }) => ({ action: 'recover', member, points })
  })

  postingRoute(app, context, {
    path: '/write-offs',
    operationId: 'writeOffRecovery',
    tag,
    summary: '追回核销 · Give up points to recover',
    body: newWriteOff,
    action: ({ member, points }) => ({ action: 'write_off', member, points })
  })

  postingRoute(app, context, {
    path: '/expirations',
    operationId: 'expirePoints',
    tag,
    summary: '过期处理 · Post what is past its day',
    body: newExpiration,
    mayPostNothing: true,
    action: ({ member }) => ({ action: 'expire', member })
  })

  postingRoute(app, context, {
    path: '/openings',
    operationId: 'openBooks',
    tag,
    summary: '建账转入 · Carry in what paper books say',
    body: newOpening,
    action: ({ member, goods, funds }) => ({
      action: 'open',
      member,
      goods: goods?.map(({ unitCost, ...batch }) => ({ ...batch, unitCostFen: unitCost })),
      funds: funds?.map(({ amount, ...fund }) => ({ ...fund, fen: amount }))
    })
  })
}
