import { addDays } from '../clock.ts'
import { refuse } from '../refusal.ts'
import { heldAccount, pointsAccount, reservedAccount, stockAccount } from './chart.ts'
import type { CommandOf } from './command.ts'
import { points, takeFromMember } from './decide-points.ts'
import { type Decision, type DraftEntry, type DraftMove, drafts } from './draft.ts'
import { closedAccount, expireFirst, expireLots } from './guards.ts'
import { afterMoves, joinSameLot, type Lot, receive, takeSoonest } from './lots.ts'
import type { LedgerState } from './state.ts'
import type { Transaction } from '../journal/transaction.ts'

/**
 * Sets points aside, and goods where named: P2101 / P2102 and G1105 / G1101. The hold is named by the number of its
 * transaction. Held points do not expire while held.
 */
export function decideHold(state: LedgerState, command: CommandOf<'hold'>): Decision {
  const taken = takeFromMember(state, command.member, command)
  if ('refused' in taken) return taken
  const expire = expireFirst(state, command.member, command.today)
  // The hold carries the number its transaction will get, so that its accounts can be named before.
  const hold = state.head.lastNumber + (expire ? 2 : 1)
  const entries: DraftEntry[] = [
    taken.entry,
    { accountId: heldAccount(command.member, hold), amount: -command.points, moves: receive(taken.entry.moves ?? []) }
  ]
  const left = new Map<string, Lot[]>()
  for (const { sku, pieces } of command.goods ?? []) {
    const from = stockAccount(command.counter ?? 'main', sku)
    const lots = left.get(sku) ?? state.lots(from)
    const { moves, missing } = takeSoonest(lots, pieces)
    left.set(sku, afterMoves(lots, moves))
    if (missing > 0) return refuse('out_of_stock', { sku, available: pieces - missing, needed: pieces })
    entries.push(
      { accountId: reservedAccount(hold, sku), amount: pieces, moves: receive(moves) },
      { accountId: from, amount: -pieces, moves }
    )
  }
  return drafts(expire, {
    kind: 'hold',
    summaryCode: 'hold.points',
    facts: { memberNumber: command.member, content: JSON.stringify({ counter: command.counter ?? 'main' }) },
    entries
  })
}

/** The hold's own transaction, or undefined where the number is not one of a hold that stands. */
export function holdOf(state: LedgerState, number: number): { hold: Transaction; member: number } | undefined {
  const hold = state.transaction(number)
  if (hold?.kind !== 'hold' || hold.memberNumber === null) return undefined
  if (state.followUpsOf(number).some((each) => each.reverses === number)) return undefined
  return { hold, member: hold.memberNumber }
}

/** A hold's points account as it is today, after merges too. */
export function heldAccountOf(state: LedgerState, number: number, member: number): { account: string; member: number } {
  const account = state.surviving(heldAccount(member, number))
  return { account, member: Number(account.split('.')[1]) }
}

/**
 * Gives back what is held, in whole or in part: P2102 / P2101 and, with the last of it, G1101 / G1105. What expired
 * while held expires at once, unless the provider or counter was at fault: then it gets the policy's grace.
 */
export function decideRelease(state: LedgerState, command: CommandOf<'release'>): Decision {
  const found = holdOf(state, command.hold)
  if (!found) return refuse('unknown_hold', { number: command.hold })
  const { account, member } = heldAccountOf(state, command.hold, found.member)
  const held = state.balance(account)
  const amount = command.points ?? held
  const goods = amount === held ? unreserve(state, found.hold) : []
  if (amount > held || (held === 0 && goods.length === 0)) return refuse('insufficient_hold', points({ available: held, needed: amount }))
  const closed = closedAccount(state, pointsAccount(member))
  if (closed) return closed

  const { moves } = takeSoonest(state.lots(account), amount)
  const graceDays = state.policyOn(command.today)?.policy.keeping.graceDaysAfterProviderFailure ?? 30
  const returned = joinSameLot(
    receive(moves).map((move) => (command.providerAtFault ? withGrace(move, command.today, graceDays) : move))
  )
  const entries: DraftEntry[] = [...goods]
  if (amount > 0) {
    entries.unshift(
      { accountId: account, amount, moves },
      { accountId: pointsAccount(member), amount: -amount, moves: returned }
    )
  }
  const past = returned.filter((move) => move.expiresOn < command.today)
  return drafts(
    {
      kind: 'release',
      keySuffix: past.length > 0 ? '#release' : '',
      summaryCode: 'release.hold',
      facts: { memberNumber: member, corrects: command.hold },
      entries
    },
    past.length > 0 ? { ...expireReturned(state, member, past, command.today), keySuffix: '' } : undefined
  )
}

/** What was past its day on the account already goes together with what comes back past its day. */
function expireReturned(state: LedgerState, member: number, past: DraftMove[], today: string) {
  const lots = state.lotsBefore(pointsAccount(member), today).map((lot) => ({ ...lot }))
  for (const { expiresOn, origin, amount } of past) {
    const lot = lots.find(
      (each) => each.expiresOn === expiresOn && each.originNumber === origin?.number && each.originLine === origin?.line
    )
    if (lot) lot.remaining += amount
    else lots.push({ expiresOn, originNumber: origin?.number ?? 0, originLine: origin?.line ?? 0, remaining: amount })
  }
  const draft = expireLots(state, { member, today, lots })
  if (!draft) throw new Error('nothing to expire')
  return draft
}

/** A lot that came back past its day, with the days of grace a policy gives. */
export function withGrace(move: DraftMove, today: string, graceDays: number): DraftMove {
  return move.expiresOn < today ? { ...move, expiresOn: addDays(today, graceDays) } : move
}

/** What is still reserved goes back to the counter, also where the points of the hold were all used for other goods. */
function unreserve(state: LedgerState, hold: Transaction): DraftEntry[] {
  const entries: DraftEntry[] = []
  const { counter } = JSON.parse(hold.content ?? '{}') as { counter?: string }
  const accounts = new Map(hold.entries.map((entry) => [entry.accountId, entry]))
  for (const reserved of [...accounts.values()].filter((entry) => entry.accountId.startsWith('G1105.'))) {
    const pieces = state.balance(reserved.accountId)
    if (pieces === 0) continue
    const { moves } = takeSoonest(state.lots(reserved.accountId), pieces)
    const sku = reserved.unit.slice('ITEM:'.length)
    entries.push(
      { accountId: stockAccount(counter ?? 'main', sku), amount: pieces, moves: receive(moves) },
      { accountId: reserved.accountId, amount: -pieces, moves }
    )
  }
  return entries
}
