import type { Clock } from '../clock.ts'
import type { JournalStore } from '../journal/journal-store.ts'
import { refuse } from '../refusal.ts'
import type { Command } from './command.ts'
import { KeptBooks } from './kept-books.ts'
import { PolicyCache } from './load.ts'
import { type Outcome, postBatch } from './post.ts'
import type { LedgerState } from './state.ts'

export interface CommitQueueOptions {
  store: JournalStore
  clock: Clock
  /** Commands that may wait; past it they are refused as `busy`. */
  mostWaiting?: number
  /** Commands that are committed together at most. */
  mostTogether?: number
}

interface Waiting {
  command: Command
  resolve: (outcome: Outcome) => void
  reject: (error: unknown) => void
}

/**
 * Group commit: commands that arrive while a batch is being committed form the next. No timer: an idle queue commits
 * at once. Nobody is answered before the commit is durable. On an error of the database the batch is rolled back and
 * its commands are replayed one by one, so that only the one at fault fails.
 */
export class CommitQueue {
  private readonly store: JournalStore
  private readonly clock: Clock
  private readonly mostWaiting: number
  private readonly mostTogether: number
  private readonly policies = new PolicyCache()
  private readonly books = new KeptBooks()
  private waiting: Waiting[] = []
  private running: Promise<void> | undefined

  constructor({ store, clock, mostWaiting = 4096, mostTogether = 256 }: CommitQueueOptions) {
    this.store = store
    this.clock = clock
    this.mostWaiting = mostWaiting
    this.mostTogether = mostTogether
  }

  get length(): number {
    return this.waiting.length
  }

  submit(command: Command): Promise<Outcome> {
    if (this.waiting.length >= this.mostWaiting) return Promise.resolve(refuse('busy'))
    return new Promise((resolve, reject) => {
      this.waiting.push({ command, resolve, reject })
      this.running ??= this.run()
    })
  }

  /** Resolves once everything that was submitted is answered. */
  async drain(): Promise<void> {
    while (this.running !== undefined) await this.running
  }

  private async run(): Promise<void> {
    try {
      // Whatever else arrives in this turn of the event loop joins the first batch.
      await Promise.resolve()
      while (this.waiting.length > 0) {
        const batch = this.waiting.splice(0, this.mostTogether)
        await this.commit(batch)
      }
    } finally {
      this.running = undefined
      if (this.waiting.length > 0) this.running = this.run()
    }
  }

  private async commit(batch: Waiting[]): Promise<void> {
    let outcomes: Outcome[]
    try {
      outcomes = await this.post(batch.map((each) => each.command))
    } catch (error) {
      if (batch.length === 1) {
        batch[0]?.reject(error)
        return
      }
      for (const each of batch) await this.commit([each])
      return
    }
    batch.forEach(({ resolve }, index) => {
      resolve(outcomes[index] as Outcome)
    })
  }

  private async post(commands: Command[]): Promise<Outcome[]> {
    const byCommunity = new Map<string, number[]>()
    commands.forEach((command, index) => {
      const indexes = byCommunity.get(command.community)
      if (indexes) indexes.push(index)
      else byCommunity.set(command.community, [index])
    })
    const now = this.clock.now()
    const states: LedgerState[] = []
    const outcomes = new Array<Outcome>(commands.length)
    await this.store.transact(async (session) => {
      // In order of their ids, so that two processes never wait for each other's head rows.
      for (const community of [...byCommunity.keys()].sort()) {
        const indexes = byCommunity.get(community) as number[]
        const own = indexes.map((index) => commands[index] as Command)
        const state = this.books.take(community, await session.head(community))
        states.push(state)
        const posted = await postBatch(session, state, own, { now, policies: this.policies })
        indexes.forEach((index, at) => {
          outcomes[index] = posted[at] as Outcome
        })
      }
    })
    for (const state of states) this.books.put(state)
    return outcomes
  }
}
