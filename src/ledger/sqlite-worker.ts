import { parentPort, workerData } from 'node:worker_threads'
import { systemClock } from '../clock.ts'
import { connectSqlite, emptyLog } from '../store/connect-sqlite.ts'
import { SqliteJournal } from '../store/journal-sqlite.ts'
import { Mutex } from '../store/mutex.ts'
import { SqliteQueries } from '../store/query-sqlite.ts'
import type { Command } from './command.ts'
import { CommitQueue } from './commit-queue.ts'
import type { CommandOutcome, SubmittedCommand, WriterAnswer, WriterFailure, WriterOptions, WriterRequest } from './sqlite-protocol.ts'

/**
 * The thread that writes a SQLite database: postings in groups, and transactions on the tables around the journal in
 * between. The event loop of the service never waits for the disk.
 */
const options = workerData as WriterOptions
const connection = connectSqlite(options.file)
const mutex = new Mutex()
const queries = new SqliteQueries(connection)
const queue = new CommitQueue({
  store: new SqliteJournal(connection, mutex),
  clock: systemClock,
  mostWaiting: options.mostWaiting,
  mostTogether: options.mostTogether
})
let release: (() => void) | undefined
let outcomes: CommandOutcome[] = []

function failureOf(error: unknown): WriterFailure {
  const { message, code } = error as { message: string; code?: string }
  return { message, code }
}

/** The outcomes of one batch travel together, and before the next batch begins. */
function answer(outcome: CommandOutcome): void {
  if (outcomes.length === 0) {
    queueMicrotask(() => {
      parentPort?.postMessage(JSON.stringify(outcomes))
      outcomes = []
    })
  }
  outcomes.push(outcome)
}

let received: SubmittedCommand[] = []

/** All messages that came while the last batch was committed are read before the next one begins. */
function receive(commands: SubmittedCommand[]): void {
  if (received.length === 0) setImmediate(submitReceived)
  received.push(...commands)
}

function submitReceived(): void {
  const commands = received
  received = []
  for (const [ticket, requestHash, command] of commands) {
    queue.submit(Object.assign(command, { requestHash: Buffer.from(requestHash, 'base64') }) as Command).then(
      (outcome) => answer([ticket, outcome]),
      (error: unknown) => answer([ticket, null, failureOf(error)])
    )
  }
}

async function carryOut(request: WriterRequest): Promise<unknown> {
  switch (request.ask) {
    case 'begin':
      release = await mutex.take()
      try {
        connection.exec('BEGIN IMMEDIATE')
      } catch (error) {
        // Another process holds the database: whoever comes next must not wait for a transaction that never began.
        release()
        throw error
      }
      return
    case 'query':
      return queries.query(request.sql, request.parameters, request.method)
    case 'commit':
      connection.exec('COMMIT')
      release?.()
      return
    case 'rollback':
      if (connection.inTransaction) connection.exec('ROLLBACK')
      release?.()
      return
    case 'empty_log':
      return mutex.run(async () => emptyLog(connection))
    case 'close':
      submitReceived()
      await queue.drain()
      connection.close()
  }
}

parentPort?.on('message', (request: string | WriterRequest) => {
  if (typeof request === 'string') {
    receive(JSON.parse(request) as SubmittedCommand[])
    return
  }
  const { id } = request
  carryOut(request).then(
    (result) => parentPort?.postMessage({ id, result } satisfies WriterAnswer),
    (error: unknown) => parentPort?.postMessage({ id, failure: failureOf(error) } satisfies WriterAnswer)
  )
})
