import type { Entry, Transaction } from '../journal/transaction.ts'
import { type Refusal, type RefusalCode, refuse } from '../refusal.ts'
import { recoverAccount } from './chart.ts'
import type { CommandOf } from './command.ts'
import { withGrace } from './decide-holds.ts'
import { type Decision, type DraftEntry, type DraftMove, drafts } from './draft.ts'
import { afterMoves, joinSameLot, type Lot, takeSoonest } from './lots.ts'
import { returnsOf } from './returns.ts'
import { type AccountState, LedgerState } from './state.ts'

/**
 * The entries of a transaction turned round, once. Lots that it used are given back (with the policy's grace where a
 * redemption's points have passed their day), lots that it opened are taken first, then those that expire soonest.
 * What a member no longer has is debited to P1301 of that member. Dated today: what was reported as of an earlier
 * day stays as it was.
 *
 * Refusals, in order: unknown_transaction, not_reversible, reversal_is_final, already_reversed, partly_returned,
 * account_closed, hold_used, pool_points_gone, stock_gone, money_gone, minutes_gone.
 */
export function decideReverse(state: LedgerState, command: CommandOf<'reverse'>): Decision {
  const original = state.transaction(command.number)
  if (!original) return refuse('unknown_transaction', { number: command.number })
  if (original.kind === 'reverse') return refuse('reversal_is_final')
  if (original.entries.length === 0 || original.kind === 'merge') return refuse('not_reversible', { kind: original.kind })
  const by = state.followUpsOf(command.number).find((each) => each.reverses === command.number)
  if (by) return refuse('already_reversed', { by: by.number })
  if (original.kind === 'redeem_goods' && returnsOf(state, command.number).length > 0) return refuse('partly_returned')

  const working = new Map<string, Working>()
  const entries: DraftEntry[] = []
  for (const entry of original.entries) {
    const mirrored = mirror(state, { entry, original, working, today: command.today })
    if ('refused' in mirrored) return mirrored
    entries.push(...mirrored.entries)
  }
  return drafts({
    kind: 'reverse',
    summaryCode: `reverse.${command.reason}`,
    facts: { reverses: command.number, memberNumber: null, category: original.category },
    entries
  })
}

/** An account while the reversal is put together: several entries may touch the same one. */
interface Working {
  /** On the normal side. */
  balance: number
  lots: Lot[]
}

interface Mirror {
  entry: Entry
  original: Transaction
  working: Map<string, Working>
  today: string
}

function mirror(state: LedgerState, { entry, original, working, today }: Mirror): { entries: DraftEntry[] } | Refusal {
  const id = state.surviving(entry.accountId)
  // After a merge with nothing left to move, the account that carries on was never posted to.
  const account = state.account(id) ?? LedgerState.fresh(id)
  if (account.state === 'closed') return refuse('account_closed', { account: id })
  const now = workingOn(state, working, account)
  const change = -entry.amount * account.side
  if (change >= 0) return { entries: [giveBack(state, { entry, original, account, now, change, today })] }

  const there = account.floor === null ? -change : Math.min(-change, now.balance)
  const shortfall = -change - there
  if (shortfall > 0 && account.code !== 'P2101') return refuse(GONE[account.code] ?? 'stock_gone', { account: id })
  const entries: DraftEntry[] = []
  if (there > 0) {
    const moves = account.hasLots ? takeOpened(now, entry, there) : undefined
    entries.push({ accountId: id, amount: -there * account.side, ...(moves ? { moves } : {}) })
  }
  now.balance -= there
  if (shortfall > 0) entries.push({ accountId: recoverAccount(account.memberNumber as number), amount: shortfall })
  return { entries }
}

/** What is refused where an account can no longer give back what it received. */
const GONE: Record<string, RefusalCode> = {
  P2102: 'hold_used',
  P2103: 'pool_points_gone',
  P2105: 'hold_used',
  P1301: 'not_reversible',
  G1101: 'stock_gone',
  G1105: 'stock_gone',
  C1201: 'money_gone',
  C2201: 'money_gone',
  M6201: 'minutes_gone',
  M6202: 'minutes_gone',
  M6203: 'minutes_gone'
}

function workingOn(state: LedgerState, working: Map<string, Working>, account: AccountState): Working {
  let now = working.get(account.accountId)
  if (!now) {
    now = { balance: account.balance * account.side, lots: account.hasLots ? state.lots(account.accountId).map((lot) => ({ ...lot })) : [] }
    working.set(account.accountId, now)
  }
  return now
}

interface GiveBack {
  entry: Entry
  original: Transaction
  account: AccountState
  now: Working
  change: number
  today: string
}

function giveBack(state: LedgerState, { entry, original, account, now, change, today }: GiveBack): DraftEntry {
  now.balance += change
  if (!account.hasLots) return { accountId: account.accountId, amount: -entry.amount }
  const graceDays = state.policyOn(today)?.policy.keeping.graceDaysAfterReturn ?? 30
  const moves = entry.lots.map((lot): DraftMove => {
    const move = {
      expiresOn: lot.expiresOn,
      origin: { number: lot.originNumber, line: lot.originLine },
      amount: -lot.amount
    }
    return original.kind === 'redeem_goods' && account.code === 'P2101' ? withGrace(move, today, graceDays) : move
  })
  const joined = joinSameLot(moves)
  // What comes back may have to leave again at once: a gift between two members who are one after a merge.
  now.lots = afterMoves(now.lots, joined)
  return { accountId: account.accountId, amount: -entry.amount, moves: joined }
}

/** Takes first from the lots that the original entry opened, then from those that expire soonest. */
function takeOpened(now: Working, entry: Entry, amount: number): DraftMove[] {
  const opened = new Set(entry.lots.map((lot) => `${lot.expiresOn} ${lot.originNumber} ${lot.originLine}`))
  const isOpened = (lot: Lot): boolean => opened.has(`${lot.expiresOn} ${lot.originNumber} ${lot.originLine}`)
  const inOrder = [...now.lots.filter(isOpened), ...now.lots.filter((lot) => !isOpened(lot))]
  const { moves } = takeSoonest(inOrder, amount)
  for (const { expiresOn, origin, amount: used } of moves) {
    const lot = now.lots.find(
      (each) => each.expiresOn === expiresOn && each.originNumber === origin?.number && each.originLine === origin?.line
    )
    if (lot) lot.remaining += used
  }
  return moves
}
