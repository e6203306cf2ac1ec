import { type Refusal, refuse } from '../refusal.ts'
import { pointsAccount } from './chart.ts'
import { type Draft, NEVER } from './draft.ts'
import { expiredLots, goodLots, type Lot, sumRemaining, takeSoonest } from './lots.ts'
import { validThrough } from '../policy.ts'
import type { LedgerState } from './state.ts'

/** Guards and readings that several decisions share. */

export const MOST = Number.MAX_SAFE_INTEGER

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
  return expireLots(member, expiredLots(state.lots(pointsAccount(member)), today))
}

/** P2101 / P4102 for the given lots of a member. */
export function expireLots(member: number, lots: Lot[]): Draft | undefined {
  const points = sumRemaining(lots)
  if (points === 0) return undefined
  return {
    kind: 'expire',
    keySuffix: '#expire',
    summaryCode: 'expire.validity',
    entries: [
      { accountId: pointsAccount(member), amount: points, moves: takeSoonest(lots, points).moves },
      { accountId: 'P4102', amount: -points }
    ]
  }
}

export interface Available {
  lots: Lot[]
  points: number
}

/** What a member can spend today: what is in lots that are still good. */
export function available(state: LedgerState, member: number, today: string): Available {
  const lots = goodLots(state.lots(pointsAccount(member)), today)
  return { lots, points: sumRemaining(lots) }
}

/** The last day of points that arise on a service date; points never expire where there is no policy. */
export function expiryOf(state: LedgerState, serviceDate: string): string {
  const version = state.policyOn(serviceDate)
  return version ? validThrough(version.policy, serviceDate) : NEVER
}
