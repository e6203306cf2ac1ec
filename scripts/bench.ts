// `npm run bench`: how fast the service is beside its peers, measured in turns in one run on this machine. Ratios are what
// counts; a figure that misses its aim is said so, and is no error. Options: --json (one line a figure), --only NAME (may be
// repeated), --quick (fewer and shorter rounds), --folder FOLDER (where the databases are written, and so which disk counts).
import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { bulk } from './bench/bulk.ts'
import type { Benchmark, Figure } from './bench/figure.ts'
import { measureFsync } from './bench/fsync-latency.ts'
import { growth } from './bench/growth.ts'
import { http, httpSlowDisk } from './bench/http.ts'
import { importing } from './bench/importing.ts'
import { postgres } from './bench/postgres.ts'
import { signInCheck } from './bench/sign-in-check.ts'
import { vouching } from './bench/vouching.ts'

const BENCHMARKS: Record<string, Benchmark> = { http, 'http-slow-disk': httpSlowDisk, bulk, postgres, growth, import: importing, vouching, 'sign-in-check': signInCheck }

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: [] },
    folder: { type: 'string', default: tmpdir() }
  }
})

const { only } = options
const chosen = Object.entries(BENCHMARKS).filter(([name]) => only.length === 0 || only.includes(name))
if (chosen.length === 0) {
  console.error(`no benchmark of that name; there are ${Object.keys(BENCHMARKS).join(', ')}`)
  process.exit(2)
}

const folder = mkdtempSync(join(options.folder, 'timebank-bench-'))
const say = (line: string) => process.stderr.write(`… ${line}\n`)

function shown(value: number): string {
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en')
  return value.toPrecision(3)
}

function line(cells: string[]): string {
  const widths = [27, 10, 10, 7, 7, 4, 20]
  return cells.map((cell, column) => (column === 0 || column > 4 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join(' ')
}

function print({ name, unit, ours, peer, ratio, aim, met, against }: Figure): void {
  const judged = met === null ? '' : met ? 'yes' : 'NO'
  console.log(line([name, shown(ours), shown(peer), ratio.toFixed(2), aim ?? '', judged, unit, against]))
}

try {
  const fsyncMs = measureFsync(folder)
  const machine = { cores: availableParallelism(), cpu: cpus()[0]?.model.trim() ?? '', node: process.version, fsyncMs }
  if (!options.json) {
    console.log(`${machine.cores} cores (${machine.cpu}), Node ${machine.node}, fdatasync ${fsyncMs.toFixed(2)} ms`)
    console.log(line(['figure', 'ours', 'peer', 'ratio', 'aim', 'met', 'unit', 'peer is']))
  }
  for (const [, measure] of chosen) {
    for (const each of await measure({ quick: options.quick, folder, fsyncMs, say })) {
      if (options.json) console.log(JSON.stringify({ ...each, machine }))
      else print(each)
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
