import { Worker } from 'node:worker_threads'
import { refuse } from '../refusal.ts'
import { Mutex } from '../store/mutex.ts'
import type { SqliteWriter } from '../store/open-sqlite.ts'
import type { QueryMethod } from '../store/query-sqlite.ts'
import type { Command } from './command.ts'
import type { Ledger } from './ledger.ts'
import type { Outcome } from './post.ts'
import type { WriterAnswer, WriterFailure, WriterOptions, WriterRequest } from './sqlite-protocol.ts'

interface Pending {
  resolve: (value: never) => void
  reject: (error: Error) => void
}

type Ask<R> = R extends { id: number } ? Omit<R, 'id'> : never

/** The main thread's end of the thread that writes a SQLite database. */
export class SqliteClient implements Ledger, SqliteWriter {
  private readonly worker: Worker
  private readonly mostWaiting: number
  private readonly pending = new Map<number, Pending>()
  private readonly submitted = new Map<number, Pending[]>()
  private readonly turns = new Mutex()
  private release: (() => void) | undefined
  private gathering: { command: Command; pending: Pending }[] = []
  private waiting = 0
  private lastId = 0
  private failed: Error | undefined

  constructor(options: WriterOptions) {
    this.mostWaiting = options.mostWaiting ?? 4096
    this.worker = new Worker(new URL('./sqlite-worker.js', import.meta.url), { workerData: options })
    this.worker.on('message', (answers: WriterAnswer[]) => {
      for (const answer of answers) this.receive(answer)
    })
    this.worker.on('error', (error) => this.fail(error as Error))
    this.worker.on('exit', () => this.fail(new Error('the writing thread has ended')))
  }

  get length(): number {
    return this.waiting
  }

  submit(command: Command): Promise<Outcome> {
    if (this.failed) return Promise.reject(this.failed)
    if (this.waiting >= this.mostWaiting) return Promise.resolve(refuse('busy'))
    this.waiting++
    return new Promise<Outcome>((resolve, reject) => {
      // What arrives in one turn of the event loop travels together.
      if (this.gathering.length === 0) setImmediate(() => this.send())
      this.gathering.push({ command, pending: { resolve: resolve as Pending['resolve'], reject } })
    })
  }

  private send(): void {
    const gathered = this.gathering
    this.gathering = []
    const id = ++this.lastId
    this.submitted.set(id, gathered.map((each) => each.pending))
    this.worker.postMessage({ id, ask: 'submit', commands: gathered.map((each) => each.command) } satisfies WriterRequest)
  }

  private receive(answer: WriterAnswer): void {
    if ('outcomes' in answer) {
      const waiting = this.submitted.get(answer.id)
      for (const [place, outcome, failed] of answer.outcomes) {
        this.waiting--
        const pending = waiting?.[place]
        if (failed) pending?.reject(toError(outcome as WriterFailure))
        else pending?.resolve(outcome as never)
        if (waiting) delete waiting[place]
      }
      if (waiting?.every((each) => each === undefined)) this.submitted.delete(answer.id)
      return
    }
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
      this.worker.postMessage({ id, ...request })
    })
  }

  /** Whoever waits learns that the thread is gone; what was not answered may or may not be committed. */
  private fail(error: Error): void {
    this.failed ??= error
    for (const pending of this.pending.values()) pending.reject(error)
    for (const waiting of this.submitted.values()) for (const pending of waiting) pending?.reject(error)
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

  query(sql: string, parameters: unknown[], method: QueryMethod): Promise<{ rows: unknown[] }> {
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

  async close(): Promise<void> {
    if (this.failed) return
    if (this.gathering.length > 0) this.send()
    await this.ask({ ask: 'close' })
    this.worker.removeAllListeners('exit')
    await this.worker.terminate()
    this.failed = new Error('the ledger is closed')
  }
}

function toError({ message, code }: WriterFailure): Error {
  return Object.assign(new Error(message), code === undefined ? {} : { code })
}
