import type { HeadRow } from '../journal/journal-store.ts'
import { LedgerState } from './state.ts'

/** Accounts of all communities together that stay in memory between batches; some ten megabytes. */
const MOST_ACCOUNTS = 50_000
/** After so many transactions a community's books are read anew: the lots that gather in memory are let go. */
const MOST_TRANSACTIONS = 100_000

/**
 * The books as the last batch of each community left them, so that the next one need not read them again. Nothing in
 * them moves without a transaction, and a transaction moves the head row: while that is as the last batch left it, with
 * the same frontier over all leaves, what is kept here is what the database holds, whoever else writes to it.
 */
export class KeptBooks {
  private readonly states = new Map<string, LedgerState>()
  private accounts = 0

  /** Takes out what a batch goes on with. What is not put back, because the batch failed, is forgotten. */
  take(community: string, head: HeadRow): LedgerState {
    const kept = this.states.get(community)
    if (kept) {
      this.states.delete(community)
      this.accounts -= kept.accounts.size
      const { lastNumber, closedThrough, frontier } = kept.head
      if (lastNumber === head.lastNumber && closedThrough === head.closedThrough && frontier.equals(head.frontier)) return kept.nextBatch()
    }
    return new LedgerState(community, head)
  }

  /** Keeps the state of a batch that is committed; beyond the limit the communities that were longest idle go. */
  put(state: LedgerState): void {
    if (state.accounts.size > MOST_ACCOUNTS || state.head.lastNumber - state.readAt > MOST_TRANSACTIONS) return
    this.states.set(state.community, state)
    this.accounts += state.accounts.size
    for (const [community, idle] of this.states) {
      if (this.accounts <= MOST_ACCOUNTS) break
      this.states.delete(community)
      this.accounts -= idle.accounts.size
    }
  }
}
