import { type Refusal, refuse } from '../refusal.ts'
import { GENERAL_POOL, pointsAccount } from './chart.ts'
import type { Draft } from './draft.ts'
import { type Lot, sumRemaining, takeSoonest } from './lots.ts'
import { lotStart, NEVER_EXPIRES, validThrough } from '../policy/validity.ts'
import type { LedgerState } from './state.ts'

/** Guards and readings that several decisions share. */

/** A member's account that may be credited: not closed. */
export function closedAccount(state: LedgerState, account: string): Refusal | undefined {
  return state.account(account)?.state === 'closed' ? refuse('account_closed', { account }) : undefined
}

/** A member who may spend: personal account neither closed nor frozen. */
export function mayNotSpend(state: LedgerState, member: number): Refusal | undefined {
  const account = pointsAccount(member)
  const found = state.account(account)?.state
  if (found === 'closed') return refuse('account_closed', { account })
  if (found === 'frozen') return refuse('account_frozen', { account })
  return undefined
}

/** Posts as `expire` what is past its day, before anything else uses the account. Undefined where nothing is. */
export function expireFirst(state: LedgerState, member: number, today: string): Draft | undefined {
  return expireLots(state, { member, today, lots: state.lotsBefore(pointsAccount(member), today) })
}

interface Expiring {
  member: number
  today: string
  lots: Lot[]
}

/** P2101 / P4102 for the given lots of a member, or P2101 / P2103 where the policy of today lets the pool have them. */
export function expireLots(state: LedgerState, { member, today, lots }: Expiring): Draft | undefined {
  const points = sumRemaining(lots)
  if (points === 0) return undefined
  const toPool = state.policyOn(today)?.policy.keeping.expiredPointsGoTo === 'donation_pool'
  return {
    kind: 'expire',
    keySuffix: '#expire',
    summaryCode: 'expire.validity',
    entries: [
      { accountId: pointsAccount(member), amount: points, moves: takeSoonest(lots, points).moves },
      { accountId: toPool ? GENERAL_POOL : 'P4102', amount: -points }
    ]
  }
}

export interface Available {
  lots: Lot[]
  points: number
}

/** What a member can spend today, with the lots to take an amount from: what is in lots that are still good. */
export function available(state: LedgerState, member: number, { today, needed }: { today: string; needed: number }): Available {
  const account = pointsAccount(member)
  const points = state.balance(account) - sumRemaining(state.lotsBefore(account, today))
  return { lots: state.lotsCovering(account, today, Math.min(needed, points)), points }
}

/** The last day of points that arise on a service date and are posted today; points never expire where there is no policy. */
export function expiryOf(state: LedgerState, { serviceDate, today }: { serviceDate: string; today: string }): string {
  const version = state.policyOn(serviceDate)
  if (!version) return NEVER_EXPIRES
  const businessDate = serviceDate > state.head.closedThrough ? serviceDate : today
  return validThrough(version.policy, lotStart(version.policy, { serviceDate, businessDate, approvalDate: today }))
}
