import { Writable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { openForReading } from '../store/open-for-reading.ts'
import { exportBooks } from './export-books.ts'
import type { ExportThreadData } from './export-in-thread.ts'
import { withAuditSource } from './store-source.ts'

/** Sends what is written to the thread that asked, one piece at a time: the next when that one has been taken. */
class ToOtherThread extends Writable {
  constructor() {
    super({ highWaterMark: 256 * 1024, decodeStrings: true })
  }

  override _writev(chunks: { chunk: Buffer }[], callback: () => void): void {
    parentPort?.once('message', () => callback())
    parentPort?.postMessage(Buffer.concat(chunks.map(({ chunk }) => chunk)))
  }

  override _write(chunk: Buffer, _encoding: string, callback: () => void): void {
    this._writev([{ chunk }], callback)
  }
}

const { database, request } = workerData as ExportThreadData
const store = openForReading(database)
const output = new ToOtherThread()
await withAuditSource(store, request.communityId, (source) => exportBooks(source, request, output))
output.end()
await finished(output)
parentPort?.postMessage(null)
await store.close()
