import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { median } from './figure.ts'

const BLOCK_BYTES = 4096

/** Median time of appending 4 KiB and `fdatasync` in the folder, in milliseconds. */
export function measureFsync(folder: string, times = 300): number {
  const file = join(folder, 'fsync')
  const descriptor = openSync(file, 'w')
  const block = Buffer.alloc(BLOCK_BYTES, 1)
  const durations: number[] = []
  for (let round = 0; round < times; round++) {
    writeSync(descriptor, block, 0, BLOCK_BYTES, round * BLOCK_BYTES)
    const began = performance.now()
    fdatasyncSync(descriptor)
    durations.push(performance.now() - began)
  }
  closeSync(descriptor)
  rmSync(file)
  return median(durations)
}
