import { type ChildProcess, spawn } from 'node:child_process'
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import autocannon from 'autocannon'
import { uuidv7 } from 'uuidv7'
import { packageRoot } from '../../src/package-root.ts'
import { type Benchmark, type Figure, figure, median } from './figure.ts'
import { OurBooks } from './our-books.ts'
import { COMMUNITY, openingCommands, pairOf, randomNumbers } from './workload.ts'

const MEMBERS = 1000
const CONNECTIONS = [1, 16, 64, 256]
const OURS = 'ours'
const PEERS: [name: string, against: string][] = [
  ['bare', 'a handler that commits each, no rules'],
  ['ruled', 'a handler that commits each, same rules']
]

interface Server {
  url: string
  process: ChildProcess
}

/** Transfers a second over HTTP, all rules on, against handlers that commit each transfer by itself. */
export const http: Benchmark = async ({ folder, quick, say, fsyncMs }) => {
  const file = join(folder, 'http.db')
  await openBooks(file)
  copyFileSync(file, join(folder, 'http-ruled.db'))
  const servers: Record<string, Server> = {
    [OURS]: await startOurs(file),
    bare: await startPeer('bare', join(folder, 'http-bare.db')),
    ruled: await startPeer('ruled', join(folder, 'http-ruled.db'))
  }
  const random = randomNumbers(3)
  const figures: Figure[] = []
  try {
    for (const connections of CONNECTIONS) {
      say(`HTTP, ${connections} connections`)
      const speeds: Record<string, number[]> = {}
      const tails: Record<string, number[]> = {}
      for (let round = 0; round < (quick ? 2 : 5); round++) {
        for (const [name, server] of Object.entries(servers)) {
          const { speed, p99 } = await load(server.url, { connections, seconds: quick ? 2 : 4, random })
          speeds[name] = [...(speeds[name] ?? []), speed]
          tails[name] = [...(tails[name] ?? []), p99]
        }
      }
      for (const [peer, against] of PEERS) {
        const aimed = connections === 64
        const atLeast = peer === 'ruled' || fsyncMs >= 1 ? 4 : 2.5
        figures.push(
          figure({
            name: `http-${connections}-${peer}`, unit: 'transfers/s', ours: median(speeds[OURS] ?? []), peer: median(speeds[peer] ?? []),
            ratio: ratioOf(speeds, peer), ...(aimed ? { atLeast } : {}), against
          }),
          figure({
            name: `http-${connections}-${peer}-p99`, unit: 'ms', ours: median(tails[OURS] ?? []), peer: median(tails[peer] ?? []),
            ratio: ratioOf(tails, peer), ...(aimed ? { atMost: 1 } : {}), against
          })
        )
      }
    }
  } finally {
    for (const server of Object.values(servers)) server.process.kill('SIGKILL')
  }
  return figures
}

/** The median of the rounds' own ratios: the machine's speed drifts from round to round. */
function ratioOf(values: Record<string, number[]>, peer: string): number {
  return median((values[OURS] ?? []).map((ours, round) => ours / (values[peer]?.[round] ?? Number.NaN)))
}

/** A community whose members each hold points, ready to be served. */
async function openBooks(file: string): Promise<void> {
  const books = new OurBooks(file)
  books.connection.prepare("INSERT INTO community (community_id, name, time_zone, created_at) VALUES (?, '基准', 'Asia/Shanghai', 0)").run(COMMUNITY)
  const insert = books.connection.prepare("INSERT INTO member (community_id, number, card, name, care_tags, created_at) VALUES (?, ?, ?, ?, '[]', 0)")
  for (let number = 1; number <= MEMBERS; number++) insert.run(COMMUNITY, number, `B${number}`, `成员${number}`)
  const outcomes = await books.post(openingCommands(MEMBERS))
  if (outcomes.some((outcome) => outcome.refused)) throw new Error('the opening was refused')
  books.bytes()
  books.close()
}

async function startOurs(file: string): Promise<Server> {
  const child = spawn(process.execPath, [join(packageRoot(), 'build/src/main.js'), 'serve'], {
    env: { ...process.env, TIMEBANK_DATABASE: file, TIMEBANK_PORT: '0', TIMEBANK_LOG_LEVEL: 'warn' }
  })
  const said = await firstOutput(child, /http:\/\/127\.0\.0\.1:(\d+)/)
  return { url: `http://127.0.0.1:${said}/v1/communities/${COMMUNITY}/gifts`, process: child }
}

async function startPeer(mode: string, file: string): Promise<Server> {
  const child = spawn(process.execPath, [join(packageRoot(), 'build/scripts/bench/http-peer.js'), mode, file, String(MEMBERS)])
  return { url: `http://127.0.0.1:${await firstOutput(child, /(\d+)\n/)}/gifts`, process: child }
}

function firstOutput(child: ChildProcess, wanted: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    child.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      const port = wanted.exec(said)?.[1]
      if (port !== undefined) resolve(port)
    })
    child.stderr?.on('data', (chunk: Buffer) => process.stderr.write(chunk))
    child.on('exit', (code) => reject(new Error(`a server ended with ${code}`)))
  })
}

interface Load {
  connections: number
  seconds: number
  random: (below: number) => number
}

async function load(url: string, { connections, seconds, random }: Load): Promise<{ speed: number; p99: number }> {
  const result = await autocannon({
    url, connections, duration: seconds, method: 'POST',
    requests: [
      {
        setupRequest: (request) => ({
          ...request,
          headers: { 'content-type': 'application/json', 'idempotency-key': uuidv7() },
          body: JSON.stringify({ ...pairOf(random, MEMBERS), points: '1.00' })
        })
      }
    ]
  })
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${result.non2xx} refusals and ${result.errors} errors at ${url}`)
  return { speed: result.requests.total / result.duration, p99: result.latency.p99 }
}
