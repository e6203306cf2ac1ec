import type { AuditSource } from './audit-source.ts'
import { compareProjections } from './compare-projections.ts'
import { openSeal } from './compare-stored.ts'
import { DifferenceLog } from './difference.ts'
import type { ExportProgress } from './export-progress.ts'
import { GrowingTree } from './growing-tree.ts'
import { Replay } from './replay.ts'
import { resultOf, type VerifyResult } from './verify-result.ts'

/** What the projections should hold, recomputed from the sealed bytes alone. */
export interface Projections {
  replay: Replay
  tree: GrowingTree
  log: DifferenceLog
}

/** Recomputes accounts, open lots, voucher months and head from the journal. */
export async function rebuildProjections(source: AuditSource, progress?: ExportProgress): Promise<Projections> {
  const log = new DifferenceLog()
  const replay = new Replay((await source.community()).id, log, null)
  const tree = new GrowingTree()
  const { lastNumber } = await source.head()
  for await (const row of source.sealed(EVERY_DAY, 'number')) {
    tree.add(row.leaf)
    const transaction = openSeal(row, log)
    if (transaction) replay.apply(transaction)
    else replay.skip(row.number)
    progress?.(row.number, lastNumber)
  }
  return { replay, tree, log }
}

const EVERY_DAY = { from: '1900-01-01', to: '9999-12-31' }

/** `timebank rebuild --check`: recomputes the projections and compares them with the tables. */
export async function checkProjections(source: AuditSource, progress?: ExportProgress): Promise<VerifyResult> {
  const { replay, tree, log } = await rebuildProjections(source, progress)
  await compareProjections(source, replay, tree.frontier(), log)
  return resultOf(replay, log, tree.summary())
}
