import { createReadStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, type Readable } from 'node:stream'
import type { DateRange } from '../audit/audit-source.ts'
import { exportBeancount } from '../audit/export-beancount.ts'
import { exportCsv } from '../audit/export-csv.ts'
import { exportHledger } from '../audit/export-hledger.ts'
import { exportJsonl } from '../audit/export-jsonl.ts'
import { withAuditSource } from '../audit/store-source.ts'
import type { FastifyBaseLogger } from 'fastify'
import type { Service } from '../communities/communities.ts'

export interface ExportRequest {
  communityId: string
  format: 'csv' | 'jsonl' | 'hledger' | 'beancount'
  /** Of csv, which has a file for each. */
  part: 'entries' | 'balances' | 'trial-balance'
  range: DateRange
}

const WRITERS = { jsonl: exportJsonl, hledger: exportHledger, beancount: exportBeancount }
const ENDINGS = { jsonl: 'jsonl', hledger: 'journal', beancount: 'beancount' }

/** An export as a stream, and what its file is called. What is streamed comes from one snapshot of the books. */
export async function openExport(
  service: Service,
  request: ExportRequest,
  log: FastifyBaseLogger
): Promise<{ stream: Readable; name: string }> {
  const { communityId, format, part, range } = request
  const about = `${communityId}-${range.from}-${range.to}`
  if (format === 'csv') return { stream: await openCsv(service, request), name: `${about}-${part}.csv` }
  const stream = new ExportStream()
  withAuditSource(service.bank.store, communityId, (source) => WRITERS[format](source, range, stream)).then(
    () => stream.end(),
    (error: unknown) => {
      // Half a file was sent already; the connection is broken off, so that nobody takes it for a whole one.
      if (!stream.destroyed) log.error({ err: error }, 'an export broke off')
      stream.destroy(error as Error)
    }
  )
  return { stream, name: `${about}.${ENDINGS[format]}` }
}

/** Ends with an error where its reader goes away, so that whoever writes stops waiting for it. */
class ExportStream extends PassThrough {
  constructor() {
    super()
    // An error that nobody listens to would end the process; who writes and who sends have listeners of their own.
    this.on('error', () => undefined)
  }

  override _destroy(error: Error | null, callback: (error: Error | null) => void): void {
    callback(error ?? (this.writableFinished ? null : new Error('the reader of an export went away')))
  }
}

/** The three files are written to a folder of their own, which goes when the one asked for has been read. */
async function openCsv(service: Service, { communityId, part, range }: ExportRequest): Promise<Readable> {
  const folder = await mkdtemp(join(tmpdir(), 'timebank-export-'))
  const remove = () => rm(folder, { recursive: true, force: true })
  try {
    await withAuditSource(service.bank.store, communityId, (source) => exportCsv(source, range, folder))
  } catch (error) {
    await remove()
    throw error
  }
  return createReadStream(join(folder, `${part}.csv`)).once('close', () => void remove())
}
