import { parentPort, workerData } from 'node:worker_threads'
import { systemClock } from '../clock.ts'
import { connectSqlite } from '../store/connect-sqlite.ts'
import { SqliteJournal } from '../store/journal-sqlite.ts'
import { Mutex } from '../store/mutex.ts'
import { SqliteQueries } from '../store/query-sqlite.ts'
import type { Command } from './command.ts'
import { CommitQueue } from './commit-queue.ts'
import type { WriterAnswer, WriterFailure, WriterOptions, WriterRequest } from './sqlite-protocol.ts'

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
let answers: WriterAnswer[] = []

function failureOf(error: unknown): WriterFailure {
  const { message, code } = error as { message: string; code?: string }
  return { message, code }
}

/** Answers of one turn of the event loop travel together. */
function answer(each: WriterAnswer): void {
  if (answers.length === 0) {
    setImmediate(() => {
      const batch = answers
      answers = []
      parentPort?.postMessage(batch)
    })
  }
  answers.push(each)
}

function submit(id: number, commands: Command[]): void {
  commands.forEach((command, place) => {
    // A Buffer arrives as plain bytes.
    const whole = { ...command, requestHash: Buffer.from(command.requestHash) }
    queue.submit(whole).then(
      (outcome) => answer({ id, outcomes: [[place, outcome, false]] }),
      (error: unknown) => answer({ id, outcomes: [[place, failureOf(error), true]] })
    )
  })
}

async function carryOut(request: Exclude<WriterRequest, { ask: 'submit' }>): Promise<unknown> {
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
    case 'close':
      await queue.drain()
      connection.close()
  }
}

parentPort?.on('message', (request: WriterRequest) => {
  if (request.ask === 'submit') {
    submit(request.id, request.commands)
    return
  }
  carryOut(request).then(
    (result) => answer({ id: request.id, result }),
    (error: unknown) => answer({ id: request.id, failure: failureOf(error) })
  )
})
