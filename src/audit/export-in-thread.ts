import { Readable } from 'node:stream'
import { Worker } from 'node:worker_threads'
import type { ExportRequest } from './export-books.ts'

export interface ExportThreadData {
  database: string
  request: ExportRequest
}

/**
 * An export made in a thread of its own, on a connection of its own, and streamed: the service goes on answering
 * meanwhile. The stream ends with an error where the export breaks off; destroying it ends the thread.
 */
export function exportInThread(data: ExportThreadData): Readable {
  const worker = new Worker(new URL('./export-worker.js', import.meta.url), { workerData: data })
  let waiting = false
  let whole = false
  const stream = new Readable({
    read() {
      if (waiting) worker.postMessage('more')
      waiting = false
    },
    destroy(error, callback) {
      worker.removeAllListeners('exit')
      worker.terminate().then(() => callback(error), callback)
    }
  })
  worker.on('message', (piece: Uint8Array | null) => {
    if (piece === null) {
      whole = true
      stream.push(null)
      return
    }
    waiting = true
    if (stream.push(Buffer.from(piece))) {
      waiting = false
      worker.postMessage('more')
    }
  })
  worker.on('error', (error) => stream.destroy(error as Error))
  worker.on('exit', () => {
    if (!whole) stream.destroy(new Error('the thread of an export ended early'))
  })
  return stream
}
