import { createReadStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Writable } from 'node:stream'
import type { DateRange, ExportSource } from './audit-source.ts'
import { exportBeancount } from './export-beancount.ts'
import { exportCsv } from './export-csv.ts'
import { exportHledger } from './export-hledger.ts'
import { exportJsonl } from './export-jsonl.ts'
import type { ExportProgress } from './export-progress.ts'

export interface ExportRequest {
  communityId: string
  format: 'csv' | 'jsonl' | 'hledger' | 'beancount'
  /** Of csv, which has a file for each. */
  part: 'entries' | 'balances' | 'trial-balance'
  range: DateRange
}

/** Writes an export, or one part of a csv one, to a stream that the caller ends. */
export async function exportBooks(
  source: ExportSource,
  { format, part, range }: Omit<ExportRequest, 'communityId'>,
  output: Writable,
  progress?: ExportProgress
): Promise<void> {
  if (format === 'jsonl') return exportJsonl(source, range, output, { progress })
  if (format === 'hledger') return exportHledger(source, range, output, progress)
  if (format === 'beancount') return exportBeancount(source, range, output, progress)
  // The three files tie together and come from one pass; the one asked for is sent on.
  const folder = await mkdtemp(join(tmpdir(), 'timebank-export-'))
  try {
    await exportCsv(source, range, folder, progress)
    for await (const chunk of createReadStream(join(folder, `${part}.csv`))) {
      if (!output.write(chunk)) await new Promise((resolve) => output.once('drain', resolve))
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
