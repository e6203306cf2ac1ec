import t from 'tap'
import { LOTS_AT_FIRST, LotBook } from '../../src/ledger/lot-book.ts'
import type { Lot } from '../../src/ledger/lots.ts'
import { onEveryStore, POLICY } from './books.ts'

const MANY = LOTS_AT_FIRST * 3

/** The last day of the n-th lot, each a day after the one before. */
const lastDay = (n: number): string => new Date(Date.UTC(2028, 0, n)).toISOString().slice(0, 10)

onEveryStore(t, 'an account with more lots than are read at first spends them in order, across the batch and beyond it', async (t, books) => {
  await books.post({ action: 'publish_policy', policy: POLICY })
  for (let n = MANY; n >= 1; n--) await books.post({ action: 'award', member: 1, rule: 'test', points: 100, expiresOn: lastDay(n) })
  await books.post({ action: 'gift', from: 1, to: 2, points: 150 })
  t.same(await books.lots('P2101.2'), [`${lastDay(1)} 100`, `${lastDay(2)} 50`])
  // More than the first lots hold, in the same batch as a gift back that goes on with a lot far behind.
  const outcomes = await Promise.all([
    books.submit({ action: 'gift', from: 1, to: 3, points: 100 * (LOTS_AT_FIRST + 4) }),
    books.submit({ action: 'gift', from: 3, to: 1, points: 70 }),
    books.submit({ action: 'gift', from: 2, to: 1, points: 150 })
  ])
  t.same(outcomes.map((outcome) => outcome.refused ?? false), [false, false, false])
  t.same(await books.lots('P2101.1'), [
    `${lastDay(1)} 100`, `${lastDay(2)} 100`, `${lastDay(3)} 20`, `${lastDay(LOTS_AT_FIRST + 6)} 50`,
    ...Array.from({ length: MANY - LOTS_AT_FIRST - 6 }, (_, index) => `${lastDay(LOTS_AT_FIRST + 7 + index)} 100`)
  ])
  const all = 100 * MANY
  const { 'P2101.1': one = 0, 'P2101.2': two = 0, 'P2101.3': three = 0 } = await books.balances('P2101.1', 'P2101.2', 'P2101.3')
  t.equal(one + two + three, all)
  t.equal(two, 0)
})

onEveryStore(t, 'what comes back into a lot behind the first ones is one lot again', async (t, books) => {
  await books.post({ action: 'publish_policy', policy: POLICY })
  for (let n = 1; n <= MANY; n++) await books.post({ action: 'award', member: 1, rule: 'test', points: 100, expiresOn: lastDay(n) })
  const hold = await books.post({ action: 'hold', member: 1, points: 100 * MANY - 30 })
  t.same(await books.lots('P2101.1'), [`${lastDay(MANY)} 30`])
  await books.post({ action: 'release', hold: hold.number })
  t.same(await books.lots('P2101.1'), Array.from({ length: MANY }, (_, index) => `${lastDay(index + 1)} 100`))
})

t.test('a book of lots says what it does not know, and what the batch changed outlasts what the database gives later', async (t) => {
  const rows = Array.from({ length: 5 }, (_, index): Lot => ({ expiresOn: lastDay(index + 1), originNumber: 1, originLine: 1, remaining: 10 }))
  const at = (day: number): Omit<Lot, 'remaining'> => ({ expiresOn: lastDay(day), originNumber: 1, originLine: 1 })
  const book = new LotBook(rows.slice(0, 2), false)
  t.equal(book.all(), undefined)
  t.equal(book.before(lastDay(3)), undefined, 'a lot that expires on the second day may follow')
  t.equal(book.before(lastDay(2))?.length, 1)
  t.equal(book.covering('', 21), undefined)
  t.equal(book.covering('', 20)?.length, 2)
  t.equal(book.remaining(at(4)), undefined)
  t.equal(book.remaining(at(2)), 10)
  t.equal(book.remaining({ ...at(1), originLine: 9 }), 0, 'between known lots there is none')
  book.learn({ ...at(4), remaining: 10 })
  book.set({ ...at(4), remaining: 3 })
  book.learn({ ...at(4), remaining: 10 })
  t.equal(book.remaining(at(4)), 3)
  book.set({ ...at(1), remaining: 0 })
  book.set({ ...at(9), remaining: 7 })
  book.complete(rows)
  t.same(book.all()?.map((lot) => `${lot.expiresOn} ${lot.remaining}`), [
    `${lastDay(2)} 10`, `${lastDay(3)} 10`, `${lastDay(4)} 3`, `${lastDay(5)} 10`, `${lastDay(9)} 7`
  ])
})
