import { lotKey } from './account-book.ts'
import { knownShape } from './amount-text.ts'
import type { ExportSums } from './export-sums.ts'
import type { LotLine, OpeningLine } from './jsonl-format.ts'
import type { Replay } from './replay.ts'

/**
 * Takes an account's opening. Where its entries so far are its first ones without a gap, the next one in the range must
 * continue from there; otherwise the first entry of the range is taken as it stands. Where the range begins with number 1,
 * every opening was posted later and dated back, and accounts begin at zero.
 */
export function openAccount(proof: ExportSums, replay: Replay, line: OpeningLine): void {
  const { accountId, unit, balance, entries, lastVersion } = line
  if (accountId <= proof.lastKey) proof.log.add({ code: 'line_misplaced', accountId, found: 'opening' })
  proof.lastKey = accountId
  if (entries < 1 || entries > lastVersion) {
    proof.log.add({ code: 'opening_invalid', accountId, field: 'entries', expected: lastVersion, found: entries })
  }
  proof.tallies.open({ accountId, unit, balance, entries, lastVersion })
  proof.log.compare({ code: 'unit_differs', accountId, expected: knownShape(accountId)?.unit ?? unit, found: unit })
  if (replay.fromStart) return
  const account = replay.book.account(accountId, unit)
  account.known = entries === lastVersion
  account.version = account.known ? lastVersion : 0
  account.balance = balance
}

export function openLot(proof: ExportSums, replay: Replay, lot: LotLine): void {
  const key = `${lot.accountId} ${lotKey(lot)}`
  if (key <= proof.lastKey)
    proof.log.add({ code: 'line_misplaced', accountId: lot.accountId, lot: key, found: 'openingLot' })
  proof.lastKey = key
  proof.lots.move(lot.accountId, lot, lot.remaining)
  if (!proof.tallies.get(lot.accountId)) {
    proof.log.add({
      code: 'opening_invalid',
      accountId: lot.accountId,
      field: 'lot',
      expected: null,
      found: lotKey(lot)
    })
  }
  if (!replay.fromStart)
    replay.book.accounts
      .get(lot.accountId)
      ?.lots.set(lotKey(lot), { remaining: lot.remaining, lastNumber: 0, lastLine: 0, breaks: 0 })
}

/** Once all openings are read: they sum to zero in each unit, and lots make up their account's balance. */
export function proveOpening(proof: ExportSums): void {
  const sums = new Map<string, bigint>()
  for (const { accountId, unit, opening } of proof.tallies.sorted()) {
    sums.set(unit, (sums.get(unit) ?? 0n) + BigInt(opening))
    const shape = knownShape(accountId)
    if (!shape?.hasLots) continue
    const expected = opening * shape.side
    proof.log.compare({
      code: 'opening_invalid',
      accountId,
      field: 'lots',
      expected,
      found: proof.lots.total(accountId)
    })
  }
  for (const [unit, sum] of sums) {
    if (sum !== 0n) proof.log.add({ code: 'opening_invalid', field: unit, unit, expected: 0, found: String(sum) })
  }
}
