import t from 'tap'
import { CommitQueue } from '../../src/ledger/commit-queue.ts'
import type { Outcome } from '../../src/ledger/post.ts'
import { onEveryStore } from './books.ts'

const clock = { now: () => Date.parse('2025-03-20T02:00:00Z') }

function numbersOf(outcome: Outcome): number[] {
  if (outcome.refused) throw new Error(`refused: ${outcome.code}`)
  return outcome.transactions.map((each) => each.number)
}

onEveryStore(t, 'what another writer posted in between is seen by the next batch', async (t, books) => {
  await books.member(1, 10_000)
  await books.member(2, 1)
  const other = new CommitQueue({ store: books.store, clock })
  const give = (points: number) => books.command({ action: 'gift', from: 1, to: 2, points })

  await books.post({ action: 'gift', from: 1, to: 2, points: 1000 })
  t.same(numbersOf(await other.submit(give(2000))), [4], 'the other one reads what the first left')
  t.same(numbersOf(await books.queue.submit(give(3000))), [5], 'and the first what the other left')
  const short = await other.submit(give(4001))
  t.match(short, { refused: true, code: 'insufficient_points' })
  t.same(numbersOf(await other.submit(give(4000))), [6])
  t.match(await books.queue.submit(give(1)), { refused: true, code: 'insufficient_points' })
  t.same(await books.balances('P2101.1', 'P2101.2'), { 'P2101.1': 0, 'P2101.2': 10_001 })
})

onEveryStore(t, 'a batch that fails leaves nothing in memory', async (t, books) => {
  await books.member(1, 10_000)
  await books.member(2, 1)
  let fails = false
  const queue = new CommitQueue({
    clock,
    store: {
      transact: (work) =>
        books.store.transact(async (session) => {
          const result = await work(session)
          if (fails) throw new Error('the disk is full')
          return result
        })
    }
  })
  const give = (points: number) => queue.submit(books.command({ action: 'gift', from: 1, to: 2, points }))
  t.same(numbersOf(await give(1000)), [3])
  fails = true
  await t.rejects(give(2000), { message: 'the disk is full' })
  fails = false
  t.same(numbersOf(await give(9000)), [4], 'the points of the failed gift are still there')
  t.same(await books.balances('P2101.1', 'P2101.2'), { 'P2101.1': 0, 'P2101.2': 10_001 })
})
