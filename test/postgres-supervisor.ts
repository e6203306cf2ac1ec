// A process of its own that runs one PostgreSQL server for tests. It lives as long as its standard input is open: when
// the process that started it ends, in whatever way, even by kill -9, the pipe closes, and server and data are gone.
// It reads the commands `crash` and `start`, one a line, and answers each with a line of JSON.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chmodSync, chownSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { SupervisorAnswer, SupervisorOptions } from './postgres.ts'
import {
  type Account,
  findPostgresBinaries,
  type PostgresBinaries,
  unprivilegedAccount,
  withinReach
} from './postgres-binaries.ts'

const options = JSON.parse(process.argv[2] ?? '{}') as SupervisorOptions
let account: Account = {}
const folder = mkdtempSync(join(tmpdir(), 'timebank-postgres-'))
const dataFolder = join(folder, 'data')
const logFile = join(folder, 'server.log')
const password = randomBytes(12).toString('hex')
// Commands of ours do not run with this process's environment: PGDATA or LC_ALL of the machine would have their say.
const environment = { PATH: process.env['PATH'], TZ: 'UTC', LC_ALL: 'C', TMPDIR: folder }

let server: ChildProcess | undefined
let port = 0
let ending = false

const answer = (line: SupervisorAnswer) => process.stdout.write(`${JSON.stringify(line)}\n`)
const url = () => `postgres://postgres:${password}@127.0.0.1:${port}/postgres`
const log = () => readFileSync(logFile, 'utf8').trim().split('\n').slice(-20).join('\n')

function createCluster(binaries: PostgresBinaries): void {
  const passwordFile = join(folder, 'password')
  writeFileSync(passwordFile, password, { mode: 0o600 })
  if (account.uid !== undefined && account.gid !== undefined) {
    chownSync(folder, account.uid, account.gid)
    chownSync(passwordFile, account.uid, account.gid)
  }
  chmodSync(folder, 0o700)
  const made = spawnSync(
    binaries.initdb,
    [
      `--pgdata=${dataFolder}`,
      '--username=postgres',
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--no-locale',
      '--no-sync'
    ],
    { ...account, cwd: folder, env: environment, encoding: 'utf8' }
  )
  if (made.status !== 0) throw new Error(`initdb failed: ${made.error?.message ?? made.stderr}`)
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port: found } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return found
}

/** Server settings. A durable server keeps what it acknowledged through a crash; the other is several times faster. */
function settings(): string[] {
  const common = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 200,
    shared_buffers: '64MB',
    jit: 'off',
    log_min_messages: 'warning',
    wal_level: 'minimal',
    max_wal_senders: 0,
    max_wal_size: '512MB'
  }
  const fast = { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' }
  const all = { ...common, ...(options.durable ? {} : fast), ...options.settings }
  return Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

async function answersQueries(): Promise<boolean> {
  const client = new pg.Client({ connectionString: url(), connectionTimeoutMillis: 2000 })
  client.on('error', () => {})
  try {
    await client.connect()
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => {})
  }
}

/** Starts the server on the current port and returns once it answers; false when it ended instead. */
async function startOnPort(binaries: PostgresBinaries): Promise<boolean> {
  const output = openSync(logFile, 'a')
  const started = spawn(binaries.postgres, ['-D', dataFolder, '-p', String(port), ...settings()], {
    ...account,
    cwd: folder,
    env: environment,
    stdio: ['ignore', output, output]
  })
  server = started
  const deadline = Date.now() + 60_000
  while (started.exitCode === null && started.signalCode === null && Date.now() < deadline) {
    if (await answersQueries()) return true
    await sleep(25)
  }
  return false
}

async function startFirst(binaries: PostgresBinaries): Promise<void> {
  // Between finding a free port and taking it, another process may take it; hence the second and third try.
  for (let attempt = 1; attempt <= 3; attempt++) {
    port = await freePort()
    if (await startOnPort(binaries)) return
    await stopServer()
  }
  throw new Error(`PostgreSQL did not start:\n${log()}`)
}

const hasEnded = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null

/** Fast shutdown, then immediate, then kill. */
async function stopServer(): Promise<void> {
  if (server === undefined || hasEnded(server)) return
  const ended = once(server, 'exit')
  for (const [signal, patienceSeconds] of [
    ['SIGINT', 5],
    ['SIGQUIT', 5],
    ['SIGKILL', 5]
  ] as const) {
    server.kill(signal)
    await Promise.race([ended, sleep(patienceSeconds * 1000, undefined, { ref: false })])
    if (hasEnded(server)) return
  }
}

/** What a power cut does to the server: no process of it gets to do another thing. */
async function crashServer(): Promise<void> {
  if (server?.pid === undefined || hasEnded(server)) return
  const ended = once(server, 'exit')
  const listing = spawnSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).stdout ?? ''
  const pairs = listing.split('\n').map((line) => line.trim().split(/\s+/).map(Number))
  const children = pairs.filter(([, parent]) => parent === server?.pid).flatMap(([pid]) => pid ?? [])
  // The parent first, or it would start recovery when it sees a child die.
  server.kill('SIGKILL')
  for (const pid of children) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // Ended in between.
    }
  }
  await ended
}

async function end(exitCode: number): Promise<void> {
  if (ending) return
  ending = true
  await stopServer()
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  process.exit(exitCode)
}

async function obey(command: string, binaries: PostgresBinaries): Promise<void> {
  if (command === 'crash') await crashServer()
  // The dead server's shared memory is given up when its last process is; until then the new one refuses.
  if (command === 'start') {
    for (let attempt = 1; !(await startOnPort(binaries)); attempt++) {
      if (attempt === 20) throw new Error(`PostgreSQL did not start again:\n${log()}`)
      await sleep(100)
    }
  }
  answer({ url: url(), dataFolder, logFile, serverPid: server?.pid ?? 0 })
}

async function main(): Promise<void> {
  const found = findPostgresBinaries()
  if ('missing' in found) throw new Error(found.missing)
  account = unprivilegedAccount()
  const binaries = withinReach({ binaries: found, account, folder })
  createCluster(binaries)
  await startFirst(binaries)
  answer({ url: url(), dataFolder, logFile, serverPid: server?.pid ?? 0 })
  for await (const line of commands) await obey(line.trim(), binaries)
}

const commands = createInterface({ input: process.stdin })
commands.once('close', () => void end(0))
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end(0))
// The reader of our answers may be gone already; the closing of standard input then says so.
process.stdout.on('error', () => {})
main().catch((error: Error) => {
  if (!ending) answer({ failure: error.message })
  return end(1)
})
