import { DifferenceLog } from './difference.ts'
import type { ExportProgress } from './export-progress.ts'
import { ExportProof } from './export-proof.ts'
import type { HeaderLine } from './jsonl-format.ts'
import { parseExportLine } from './parse-export-line.ts'
import { NotLinesError, readLines } from './read-lines.ts'
import { Replay } from './replay.ts'
import { resultOf, type VerifyResult } from './verify-result.ts'

export interface ExportVerifyResult extends VerifyResult {
  header: HeaderLine | null
  /** The signed note in the footer, for the caller to check against the community's key. */
  checkpoint: string | null
}

/**
 * Proves a JSONL export from its text alone, on any machine: each leaf from the readable fields, each running balance
 * and lot, zero sums, voucher numbers, order, opening + movement = closing, and the tree where the range is whole.
 */
export async function verifyExport(
  file: AsyncIterable<Buffer | string>,
  progress?: ExportProgress
): Promise<ExportVerifyResult> {
  const log = new DifferenceLog()
  const proof = new ExportProof(log)
  log.fileLine = 0
  try {
    for await (const text of readLines(file)) {
      log.fileLine++
      const line = parseExportLine(text, log)
      if (line) proof.apply(line)
      if (!proof.header) break
      if (line?.type === 'transaction') progress?.(proof.transactionsSeen, proof.header.extent.transactions)
    }
  } catch (error) {
    if (!(error instanceof NotLinesError)) throw error
    log.fileLine++
    log.add({ code: 'line_unreadable', found: error.message })
  }
  log.fileLine = undefined
  proof.finish()
  const replay = proof.replay ?? new Replay('', log, null)
  return {
    ...resultOf(replay, log, proof.treeSummary()),
    header: proof.header,
    checkpoint: proof.footer?.checkpoint ?? null
  }
}
