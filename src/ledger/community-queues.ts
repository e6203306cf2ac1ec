import type { Clock } from '../clock.ts'
import type { JournalStore } from '../journal/journal-store.ts'
import type { Command } from './command.ts'
import { CommitQueue } from './commit-queue.ts'
import type { Ledger } from './ledger.ts'
import type { Outcome } from './post.ts'

/**
 * A queue for each community, where the database commits them side by side: PostgreSQL, with the communities' heads
 * as the only locks.
 */
export class CommunityQueues implements Ledger {
  private readonly store: JournalStore
  private readonly clock: Clock
  private readonly mostWaiting: number | undefined
  private readonly queues = new Map<string, CommitQueue>()

  constructor({ store, clock, mostWaiting }: { store: JournalStore; clock: Clock; mostWaiting?: number | undefined }) {
    this.store = store
    this.clock = clock
    this.mostWaiting = mostWaiting
  }

  get length(): number {
    let length = 0
    for (const queue of this.queues.values()) length += queue.length
    return length
  }

  submit(command: Command): Promise<Outcome> {
    let queue = this.queues.get(command.community)
    if (!queue) {
      queue = new CommitQueue({ store: this.store, clock: this.clock, mostWaiting: this.mostWaiting })
      this.queues.set(command.community, queue)
    }
    return queue.submit(command)
  }

  async drain(): Promise<void> {
    for (const queue of this.queues.values()) await queue.drain()
  }
}
