import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { Socket } from 'node:net'
import { join } from 'node:path'
import { createInterface, type Interface } from 'node:readline'
import pg from 'pg'
import type { Test } from 'tap'
import { preparePostgres } from '../src/store/open-postgres.ts'
import { reportNotRun } from './not-run.ts'
import { findPostgresBinaries } from './postgres-binaries.ts'

export interface SupervisorOptions {
  /** Keeps what it acknowledged through a crash (fsync on). Default: false, several times faster. */
  durable?: boolean
  /** Further settings of postgresql.conf. */
  settings?: Record<string, string | number>
}

export type SupervisorAnswer =
  | { url: string; dataFolder: string; logFile: string; serverPid: number }
  | { failure: string }

export interface PostgresServer {
  /** Superuser, database `postgres`. The same after a crash and a start. */
  url: string
  dataFolder: string
  logFile: string
  /** Kills all processes of the server with SIGKILL. */
  crash(): Promise<void>
  /** Starts it again after a crash, on the same data and port; returns once it answers. */
  start(): Promise<void>
  /** Stops the server and deletes its data. */
  stop(): Promise<void>
}

async function nextAnswer(child: ChildProcess, lines: AsyncIterator<string>) {
  const { value, done } = await lines.next()
  if (done) throw new Error(`the PostgreSQL supervisor ended (${child.exitCode ?? child.signalCode}) without an answer`)
  const answer = JSON.parse(value) as SupervisorAnswer
  if ('failure' in answer) throw new Error(answer.failure)
  return answer
}

/** While nobody waits for an answer, the running server must not keep this process alive. */
function holdOpen(child: ChildProcess, open: boolean): void {
  const pipes = [child.stdin, child.stdout] as unknown as Socket[]
  for (const handle of [child, ...pipes]) {
    if (open) handle.ref()
    else handle.unref()
  }
}

/**
 * A PostgreSQL server of one's own, in about a second; most tests want `freshDatabase` instead. It ends with `stop`, or
 * with this process, however that ends.
 */
export async function startPostgres(options: SupervisorOptions = {}): Promise<PostgresServer> {
  const program = join(import.meta.dirname, 'postgres-supervisor.js')
  const child = spawn(process.execPath, [program, JSON.stringify(options)], {
    // Detached, so that Ctrl-C at the terminal reaches it as the end of this process, and it can clean up in peace.
    detached: true,
    stdio: ['pipe', 'pipe', 'ignore']
  })
  const reader: Interface = createInterface({ input: child.stdout })
  const lines = reader[Symbol.asyncIterator]()
  child.stdin.on('error', () => {})
  const { url, dataFolder, logFile } = await nextAnswer(child, lines)
  holdOpen(child, false)

  const command = async (word: string) => {
    holdOpen(child, true)
    child.stdin.write(`${word}\n`)
    await nextAnswer(child, lines)
    holdOpen(child, false)
  }
  return {
    url,
    dataFolder,
    logFile,
    crash: () => command('crash'),
    start: () => command('start'),
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      holdOpen(child, true)
      child.stdin.end()
      await once(child, 'exit')
      reader.close()
    }
  }
}

let serverOfThisProcess: Promise<PostgresServer> | undefined

/**
 * The server shared by all test files of a run: `npm test` starts it and names it in TIMEBANK_TEST_POSTGRES_URL. A test
 * file run by hand starts its own, which ends with the process.
 */
async function sharedServerUrl(): Promise<string> {
  const stated = process.env['TIMEBANK_TEST_POSTGRES_URL']
  if (stated !== undefined && stated !== '') return stated
  serverOfThisProcess ??= startPostgres()
  return (await serverOfThisProcess).url
}

let available: boolean | undefined

/** Whether tests can use PostgreSQL here. Where not, it is said loudly, once; with CI=true it throws. */
export function havePostgres(): boolean {
  if (available === undefined) {
    const found = process.env['TIMEBANK_TEST_POSTGRES_URL'] ? undefined : findPostgresBinaries()
    available = found === undefined || !('missing' in found)
    if (found !== undefined && 'missing' in found) {
      reportNotRun(`tests on PostgreSQL: ${found.missing} (or set TIMEBANK_TEST_POSTGRES_URL)`, {
        failsOnBuildServer: true
      })
    }
  }
  return available
}

export type Dialect = 'sqlite' | 'postgres'

/** The dialects a test runs on: `for (const dialect of testDialects()) t.test(…)`. */
export function testDialects(): Dialect[] {
  return havePostgres() ? ['sqlite', 'postgres'] : ['sqlite']
}

async function administer(serverUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

/**
 * The URL of a new, empty database, dropped when the test ends, with whatever connections are still open then. Roles
 * belong to the whole server: a test that makes one gives it a name no other test file uses.
 */
export function freshDatabase(t: Test): Promise<string> {
  // template0, which nobody is ever connected to: a connection to template1 would make this fail now and then.
  return databaseFrom(t, 'template0')
}

/** The same with our tables in it, where `npm test` has made one to copy: copying is quicker than migrating. */
export function migratedDatabase(t: Test): Promise<string> {
  return databaseFrom(t, process.env[TEMPLATE_SETTING] ?? 'template0')
}

/** Names the database that `migratedDatabase` copies. */
const TEMPLATE_SETTING = 'TIMEBANK_TEST_POSTGRES_TEMPLATE'

/** Migrates a database that others are copied from, and names it to the tests of this run; the result drops it. */
export async function makeTemplate(serverUrl: string): Promise<() => Promise<void>> {
  const name = `timebank_template_${process.pid}`
  await administer(serverUrl, `CREATE DATABASE ${name} TEMPLATE template0`)
  await preparePostgres(urlOf(serverUrl, name))
  process.env[TEMPLATE_SETTING] = name
  return () => administer(serverUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
}

async function databaseFrom(t: Test, template: string): Promise<string> {
  const serverUrl = await sharedServerUrl()
  const name = `timebank_test_${process.pid}_${randomBytes(4).toString('hex')}`
  await administer(serverUrl, `CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY = FILE_COPY`)
  t.teardown(() => administer(serverUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`))
  return urlOf(serverUrl, name)
}

function urlOf(serverUrl: string, database: string): string {
  const url = new URL(serverUrl)
  url.pathname = `/${database}`
  return url.href
}
