import { decodeTransaction } from '../journal/canonical.ts'
import type { AccountStateChange, AppendBatch, JournalSession, StoredTransaction } from '../journal/journal-store.ts'
import { extendFrontier } from '../journal/merkle.ts'
import type { SealedTransaction, Transaction } from '../journal/transaction.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import type { Command } from './command.ts'
import { decide } from './decide.ts'
import { foresee } from './foresee.ts'
import { loadReads, type PolicyCache } from './load.ts'
import { type Sealed, seal } from './seal.ts'
import { type AccountState, type LedgerState, NotLoaded, noReads } from './state.ts'

/** What a command came to: the transactions it posted, the last one being the answer, or a refusal. */
export type Outcome = Posted | Refusal

export interface Posted {
  refused?: undefined
  /** Empty where there was nothing to post. */
  transactions: Transaction[]
  /** The first answer again: the key had been used for the same request. */
  replayed: boolean
}

/**
 * Posts a batch of commands of one community. This is the only code that has the journal written. What the state does
 * not hold is read once; every command is decided against it in memory and the later ones see the earlier; a refusal drops that
 * command alone. Nothing may be answered before the caller has committed.
 */
export async function postBatch(
  session: JournalSession,
  state: LedgerState,
  commands: Command[],
  { now, policies }: { now: number; policies: PolicyCache }
): Promise<Outcome[]> {
  state.policies ??= await policies.load(session, state.community)
  const keys = commands.map(keysOf)
  const answered = await earlierAnswers(session, state.community, keys.flat())
  await loadReads(session, state, foresee(state, commands))

  const journal = new Appender(session, state)
  const outcomes: Outcome[] = []
  for (const [index, command] of commands.entries()) {
    const earlier = (keys[index] as string[]).flatMap((key) => answered.get(key) ?? [])
    if (earlier.length > 0) {
      outcomes.push(replay(earlier, command))
      continue
    }
    const sealed = await decideLoaded(session, state, command, now)
    if (isRefusal(sealed)) {
      outcomes.push(sealed)
      continue
    }
    for (const each of sealed.transactions) answered.set(each.idempotencyKey, each)
    outcomes.push({ transactions: sealed.transactions.map((each) => each.transaction), replayed: false })
    if (command.action === 'publish_policy') await journal.flush(sealed, policies)
    else await journal.add(sealed)
  }
  await journal.flush()
  return outcomes
}

type Answered = StoredTransaction | SealedTransaction

/** Transactions whose keys a command of this batch would use, by key. */
async function earlierAnswers(session: JournalSession, community: string, keys: string[]): Promise<Map<string, Answered>> {
  const stored = await session.byKeys(community, [...new Set(keys)])
  return new Map(stored.map((each) => [each.idempotencyKey, each]))
}

/** The keys that a command's transactions get, in the order in which they are posted. */
function keysOf(command: Command): string[] {
  const { action, idempotencyKey } = command
  // What of each member of a team has expired is posted before the team's service.
  const prefaces = action === 'earn_team' ? command.members.map(({ member }) => `#expire.${member}`) : (PREFACES[action] ?? ['#expire'])
  return [...prefaces.map((suffix) => idempotencyKey + suffix), idempotencyKey]
}

/** Suffixes of the keys of what an action may post before its answer; `#expire` alone where it is not named here. */
const PREFACES: Partial<Record<Command['action'], string[]>> = {
  release: ['#release'],
  expire: [],
  reverse: [],
  open: [],
  stock_in: [],
  stock_move: [],
  stocktake: [],
  return: []
}

function replay(earlier: Answered[], command: Command): Outcome {
  if (earlier.some((each) => !each.requestHash.equals(command.requestHash))) return refuse('key_reused')
  const transactions = earlier.map((each) => ('transaction' in each ? each.transaction : decodeTransaction(each.canonical)))
  return { transactions, replayed: true }
}

/** Decides and seals, reading what turns out to be missing; a state is never changed before all of it is there. */
async function decideLoaded(session: JournalSession, state: LedgerState, command: Command, now: number): Promise<Sealed | Refusal> {
  for (;;) {
    try {
      const decision = decide(state, command)
      return isRefusal(decision) ? decision : seal(state, command, decision.drafts, now)
    } catch (error) {
      if (!(error instanceof NotLoaded)) throw error
      const reads = noReads()
      error.read(reads)
      await loadReads(session, state, reads)
    }
  }
}

/** Gathers what is to be appended. An append ends with what changes an account's state, as the database asks. */
class Appender {
  private readonly session: JournalSession
  private readonly state: LedgerState
  private opened: AccountState[] = []
  private transactions: SealedTransaction[] = []
  private stateChanges: AccountStateChange[] = []

  constructor(session: JournalSession, state: LedgerState) {
    this.session = session
    this.state = state
  }

  async add(sealed: Sealed): Promise<void> {
    this.opened.push(...sealed.opened)
    this.transactions.push(...sealed.transactions)
    this.stateChanges.push(...sealed.stateChanges)
    if (this.stateChanges.length > 0) await this.flush()
  }

  /** A new policy is read back at once, so that the next command of the batch is judged by it. */
  async flush(sealed?: Sealed, policies?: PolicyCache): Promise<void> {
    if (sealed) await this.add(sealed)
    if (this.transactions.length > 0) {
      const size = this.state.head.lastNumber - this.transactions.length
      const frontier = extendFrontier(this.state.head.frontier, size, this.transactions.map((each) => each.leaf))
      const batch: AppendBatch = {
        newAccounts: this.opened,
        transactions: this.transactions,
        stateChanges: this.stateChanges,
        frontier
      }
      await this.session.append(this.state.community, batch)
      this.state.head = { ...this.state.head, frontier }
      this.opened = []
      this.transactions = []
      this.stateChanges = []
    }
    if (policies) this.state.policies = await policies.load(this.session, this.state.community)
  }
}
