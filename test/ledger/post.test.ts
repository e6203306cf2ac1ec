import t from 'tap'
import type { Action } from '../../src/ledger/command.ts'
import type { Outcome } from '../../src/ledger/post.ts'
import { onEveryStore, POLICY } from './books.ts'

const award: Action = { action: 'award', member: 1, rule: 'r', points: 100 }

function brief(outcome: Outcome): string {
  return outcome.refused ? outcome.code : `${outcome.replayed ? 'again' : 'posted'} ${outcome.transactions.map((each) => each.number).join(' ')}`
}

onEveryStore(t, 'the same key and request gives the first answer again, and posts nothing', async (t, books) => {
  const first = await books.submit(award, { idempotencyKey: 'k' })
  const before = await books.everything()
  const again = await books.submit(award, { idempotencyKey: 'k' })
  t.same(again, { ...first, replayed: true })
  t.same(await books.everything(), before)
})

onEveryStore(t, 'the first answer holds even where the request would be refused by now', async (t, books) => {
  await books.post(award)
  const donate: Action = { action: 'donate', member: 1, purpose: 'general', points: 100 }
  const first = await books.submit(donate, { idempotencyKey: 'k' })
  await books.post({ action: 'close_period', through: '2025-04-30' }, { today: '2025-05-02' })
  t.same(await books.submit(donate, { idempotencyKey: 'k' }), { ...first, replayed: true })
})

onEveryStore(t, 'the same key for another request is refused', async (t, books) => {
  await books.post(award, { idempotencyKey: 'k' })
  t.equal(await books.refused({ ...award, points: 101 } as Action, { idempotencyKey: 'k' }), 'key_reused')
  t.equal(await books.refused({ action: 'expire', member: 1 }, { idempotencyKey: 'k' }), 'key_reused')
})

onEveryStore(t, 'an answer of several transactions comes back whole and in order', async (t, books) => {
  await books.member(1, 100, '2025-03-19')
  await books.member(1, 100)
  const donate: Action = { action: 'donate', member: 1, purpose: 'general', points: 10 }
  const first = await books.submit(donate, { idempotencyKey: 'k' })
  t.equal(brief(first), 'posted 3 4')
  t.same(await books.submit(donate, { idempotencyKey: 'k' }), { ...first, replayed: true })
  await books.member(1, 50, '2025-03-22')
  const hold = await books.post({ action: 'hold', member: 1, points: 60 })
  books.today = '2025-04-01'
  const release: Action = { action: 'release', hold: hold.number }
  const released = await books.submit(release, { idempotencyKey: 'r' })
  t.equal(brief(released), 'posted 7 8')
  t.same(await books.submit(release, { idempotencyKey: 'r' }), { ...released, replayed: true })
})

onEveryStore(t, 'a recovery that only expires something is replayed as well', async (t, books) => {
  await books.member(1, 100, '2025-03-19')
  const first = await books.submit({ action: 'recover', member: 1 }, { idempotencyKey: 'k' })
  t.equal(brief(first), 'posted 2')
  t.equal(brief(await books.submit({ action: 'recover', member: 1 }, { idempotencyKey: 'k' })), 'again 2')
})

onEveryStore(t, 'a key that looks like another one with an ending is refused, not mistaken', async (t, books) => {
  await books.member(1, 100, '2025-03-19')
  await books.member(1, 100)
  const donate: Action = { action: 'donate', member: 1, purpose: 'general', points: 10 }
  await books.post(donate, { idempotencyKey: 'k' })
  t.equal(await books.refused(award, { idempotencyKey: 'k#expire' }), 'key_reused')
  await books.post({ ...award, member: 2 } as Action, { idempotencyKey: 'j#expire' })
  t.equal(await books.refused(donate, { idempotencyKey: 'j' }), 'key_reused')
  const together = await Promise.all([
    books.submit({ ...award, member: 3 } as Action, { idempotencyKey: 'm#expire' }),
    books.submit(donate, { idempotencyKey: 'm' })
  ])
  t.same(together.map(brief), ['posted 6', 'key_reused'])
})

onEveryStore(t, 'a key is replayed and refused within one batch', async (t, books) => {
  const outcomes = await Promise.all([
    books.submit(award, { idempotencyKey: 'k' }),
    books.submit(award, { idempotencyKey: 'k' }),
    books.submit({ ...award, points: 5 } as Action, { idempotencyKey: 'k' }),
    books.submit(award, { idempotencyKey: 'l' })
  ])
  t.same(outcomes.map(brief), ['posted 1', 'again 1', 'key_reused', 'posted 2'])
})

onEveryStore(t, 'a refusal does not use up its key, alone or within a batch', async (t, books) => {
  const donate: Action = { action: 'donate', member: 1, purpose: 'general', points: 100 }
  t.equal(await books.refused(donate, { idempotencyKey: 'k' }), 'insufficient_points')
  const outcomes = await Promise.all([
    books.submit(donate, { idempotencyKey: 'k' }),
    books.submit(award),
    books.submit(donate, { idempotencyKey: 'k' })
  ])
  t.same(outcomes.map(brief), ['insufficient_points', 'posted 1', 'posted 2'])
})

onEveryStore(t, 'what posts nothing answers with nothing, and its key may still post later', async (t, books) => {
  const expire: Action = { action: 'expire', member: 1 }
  t.equal(brief(await books.submit(expire, { idempotencyKey: 'k' })), 'posted ')
  await books.member(1, 100, '2025-03-19')
  t.equal(brief(await books.submit(expire, { idempotencyKey: 'k' })), 'posted 2')
})

onEveryStore(t, 'keys of one community say nothing to another', async (t, books) => {
  const other = `${books.community}-other`
  const outcomes = await Promise.all([
    books.submit(award, { idempotencyKey: 'k' }),
    books.submit({ ...award, points: 7 } as Action, { idempotencyKey: 'k', community: other }),
    books.submit(award, { idempotencyKey: 'k' })
  ])
  t.same(outcomes.map(brief), ['posted 1', 'posted 1', 'again 1'])
})

onEveryStore(t, 'a batch sees what it posted itself, and its state is what the database has afterwards', async (t, books) => {
  const outcomes = await Promise.all([
    books.submit({ action: 'publish_policy', policy: POLICY }),
    books.submit(award),
    books.submit({ action: 'gift', from: 1, to: 2, points: 60 }),
    books.submit({ action: 'gift', from: 1, to: 2, points: 60 }),
    books.submit({ action: 'hold', member: 2, points: 60 }),
    books.submit({ action: 'release', hold: 4 }),
    books.submit({ action: 'reverse', number: 3, reason: 'other' })
  ])
  t.same(outcomes.map(brief), ['posted 1', 'posted 2', 'posted 3', 'insufficient_points', 'posted 4', 'posted 5', 'posted 6'])
  t.same(await books.balances('P2101.1', 'P2101.2', 'P2102.2.4'), { 'P2101.1': 100, 'P2101.2': 0, 'P2102.2.4': 0 })
})
