import type { Transaction } from '../journal/transaction.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { accountId, isAccountPart, pointsAccount, reservedAccount, stockAccount } from './chart.ts'
import type { CommandOf, RedemptionLine } from './command.ts'
import { heldAccountOf, holdOf, withGrace } from './decide-holds.ts'
import { points } from './decide-points.ts'
import { type Decision, type DraftEntry, type DraftMove, drafts } from './draft.ts'
import { available, closedAccount, expireFirst, mayNotSpend } from './guards.ts'
import { afterMoves, joinSameLot, type Lot, receive, takeSoonest } from './lots.ts'
import { aboutRedeemer, redemptionRefused } from './redemption-guards.ts'
import { type RedemptionContent, redemptionContent, returnsOf } from './returns.ts'
import type { LedgerState } from './state.ts'

/**
 * Points for goods, both in one transaction, one pair of each a line: P2101 or, out of a hold, P2102 / P4101 with
 * G1102 / G1101, G1105 or, for a slip found late, G1104.
 *
 * Refusals, in order: empty_request, unknown_hold, account_closed, account_frozen, those of the policy
 * (redemption-guards.ts), limit_reached, insufficient_points, out_of_stock.
 */
export function decideRedeem(state: LedgerState, command: CommandOf<'redeem'>): Decision {
  if (command.lines.length === 0) return refuse('empty_request')
  if (!isAccountPart(command.counter)) return refuse('bad_code', { value: command.counter })
  const sources = pointSources(state, command)
  if ('refused' in sources) return sources
  const limited = redemptionRefused(state, command) ?? overMonthlyLimit(state, command)
  if (limited) return limited
  const needed = costOf(command)
  const there = sources.reduce((sum, source) => sum + source.lots.reduce((each, lot) => each + lot.remaining, 0), 0)
  if (!Number.isSafeInteger(needed)) return refuse('amount_out_of_range')
  if (there < needed) return refuse('insufficient_points', points({ available: there, needed }))
  const goods = handOver(state, command)
  if ('refused' in goods) return goods

  // From here on the redemption succeeds: points and goods move together.
  const entries = command.lines.flatMap((line, index) => [
    ...payLine(sources, line, accountId('P4101', command.counter)),
    ...(goods[index] ?? [])
  ])
  const content: RedemptionContent = {
    counter: command.counter,
    ...(command.benefits === undefined || command.benefits === command.member ? {} : { beneficiary: command.benefits }),
    lines: command.lines.map((line, index) => ({ line: index + 1, sku: line.sku, pieces: line.pieces, points: line.pieces * line.points }))
  }
  // What is held never expires; whoever touches personal points posts first what is past its day.
  const personal = entries.some((entry) => entry.accountId === pointsAccount(command.member))
  return drafts(personal ? expireFirst(state, command.member, dayOf(command)) : undefined, {
    kind: 'redeem_goods',
    summaryCode: command.foundLate ? 'redeem.found_late' : 'redeem.goods',
    facts: {
      memberNumber: command.member,
      priceVersion: command.priceVersion ?? null,
      corrects: command.hold ?? null,
      content: JSON.stringify(content)
    },
    entries
  })
}

/** A slip that is entered late spends what was good on its day, as far as it was not posted as expired since. */
function dayOf({ serviceDate, today }: CommandOf<'redeem'>): string {
  return serviceDate ?? today
}

function costOf(command: CommandOf<'redeem'>): number {
  return command.lines.reduce((sum, line) => sum + line.pieces * line.points, 0)
}

interface PointSource {
  account: string
  lots: Lot[]
}

/** Where the points come from: the hold first, then personal points. */
function pointSources(state: LedgerState, command: CommandOf<'redeem'>): PointSource[] | Refusal {
  const blocked = mayNotSpend(state, command.member)
  if (blocked) return blocked
  const personal = { account: pointsAccount(command.member), lots: available(state, command.member, { today: dayOf(command), needed: costOf(command) }).lots }
  if (command.hold === undefined) return [personal]
  const found = holdOf(state, command.hold)
  const held = found && heldAccountOf(state, command.hold, found.member)
  if (!held || held.member !== command.member) return refuse('unknown_hold', { number: command.hold })
  if (state.account(held.account)?.state === 'frozen') return refuse('account_frozen', { account: held.account })
  return [{ account: held.account, lots: state.lots(held.account) }, personal]
}

function overMonthlyLimit(state: LedgerState, command: CommandOf<'redeem'>): Refusal | undefined {
  const month = (command.serviceDate ?? command.today).slice(0, 7)
  for (const { sku, monthlyLimit } of command.lines) {
    if (monthlyLimit === undefined) continue
    const asked = command.lines.reduce((sum, line) => sum + (line.sku === sku ? line.pieces : 0), 0)
    let used = 0
    for (const earlier of aboutRedeemer(state, command, { from: `${month}-01`, to: `${month}-31` })) {
      if (earlier.kind !== 'redeem_goods') continue
      used += piecesOf(earlier, sku)
      for (const back of returnsOf(state, earlier.number)) used -= piecesOf(back, sku)
    }
    if (used + asked > monthlyLimit) return refuse('limit_reached', { sku, limit: monthlyLimit, used })
  }
  return undefined
}

function piecesOf(transaction: Transaction, sku: string): number {
  return redemptionContent(transaction).lines.reduce((sum, line) => sum + (line.sku === sku ? line.pieces : 0), 0)
}

/** The goods side of each line, taking a good that stands on several lines only once. */
function handOver(state: LedgerState, command: CommandOf<'redeem'>): DraftEntry[][] | Refusal {
  const left = new Map<string, Lot[]>()
  const result: DraftEntry[][] = []
  for (const { sku, pieces } of command.lines) {
    const entries: DraftEntry[] = [{ accountId: accountId('G1102', sku), amount: pieces }]
    if (command.foundLate) {
      const asked = command.lines.reduce((sum, line) => sum + (line.sku === sku ? line.pieces : 0), 0)
      const open = state.balance(accountId('G1104', sku))
      if (asked > open) return refuse('difference_exceeded', { sku, available: Math.max(0, open), needed: asked })
      entries.push({ accountId: accountId('G1104', sku), amount: -pieces })
    } else {
      const from = [
        ...(command.hold === undefined ? [] : [reservedAccount(command.hold, sku)]),
        stockAccount(command.counter, sku)
      ]
      let missing = pieces
      for (const account of from) {
        const lots = left.get(account) ?? state.lotsCovering(account, '', command.lines.reduce((sum, line) => sum + (line.sku === sku ? line.pieces : 0), 0))
        const taken = takeSoonest(lots, missing)
        if (taken.missing < missing) entries.push({ accountId: account, amount: taken.missing - missing, moves: taken.moves })
        left.set(account, afterMoves(lots, taken.moves))
        missing = taken.missing
      }
      if (missing > 0) return refuse('out_of_stock', { sku, available: pieces - missing, needed: pieces })
    }
    result.push(entries)
  }
  return result
}

/** The points side of one line; uses up the sources' lots. */
function payLine(sources: PointSource[], line: RedemptionLine, to: string): DraftEntry[] {
  const price = line.pieces * line.points
  const entries: DraftEntry[] = []
  let missing = price
  for (const source of sources) {
    const taken = takeSoonest(source.lots, missing)
    if (taken.missing < missing) entries.push({ accountId: source.account, amount: missing - taken.missing, moves: taken.moves })
    source.lots = afterMoves(source.lots, taken.moves)
    missing = taken.missing
  }
  return price === 0 ? [] : [...entries, { accountId: to, amount: -price }]
}

/**
 * Part of a redemption comes back, in red: P2101 and P4101, G1102 and G1101 the other way round, never more than is
 * left of each line. Points come back to the lots they were taken from, the last taken first, with the policy's grace
 * where a lot's day has passed.
 */
export function decideReturn(state: LedgerState, command: CommandOf<'return'>): Decision {
  if (command.lines.length === 0) return refuse('empty_request')
  const original = state.transaction(command.redemption)
  if (!original) return refuse('unknown_transaction', { number: command.redemption })
  const { memberNumber } = original
  const reversed = state.followUpsOf(command.redemption).some((each) => each.reverses === command.redemption)
  if (original.kind !== 'redeem_goods' || memberNumber === null || reversed) {
    return refuse('not_a_redemption', { number: command.redemption })
  }
  const member = Number(state.surviving(pointsAccount(memberNumber)).split('.')[1])
  const closed = closedAccount(state, pointsAccount(member))
  if (closed) return closed
  if (state.policyOn(original.serviceDate)?.policy.spending.redemptionsFinal) return refuse('redemption_final')
  const { counter, lines } = redemptionContent(original)
  const earlier = returnsOf(state, command.redemption)
  const back: RedemptionContent['lines'] = []
  const entries: DraftEntry[] = []
  for (const asked of command.lines) {
    const line = lines.find((each) => each.line === asked.line)
    if (!line) return refuse('unknown_line', { line: asked.line })
    const gone = [...earlier.flatMap((each) => redemptionContent(each).lines), ...back].filter((each) => each.line === asked.line)
    const left = line.pieces - gone.reduce((sum, each) => sum + each.pieces, 0)
    if (asked.pieces > left) return refuse('return_exceeds', { line: asked.line, left })
    const returned = { line: line.line, sku: line.sku, pieces: asked.pieces, points: (line.points / line.pieces) * asked.pieces }
    const before = { pieces: line.pieces - left, points: gone.reduce((sum, each) => sum + each.points, 0) }
    entries.push(...returnLine(state, { original, counter, line: returned, before, member, today: command.today }))
    back.push(returned)
  }
  return drafts({
    kind: 'return_goods',
    summaryCode: 'return.goods',
    facts: { memberNumber: member, corrects: command.redemption, content: JSON.stringify({ counter, lines: back }) },
    entries
  })
}

interface ReturnedLine {
  original: Transaction
  counter: string
  line: RedemptionContent['lines'][number]
  /** What of this line came back earlier. */
  before: { pieces: number; points: number }
  member: number
  today: string
}

function returnLine(state: LedgerState, { original, counter, line, before, member, today }: ReturnedLine): DraftEntry[] {
  const paid = linesOf(original, line.line)
  const graceDays = state.policyOn(today)?.policy.keeping.graceDaysAfterReturn ?? 30
  const pointMoves = joinSameLot(
    lastTaken(paid.pointMoves, before.points, line.points).map((move) => withGrace(move, today, graceDays))
  )
  const entries: DraftEntry[] = []
  if (line.points > 0) {
    entries.push(
      { accountId: pointsAccount(member), amount: -line.points, moves: pointMoves },
      { accountId: accountId('P4101', counter), amount: line.points }
    )
  }
  entries.push({ accountId: accountId('G1102', line.sku), amount: -line.pieces })
  entries.push(
    paid.goodsMoves.length === 0
      ? { accountId: accountId('G1104', line.sku), amount: line.pieces }
      : {
          accountId: stockAccount(counter, line.sku),
          amount: line.pieces,
          moves: joinSameLot(lastTaken(paid.goodsMoves, before.pieces, line.pieces))
        }
  )
  return entries
}

/** The lots that a line of a redemption used: entries come line by line, each ending with its goods. */
function linesOf(original: Transaction, line: number): { pointMoves: DraftMove[]; goodsMoves: DraftMove[] } {
  const pointMoves: DraftMove[] = []
  const goodsMoves: DraftMove[] = []
  let at = 1
  let previous = ''
  for (const entry of original.entries) {
    const code = entry.accountId.slice(0, 5)
    // A line of points or, where it cost none, its G1102 begins where goods stood before.
    const begins = previous.startsWith('G') && (code.startsWith('P') || code === 'G1102')
    if (begins) at++
    previous = code
    if (at !== line) continue
    const moves = entry.lots.map((lot) => ({
      expiresOn: lot.expiresOn,
      origin: { number: lot.originNumber, line: lot.originLine },
      amount: lot.amount
    }))
    ;(code.startsWith('P') ? pointMoves : goodsMoves).push(...moves)
  }
  return { pointMoves, goodsMoves }
}

/** Gives back the last taken first, passing over what was given back before. Same lot, one move. */
function lastTaken(taken: DraftMove[], before: number, amount: number): DraftMove[] {
  let skip = before
  let missing = amount
  const back: DraftMove[] = []
  for (const move of receive(taken).reverse()) {
    const skipped = Math.min(skip, move.amount)
    skip -= skipped
    const given = Math.min(move.amount - skipped, missing)
    if (given > 0) back.push({ ...move, amount: given })
    missing -= given
  }
  return back
}
