import type { AuditSource } from './audit-source.ts'
import { checkMirror } from './check-mirror.ts'
import { compareProjections } from './compare-projections.ts'
import { compareStored, openSeal } from './compare-stored.ts'
import { DifferenceLog } from './difference.ts'
import type { ExportProgress } from './export-progress.ts'
import { GrowingTree } from './growing-tree.ts'
import { Replay } from './replay.ts'
import { resultOf, type VerifyResult } from './verify-result.ts'

/**
 * Proves a community's books from nothing but what is stored: every leaf, column, entry, lot, balance, voucher number,
 * period, reversal and key, the Merkle tree, and every projection. Memory grows with accounts and open lots, and by one
 * bit a transaction. It changes nothing and stops at nothing.
 */
export async function verifyJournal(source: AuditSource, progress?: ExportProgress): Promise<VerifyResult> {
  const log = new DifferenceLog()
  const community = await source.community()
  const { lastNumber } = await source.head()
  const replay = new Replay(community.id, log, null)
  const tree = new GrowingTree()
  const rows = { transactions: 0, entries: 0, lotMoves: 0 }
  for await (const row of source.transactions()) {
    tree.add(row.leaf)
    rows.transactions++
    rows.entries += row.entries.length
    for (const entry of row.entries) rows.lotMoves += entry.lots.length
    const transaction = openSeal(row, log)
    if (transaction) {
      compareStored(row, transaction, log)
      replay.apply(transaction)
      await checkMirror(source, transaction, replay.book, log)
    } else replay.skip(row.number)
    progress?.(rows.transactions, lastNumber)
  }
  await checkKeys(source, log)
  const counts = await source.counts()
  for (const table of ['transactions', 'entries', 'lotMoves'] as const) {
    log.compare({ code: 'rows_beyond_journal', table, expected: rows[table], found: counts[table] })
  }
  await compareProjections(source, replay, tree.frontier(), log)
  return resultOf(replay, log, tree.summary())
}

async function checkKeys(source: AuditSource, log: DifferenceLog): Promise<void> {
  let before: { number: number; idempotencyKey: string } | undefined
  for await (const key of source.keys()) {
    if (before?.idempotencyKey === key.idempotencyKey)
      log.add({ code: 'key_repeated', number: key.number, found: before.number })
    before = key
  }
}
