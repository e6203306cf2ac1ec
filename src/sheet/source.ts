import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'

/** A file on disk by its path, or its bytes. */
export type SheetSource = string | Uint8Array

const CHUNK_BYTES = 64 * 1024

export async function sourceBytes(source: SheetSource): Promise<number> {
  return typeof source === 'string' ? (await stat(source)).size : source.byteLength
}

/** At most the first `bytes` bytes. */
export async function sourceHead(source: SheetSource, bytes: number): Promise<Buffer> {
  if (typeof source !== 'string') return asBuffer(source).subarray(0, bytes)
  const file = await open(source)
  try {
    const head = Buffer.alloc(bytes)
    const { bytesRead } = await file.read(head, 0, bytes, 0)
    return head.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

/** All bytes, in pieces of at most 64 KiB. */
export async function * sourceChunks(source: SheetSource): AsyncGenerator<Buffer> {
  if (typeof source === 'string') {
    yield * createReadStream(source, { highWaterMark: CHUNK_BYTES }) as AsyncIterable<Buffer>
    return
  }
  const bytes = asBuffer(source)
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) yield bytes.subarray(at, at + CHUNK_BYTES)
}

export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
