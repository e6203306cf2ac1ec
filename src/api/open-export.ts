import type { Readable } from 'node:stream'
import type { FastifyBaseLogger } from 'fastify'
import type { ExportRequest } from '../audit/export-books.ts'
import { exportInThread } from '../audit/export-in-thread.ts'
import type { Service } from '../communities/communities.ts'

const ENDINGS = { jsonl: 'jsonl', hledger: 'journal', beancount: 'beancount' }

/** An export as a stream, and what its file is called. What is streamed comes from one snapshot of the books. */
export function openExport({ bank }: Service, request: ExportRequest, log: FastifyBaseLogger): { stream: Readable; name: string } {
  const { communityId, format, part, range } = request
  const about = `${communityId}-${range.from}-${range.to}`
  const stream = exportInThread({ database: bank.database, request })
  // Half a file may be sent already: the connection is broken off, so that nobody takes it for a whole one.
  stream.on('error', (error) => log.error({ err: error }, 'an export broke off'))
  return { stream, name: format === 'csv' ? `${about}-${part}.csv` : `${about}.${ENDINGS[format]}` }
}
