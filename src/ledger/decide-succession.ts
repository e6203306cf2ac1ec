import { dispositionAt } from '../policy/entitlement.ts'
import { refuse } from '../refusal.ts'
import { GENERAL_POOL, pointsAccount, recoverAccount } from './chart.ts'
import type { CommandOf } from './command.ts'
import { type Decision, type DraftEntry, type DraftMove, drafts } from './draft.ts'
import { available, closedAccount, expireFirst, mayNotSpend } from './guards.ts'
import { receive, takeSoonest } from './lots.ts'
import type { LedgerState } from './state.ts'

/**
 * What becomes of all personal points of a member at a death, a move or a closing account, as the policy of that day says:
 * P2101 / P2101 of another member, whose lots keep their expiry; P2101 / P2103; or P2101 / P4102, where they lapse. What is
 * still to be recovered is taken out first: P2101 / P1301. Points held stay held; released, they are decided about anew.
 *
 * Refusals, in order: disposition_not_chosen, successor_required, successor_not_wanted, same_member, account_closed,
 * account_frozen, nothing_to_succeed.
 */
export function decideSucceed(state: LedgerState, command: CommandOf<'succeed'>): Decision {
  const { from, to, because, today } = command
  const version = state.policyOn(command.serviceDate ?? today)
  if (!version) return refuse('disposition_not_chosen')
  const disposition = dispositionAt(version.policy, because)
  if (typeof disposition !== 'string') return disposition
  if (disposition === 'succeed' && to === undefined) return refuse('successor_required')
  if (disposition !== 'succeed' && to !== undefined) return refuse('successor_not_wanted', { disposition })
  if (to === from) return refuse('same_member')
  const blocked = mayNotSpend(state, from) ?? (to === undefined ? undefined : closedAccount(state, pointsAccount(to)))
  if (blocked) return blocked
  const all = available(state, from, { today, needed: Number.MAX_SAFE_INTEGER })
  if (all.points === 0) return refuse('nothing_to_succeed', { member: from })
  const recovered = Math.min(all.points, state.balance(recoverAccount(from)))
  const rest = all.points - recovered
  const { moves } = takeSoonest(all.lots, all.points)
  const entries: DraftEntry[] = [{ accountId: pointsAccount(from), amount: all.points, moves }]
  if (recovered > 0) entries.push({ accountId: recoverAccount(from), amount: -recovered })
  if (rest > 0) {
    const inherited = receive(without(moves, takeSoonest(all.lots, recovered).moves))
    const target = to === undefined ? (disposition === 'donate' ? GENERAL_POOL : 'P4102') : pointsAccount(to)
    entries.push({ accountId: target, amount: -rest, ...(to === undefined ? {} : { moves: inherited }) })
  }
  return drafts(expireFirst(state, from, today), {
    kind: 'succeed',
    summaryCode: `succeed.${disposition}`,
    facts: { memberNumber: from, policyVersion: version.version, content: JSON.stringify({ because, ...(to === undefined ? {} : { to }) }) },
    entries
  })
}

/** The moves less what some of them went for already; of one lot each. */
function without(moves: DraftMove[], gone: DraftMove[]): DraftMove[] {
  return moves.flatMap((move) => {
    const same = gone.find(({ expiresOn, origin }) => expiresOn === move.expiresOn && origin?.number === move.origin?.number && origin?.line === move.origin?.line)
    const amount = move.amount - (same?.amount ?? 0)
    return amount === 0 ? [] : [{ ...move, amount }]
  })
}
