import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { type Benchmark, type Figure, figure, median } from './figure.ts'
import type { Load, LoadResult, ServerKind } from './http-protocol.ts'
import { SLOW_DISK_MS, slowDisk } from './slow-disk.ts'
import { COMMUNITY, MEMBERS } from './workload.ts'

const CONNECTIONS = [1, 16, 64, 256]
/** The aims are for so many connections. */
const JUDGED = 64
const KINDS: ServerKind[] = ['ours', 'bare', 'ruled']

interface Server {
  kind: ServerKind
  url: string
  process: ChildProcess
  /** Answers a second by connections, to make the rounds last about as long as they should. */
  speed: Map<number, number>
}

/**
 * Transfers a second over HTTP with all rules on, against a Fastify handler that commits each transfer by itself with
 * better-sqlite3, once without any rule and once with the same rules and rows (`ruled`). The load comes from a process of
 * its own; the servers take turns.
 */
export const http: Benchmark = async ({ folder, quick, fsyncMs, say }) => {
  return withServers({ folder, environment: process.env }, async (servers) => {
    const figures: Figure[] = []
    for (const connections of CONNECTIONS) {
      say(`transfers over HTTP, ${connections} connections`)
      const rounds = connections === JUDGED ? 7 : 5
      const results = await takeTurns(servers, { connections, rounds: quick ? 3 : rounds, seconds: quick ? 0.7 : 2 })
      figures.push(...compare(results, { suffix: String(connections), judged: connections === JUDGED, fsyncMs }))
    }
    return figures
  })
}

/** The same at 64 connections where a commit takes a millisecond longer: what a batch saves is a property of the disk. */
export const httpSlowDisk: Benchmark = async ({ folder, quick, fsyncMs, say }) => {
  const environment = slowDisk(folder)
  if (!environment) {
    say('http-slow-disk: NOT MEASURED, there is no C compiler here')
    return []
  }
  return withServers({ folder, environment }, async (servers) => {
    say(`transfers over HTTP, ${JUDGED} connections, fsync slowed by ${SLOW_DISK_MS} ms`)
    const results = await takeTurns(servers, { connections: JUDGED, rounds: quick ? 2 : 5, seconds: quick ? 0.7 : 2 })
    return compare(results, { suffix: `${JUDGED}-slow-disk`, judged: true, fsyncMs: fsyncMs + SLOW_DISK_MS })
  })
}

async function withServers<T>(
  { folder, environment }: { folder: string; environment: NodeJS.ProcessEnv },
  work: (servers: Server[]) => Promise<T>
): Promise<T> {
  const own = mkdtempSync(join(folder, 'servers-'))
  const servers = await Promise.all(KINDS.map((kind) => start(kind, join(own, `${kind}.db`), environment)))
  try {
    return await work(servers)
  } finally {
    for (const server of servers) server.process.disconnect()
  }
}

async function start(kind: ServerKind, file: string, env: NodeJS.ProcessEnv): Promise<Server> {
  const child = fork(join(import.meta.dirname, 'http-server-process.js'), [kind, file], { env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const [{ port }] = (await Promise.race([once(child, 'message'), failedStart(child, kind)])) as [{ port: number }]
  return { kind, url: `http://127.0.0.1:${port}/v1/communities/${COMMUNITY}/gifts`, process: child, speed: new Map() }
}

async function failedStart(child: ChildProcess, kind: string): Promise<never> {
  const [code] = await once(child, 'exit')
  throw new Error(`the server ${kind} ended with ${code} before it listened`)
}

type Results = Record<ServerKind, LoadResult[]>

async function takeTurns(
  servers: Server[],
  { connections, rounds, seconds }: { connections: number; rounds: number; seconds: number }
): Promise<Results> {
  const results: Results = { ours: [], bare: [], ruled: [] }
  // The first round warms up and finds how many requests last so long.
  for (let round = 0; round <= rounds; round++) {
    for (const server of servers) {
      const amount = Math.max(connections * 4, Math.round((server.speed.get(connections) ?? 500) * seconds))
      const result = await load({ url: server.url, connections, amount, members: MEMBERS, seed: round })
      if (result.failed > 0) throw new Error(`${result.failed} of ${amount} requests to ${server.kind} failed`)
      server.speed.set(connections, result.perSecond)
      if (round > 0) results[server.kind].push(result)
    }
  }
  return results
}

async function load(options: Load): Promise<LoadResult> {
  const child = fork(join(import.meta.dirname, 'http-load-process.js'), [JSON.stringify(options)], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const [result] = (await once(child, 'message')) as [LoadResult]
  if (child.exitCode === null) await once(child, 'exit')
  return result
}

const WITHOUT = 'Fastify, a commit each, no rules'
const WITH = 'Fastify, a commit each, same rules'

function compare(
  { ours, bare, ruled }: Results,
  { suffix, judged, fsyncMs }: { suffix: string; judged: boolean; fsyncMs: number }
): Figure[] {
  const speed = (results: LoadResult[]) => median(results.map((each) => each.perSecond))
  const p99 = (results: LoadResult[]) => median(results.map((each) => each.p99Ms))
  // The median of the ratios within a round: what disturbs one round disturbs both its sides.
  const ratio = (peer: LoadResult[], of: (result: LoadResult) => number) =>
    median(ours.map((each, round) => of(each) / of(peer[round] ?? each)))
  const slowDisk = fsyncMs >= 1
  return [
    figure({
      name: `http-${suffix}-bare`, unit: 'transfers/s', ours: speed(ours), peer: speed(bare), against: WITHOUT,
      ratio: ratio(bare, (each) => each.perSecond), ...(judged ? { atLeast: slowDisk ? 4 : 2.5 } : {})
    }),
    figure({
      name: `http-${suffix}-ruled`, unit: 'transfers/s', ours: speed(ours), peer: speed(ruled), against: WITH,
      ratio: ratio(ruled, (each) => each.perSecond), ...(judged ? { atLeast: 4 } : {})
    }),
    figure({
      name: `http-${suffix}-bare-p99`, unit: 'ms', ours: p99(ours), peer: p99(bare), against: WITHOUT, ...(judged ? { atMost: 1 } : {})
    }),
    figure({
      name: `http-${suffix}-ruled-p99`, unit: 'ms', ours: p99(ours), peer: p99(ruled), against: WITH, ...(judged ? { atMost: 1 } : {})
    })
  ]
}
