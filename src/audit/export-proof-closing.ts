import { lotKey } from './account-book.ts'
import type { ExportSums } from './export-sums.ts'
import type { ClosingLine, ExportLine } from './jsonl-format.ts'
import type { Replay } from './replay.ts'

type ClosingLotLine = Extract<ExportLine, { type: 'closingLot' }>

/** Opening + movement = closing; and where no entry is missing, the closing is the balance the journal itself noted last. */
export function proveClosing(proof: ExportSums, replay: Replay, line: ClosingLine): void {
  const { accountId } = line
  if (accountId <= proof.lastKey) proof.log.add({ code: 'line_misplaced', accountId, found: 'closing' })
  proof.lastKey = accountId
  const tally = proof.tallies.get(accountId)
  const compare = (field: string, expected: string | number | null, found: string | number): void =>
    proof.log.compare({ code: 'closing_differs', accountId, field, expected, found })
  if (!tally) {
    compare('balance', null, line.balance)
    return
  }
  compare('unit', tally.unit, line.unit)
  compare('opening', tally.opening, line.opening)
  compare('movement', tally.closing - tally.opening, line.movement)
  compare('balance', tally.closing, line.balance)
  compare('entries', tally.entries, line.entries)
  compare('lastVersion', tally.lastVersion, line.lastVersion)
  const account = replay.book.accounts.get(accountId)
  if (account?.known && account.version === line.lastVersion && line.entries === line.lastVersion) {
    compare('balanceAfter', account.balance, line.balance)
  }
  proof.closed.add(accountId)
}

/** Takes what the file says is left of a lot away from what it should be; nothing may remain in the end. */
export function proveClosingLot(proof: ExportSums, line: ClosingLotLine): void {
  const lot = lotKey(line)
  const key = `${line.accountId} ${lot}`
  if (key <= proof.lastKey)
    proof.log.add({ code: 'line_misplaced', accountId: line.accountId, lot, found: 'closingLot' })
  proof.lastKey = key
  const expected = proof.lots.remaining(line.accountId, line)
  proof.log.compare({ code: 'closing_lot_differs', accountId: line.accountId, lot, expected, found: line.remaining })
  proof.lots.move(line.accountId, line, -expected)
}

/** At the footer: every account and every lot had its closing. */
export function proveNothingLeft(proof: ExportSums): void {
  for (const { accountId } of proof.tallies.sorted()) {
    if (!proof.closed.has(accountId)) proof.log.add({ code: 'closing_missing', accountId })
  }
  for (const lot of proof.lots.all()) {
    proof.log.add({
      code: 'closing_lot_differs',
      accountId: lot.accountId,
      lot: lotKey(lot),
      expected: lot.remaining,
      found: 0
    })
  }
}
