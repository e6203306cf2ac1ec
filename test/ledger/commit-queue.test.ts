import t from 'tap'
import type { JournalSession, JournalStore } from '../../src/journal/journal-store.ts'
import type { Action } from '../../src/ledger/command.ts'
import { CommitQueue } from '../../src/ledger/commit-queue.ts'
import type { Outcome } from '../../src/ledger/post.ts'
import { MemoryStore } from '../model/memory-store.ts'
import { Books, openBooks, POLICY } from './books.ts'

const award = (member: number): Action => ({ action: 'award', member, rule: 'r', points: 100 })
const clock = { now: () => 0 }

function brief(outcome: Outcome): string {
  return outcome.refused ? outcome.code : `posted ${outcome.transactions[0]?.number}`
}

/** A store that counts its batches and fails where it is told to, after the work of the batch is done. */
class FailingStore implements JournalStore {
  batches: number[] = []
  private readonly inner: JournalStore
  private readonly fails: (posted: string[]) => boolean

  constructor(inner: JournalStore, fails: (keys: string[]) => boolean = () => false) {
    this.inner = inner
    this.fails = fails
  }

  transact<T>(work: (session: JournalSession) => Promise<T>): Promise<T> {
    const keys: string[] = []
    return this.inner.transact(async (session) => {
      const watching: JournalSession = Object.create(session, {
        append: {
          value: async (community: string, batch: Parameters<JournalSession['append']>[1]) => {
            keys.push(...batch.transactions.map((each) => each.idempotencyKey))
            await session.append(community, batch)
          }
        }
      })
      const result = await work(watching)
      this.batches.push(keys.length)
      if (this.fails(keys)) throw new Error('the disk is full')
      return result
    })
  }
}

t.test('commands that arrive while a batch is being committed form the next, in their order', async (t) => {
  const store = new FailingStore(new MemoryStore())
  const books = new Books(store)
  const queue = new CommitQueue({ store, clock, mostTogether: 3 })
  const commands = Array.from({ length: 8 }, (_, index) => books.command(award(index + 1)))
  const outcomes = await Promise.all(commands.map((command) => queue.submit(command)))
  t.same(outcomes.map(brief), [1, 2, 3, 4, 5, 6, 7, 8].map((number) => `posted ${number}`))
  t.same(store.batches, [3, 3, 2])
})

t.test('an idle queue commits at once, one command alone', async (t) => {
  const store = new FailingStore(new MemoryStore())
  const books = new Books(store)
  await books.post(award(1))
  await books.post(award(2))
  t.same(store.batches, [1, 1])
})

t.test('nobody is answered before the batch is committed', async (t) => {
  const order: string[] = []
  const inner = new MemoryStore()
  const store: JournalStore = {
    transact: async (work) => {
      const result = await inner.transact(work)
      await new Promise((resolve) => setTimeout(resolve, 10))
      order.push('committed')
      return result
    }
  }
  const books = new Books(store)
  await books.submit(award(1)).then(() => order.push('answered'))
  t.same(order, ['committed', 'answered'])
})

for (const dialect of ['memory', 'sqlite'] as const) {
  t.test(`a batch that fails is replayed one by one, and only what is at fault fails (${dialect})`, async (t) => {
    const inner = (await openBooks(t, dialect)).store
    const store = new FailingStore(inner, (keys) => keys.includes('poison'))
    const books = new Books(store)
    const results = await Promise.allSettled([
      books.submit(award(1)),
      books.submit(award(2), { idempotencyKey: 'poison' }),
      books.submit({ action: 'gift', from: 1, to: 3, points: 100 }),
      books.submit({ action: 'gift', from: 2, to: 3, points: 100 })
    ])
    t.same(results.map((each) => (each.status === 'rejected' ? (each.reason as Error).message : brief(each.value))), [
      'posted 1', 'the disk is full', 'posted 2', 'insufficient_points'
    ])
    t.same(store.batches, [3 + 1, 1, 1, 1, 0])
    t.equal((await books.everything()).head.lastNumber, 2)
    t.equal(brief(await books.submit(award(4))), 'posted 3', 'and the queue goes on')
  })

  t.test(`a policy of a batch that was rolled back is forgotten (${dialect})`, async (t) => {
    const inner = (await openBooks(t, dialect)).store
    const store = new FailingStore(inner, (keys) => keys.includes('poison'))
    const books = new Books(store)
    const publish = (from: string, pointsPerHour: string): Promise<Outcome> =>
      books.submit({ action: 'publish_policy', from, policy: { ...POLICY, pointsPerHour } })
    await Promise.allSettled([
      books.submit(award(2), { idempotencyKey: 'poison' }),
      publish('2025-01-01', '10'),
      publish('2025-02-01', '20'),
      publish('2025-03-01', '30')
    ])
    const earn: Action = { action: 'earn', member: 1, category: '科普宣传', minutes: 60, backfilled: false }
    const earned = await Promise.all(['2025-01-15', '2025-02-15', '2025-03-15'].map((serviceDate) => books.post(earn, { serviceDate })))
    t.same(earned.map((each) => [each.policyVersion, each.entries[2]?.amount]), [[1, 1000], [2, 2000], [3, 3000]])
  })
}

t.test('past the bound of the queue the answer is busy, and nothing is kept of it', async (t) => {
  const store = new MemoryStore()
  const books = new Books(store)
  const queue = new CommitQueue({ store, clock, mostWaiting: 2 })
  const outcomes = await Promise.all([1, 2, 3, 4].map((member) => queue.submit(books.command(award(member)))))
  t.same(outcomes.map(brief), ['posted 1', 'posted 2', 'busy', 'busy'])
  t.equal(brief(await queue.submit(books.command(award(3)))), 'posted 3')
  t.equal(queue.length, 0)
})

t.test('commands of several communities are committed together and numbered each for itself', async (t) => {
  const store = new FailingStore(new MemoryStore())
  const books = new Books(store)
  const outcomes = await Promise.all(['b', 'a', 'b', 'c'].map((community) => books.submit(award(1), { community })))
  t.same(outcomes.map(brief), ['posted 1', 'posted 1', 'posted 2', 'posted 1'])
  t.same(store.batches, [4])
})

t.test('drain waits for everything that was submitted', async (t) => {
  const books = new Books(new MemoryStore())
  let answered = 0
  for (let member = 1; member <= 300; member++) void books.submit(award(member)).then(() => answered++)
  await books.queue.drain()
  await Promise.resolve()
  t.equal(answered, 300)
})
