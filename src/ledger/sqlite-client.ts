import { Worker } from 'node:worker_threads'
import { refuse } from '../refusal.ts'
import { Mutex } from '../store/mutex.ts'
import type { SqliteWriter } from '../store/open-sqlite.ts'
import type { QueryMethod, QueryResult } from '../store/query-sqlite.ts'
import type { Command } from './command.ts'
import type { Ledger } from './ledger.ts'
import type { Outcome } from './post.ts'
import type { CommandOutcome, SubmittedCommand, WriterAnswer, WriterFailure, WriterOptions, WriterRequest } from './sqlite-protocol.ts'

interface Pending {
  resolve: (value: never) => void
  reject: (error: Error) => void
}

type Ask<R> = R extends { id: number } ? Omit<R, 'id'> : never

/**
 * Commands that are sent, and outcomes that are handed on, in one go. In between the event loop reads further requests,
 * so that requests, batches and answers overlap instead of waiting for each other in turns.
 */
const SLICE = 16

/** The main thread's end of the thread that writes a SQLite database. The thread begins with the first write: who only reads has none. */
export class SqliteClient implements Ledger, SqliteWriter {
  private readonly options: WriterOptions
  private readonly mostWaiting: number
  private worker: Worker | undefined
  private readonly pending = new Map<number, Pending>()
  private readonly submitted = new Map<number, Pending>()
  private readonly turns = new Mutex()
  private release: (() => void) | undefined
  private gathering: SubmittedCommand[] = []
  private outcomes: CommandOutcome[] = []
  private waiting = 0
  private lastId = 0
  private failed: Error | undefined

  constructor(options: WriterOptions) {
    this.options = options
    this.mostWaiting = options.mostWaiting ?? 4096
  }

  private thread(): Worker {
    this.worker ??= this.begun(new Worker(new URL('./sqlite-worker.js', import.meta.url), { workerData: this.options, execArgv: [] }))
    return this.worker
  }

  private begun(worker: Worker): Worker {
    worker.on('message', (answer: string | WriterAnswer) => {
      if (typeof answer === 'string') this.receiveOutcomes(JSON.parse(answer) as CommandOutcome[])
      else this.receive(answer)
    })
    worker.on('error', (error) => this.fail(error as Error))
    worker.on('exit', () => this.fail(new Error('the writing thread has ended')))
    return worker
  }

  get length(): number {
    return this.waiting
  }

  submit(command: Command): Promise<Outcome> {
    if (this.failed) return Promise.reject(this.failed)
    if (this.waiting >= this.mostWaiting) return Promise.resolve(refuse('busy'))
    this.waiting++
    const ticket = ++this.lastId
    const { requestHash, ...rest } = command
    if (this.gathering.length === 0) setImmediate(() => this.send())
    this.gathering.push([ticket, requestHash.toString('base64'), rest])
    if (this.gathering.length >= SLICE) this.send()
    return new Promise<Outcome>((resolve, reject) => {
      this.submitted.set(ticket, { resolve: resolve as Pending['resolve'], reject })
    })
  }

  private send(): void {
    if (this.gathering.length === 0) return
    this.thread().postMessage(JSON.stringify(this.gathering))
    this.gathering = []
  }

  private receiveOutcomes(outcomes: CommandOutcome[]): void {
    const idle = this.outcomes.length === 0
    this.outcomes.push(...outcomes)
    if (idle) this.handOn()
  }

  private handOn(): void {
    for (const [ticket, outcome, failure] of this.outcomes.splice(0, SLICE)) {
      this.waiting--
      const pending = this.submitted.get(ticket)
      this.submitted.delete(ticket)
      if (failure) pending?.reject(toError(failure))
      else pending?.resolve(outcome as never)
    }
    if (this.outcomes.length > 0) setImmediate(() => this.handOn())
  }

  private receive(answer: WriterAnswer): void {
    const pending = this.pending.get(answer.id)
    this.pending.delete(answer.id)
    if ('failure' in answer) pending?.reject(toError(answer.failure))
    else pending?.resolve(answer.result as never)
  }

  private ask<T>(request: Ask<WriterRequest>): Promise<T> {
    if (this.failed) return Promise.reject(this.failed)
    const id = ++this.lastId
    return new Promise<T>((resolve, reject) => {
      this.pending.set(id, { resolve: resolve as Pending['resolve'], reject })
      this.thread().postMessage({ id, ...request })
    })
  }

  /** Whoever waits learns that the thread is gone; what was not answered may or may not be committed. */
  private fail(error: Error): void {
    this.failed ??= error
    for (const pending of this.pending.values()) pending.reject(error)
    for (const pending of this.submitted.values()) pending.reject(error)
    this.pending.clear()
    this.submitted.clear()
    this.release?.()
  }

  async begin(): Promise<void> {
    const release = await this.turns.take()
    this.release = release
    try {
      await this.ask({ ask: 'begin' })
    } catch (error) {
      release()
      throw error
    }
  }

  query(sql: string, parameters: unknown[], method: QueryMethod): Promise<QueryResult> {
    return this.ask({ ask: 'query', sql, parameters, method })
  }

  async commit(): Promise<void> {
    await this.ask({ ask: 'commit' })
    this.release?.()
  }

  async rollback(): Promise<void> {
    await this.ask({ ask: 'rollback' })
    this.release?.()
  }

  emptyLog(): Promise<boolean> {
    return this.ask<boolean>({ ask: 'empty_log' })
  }

  async close(): Promise<void> {
    if (this.failed) return
    this.send()
    const { worker } = this
    if (worker) {
      await this.ask({ ask: 'close' })
      worker.removeAllListeners('exit')
      await worker.terminate()
    }
    this.failed = new Error('the ledger is closed')
  }
}

function toError({ message, code }: WriterFailure): Error {
  return Object.assign(new Error(message), code === undefined ? {} : { code })
}
