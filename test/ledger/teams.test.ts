import fc from 'fast-check'
import t from 'tap'
import type { Transaction } from '../../src/journal/transaction.ts'
import type { Action } from '../../src/ledger/command.ts'
import { teamContent } from '../../src/ledger/team-content.ts'
import { type Books, onEveryStore, openBooks, POLICY, shown, shownLots } from './books.ts'

const earning = (more: object): object => ({ pointsPerHour: '10', categoryCoefficients: { 科普宣传: '1.0', 老人陪护: '1.5' }, stepMinutes: 30, dayCapMinutes: 480, ...more })
const split = (groupSplit: 'equal' | 'by_minutes', more: object = {}): object => ({ earning: earning({ groupHours: 'members', groupSplit, ...more }), keeping: { validity: 'months', validMonths: 36 } })

function served(members: [number: number, minutes: number][], more: Partial<Extract<Action, { action: 'earn_team' }>> = {}): Action {
  return { action: 'earn_team', team: '红马甲', category: '科普宣传', members: members.map(([member, minutes]) => ({ member, minutes })), backfilled: false, ...more }
}

onEveryStore(t, 'a team’s minutes are the team’s, and its points are split by minutes, the odd hundredth to who comes first', async (t, books) => {
  await books.post({ action: 'publish_policy', policy: split('by_minutes', { categoryCoefficients: { 科普宣传: '0.99' }, stepMinutes: 1 }) })
  const earned = await books.post(served([[3, 60], [1, 61], [2, 20]]))
  // 141 minutes ÷ 60 × 10 × 0.99 = 23.265, down to 23.26; 9.897…, 10.062…, 3.299… leave one hundredth over.
  t.same(shown(earned), ['Dr M6101.科普宣传 141', 'Cr M6203.红马甲 141', 'Dr P5101.科普宣传 23.26', 'Cr P2101.3 9.90', 'Cr P2101.1 10.07', 'Cr P2101.2 3.29'])
  t.match(earned, { kind: 'earn_team', minutes: 141, convertibleMinutes: 141, memberNumber: null, summaryCode: 'earn_team.split' })
  t.same(shownLots(earned), ['P2101.3 2028-03-20 990', 'P2101.1 2028-03-20 1007', 'P2101.2 2028-03-20 329'])
  t.same(await books.balances('M6203.红马甲', 'M6201.1'), { 'M6203.红马甲': 141, 'M6201.1': 0 })
})

onEveryStore(t, 'an equal split leaves out who brought nothing that converts', async (t, books) => {
  await books.post({ action: 'publish_policy', policy: split('equal') })
  const earned = await books.post(served([[1, 90], [2, 29], [3, 30], [4, 60]]))
  t.same(shown(earned), ['Dr M6101.科普宣传 209', 'Cr M6203.红马甲 209', 'Dr P5101.科普宣传 30.00', 'Cr P2101.1 10.00', 'Cr P2101.3 10.00', 'Cr P2101.4 10.00'])
})

onEveryStore(t, 'what a group may only donate goes to the pool', async (t, books) => {
  await books.post({ action: 'publish_policy', policy: { earning: earning({ groupHours: 'donated' }) } })
  const earned = await books.post(served([[1, 60], [2, 90]]))
  t.same(shown(earned), ['Dr M6101.科普宣传 150', 'Cr M6203.红马甲 150', 'Dr P5101.科普宣传 25.00', 'Cr P2103.general 25.00'])
  t.equal(earned.summaryCode, 'earn_team.donated')
  const reversal = await books.post({ action: 'reverse', number: earned.number, reason: 'clerk_error' })
  t.same(shown(reversal), ['Cr M6101.科普宣传 150', 'Dr M6203.红马甲 150', 'Cr P5101.科普宣传 25.00', 'Dr P2103.general 25.00'])
})

onEveryStore(t, 'a part pays what is to be recovered first, and over the balance cap it goes to the pool', async (t, books) => {
  await books.post({ action: 'publish_policy', policy: split('equal', { balanceCapPoints: '100', balanceExcessGoesTo: 'donation_pool' }) })
  const first = await books.post({ action: 'earn', member: 1, category: '科普宣传', minutes: 60, backfilled: false })
  await books.post({ action: 'gift', from: 1, to: 3, points: 1000 })
  await books.post({ action: 'reverse', number: first.number, reason: 'clerk_error' })
  await books.member(2, 9500)
  const earned = await books.post(served([[1, 120], [2, 120]]))
  t.same(shown(earned).slice(2), ['Dr P5101.科普宣传 40.00', 'Cr P1301.1 10.00', 'Cr P2101.1 10.00', 'Cr P2101.2 5.00', 'Cr P2103.general 15.00'])
})

onEveryStore(t, 'what somebody did alone and in teams counts together against the daily cap, in either order', async (t, books) => {
  await books.post({ action: 'publish_policy', policy: split('by_minutes') })
  await books.post({ action: 'earn', member: 1, category: '科普宣传', minutes: 420, backfilled: false })
  const earned = await books.post(served([[1, 120], [2, 120]]))
  t.same(teamContent(earned).members.map((each) => each.convertibleMinutes), [60, 120])
  const alone = await books.post({ action: 'earn', member: 2, category: '科普宣传', minutes: 480, backfilled: false })
  t.equal(alone.convertibleMinutes, 360)
  await books.post({ action: 'reverse', number: earned.number, reason: 'clerk_error' })
  const after = await books.post({ action: 'earn', member: 2, category: '科普宣传', minutes: 480, backfilled: false })
  t.equal(after.convertibleMinutes, 120, 'what was reversed uses nothing')
})

onEveryStore(t, 'reversing a team’s service takes back every part, and what was spent is to be recovered', async (t, books) => {
  await books.post({ action: 'publish_policy', policy: split('by_minutes') })
  const earned = await books.post(served([[1, 60], [2, 60]]))
  await books.post({ action: 'donate', member: 2, purpose: 'general', points: 400 })
  const reversal = await books.post({ action: 'reverse', number: earned.number, reason: 'clerk_error' })
  t.same(shown(reversal), [
    'Cr M6101.科普宣传 120', 'Dr M6203.红马甲 120', 'Cr P5101.科普宣传 20.00', 'Dr P2101.1 10.00', 'Dr P2101.2 6.00', 'Dr P1301.2 4.00'
  ])
  t.same(await books.balances('M6203.红马甲', 'P2101.1', 'P2101.2', 'P1301.2'), { 'M6203.红马甲': 0, 'P2101.1': 0, 'P2101.2': 0, 'P1301.2': 400 })
})

onEveryStore(t, 'what of the members has expired is posted before, and the same key gives the first answer', async (t, books) => {
  await books.post({ action: 'publish_policy', policy: split('by_minutes') }, { serviceDate: undefined })
  for (const member of [1, 2]) await books.member(member, 700, '2025-03-19')
  const base = { idempotencyKey: 'team-once' }
  const posted = await books.postAll(served([[1, 60], [2, 60]]), base)
  t.same(posted.map((each) => each.kind), ['expire', 'expire', 'earn_team'])
  const again = await books.submit(served([[1, 60], [2, 60]]), base)
  t.match(again, { replayed: true, transactions: posted.map(({ number }) => ({ number })) })
  t.match(await books.submit(served([[1, 61], [2, 60]]), base), { code: 'key_reused' })
})

onEveryStore(t, 'a team without members, a member named twice and a bad code are refused', async (t, books) => {
  t.equal(await books.refused(served([[1, 60]])), 'no_policy')
  await books.post({ action: 'publish_policy', policy: split('equal') })
  t.equal(await books.refused(served([])), 'empty_request')
  t.equal(await books.refused(served([[1, 60], [1, 30]])), 'member_twice')
  t.equal(await books.refused(served([[1, 60]], { team: 'a.b' })), 'bad_code')
  t.equal(await books.refused(served([[1, 60]], { category: '唱歌' })), 'unknown_category')
  t.equal(await books.refused(served([[1, 0]])), 'bad_amount')
})

t.test('the parts of a team’s split always add up, whatever the rule', async (t) => {
  const part = fc.record({ member: fc.integer({ min: 1, max: 9 }), minutes: fc.integer({ min: 1, max: 500 }) })
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(part, { minLength: 1, maxLength: 7, selector: ({ member }) => member }),
      fc.constantFrom('equal' as const, 'by_minutes' as const),
      fc.constantFrom('0.33', '1', '1.7'),
      fc.constantFrom(1, 7, 30),
      async (members, groupSplit, coefficient, stepMinutes) => {
        const books = await openBooks(t, 'memory')
        await books.post({ action: 'publish_policy', policy: split(groupSplit, { categoryCoefficients: { 科普宣传: coefficient }, stepMinutes }) })
        const earned = await books.post({ action: 'earn_team', team: 'a', category: '科普宣传', members, backfilled: false })
        holdsTogether(earned, members.map(({ member }) => member))
      }
    ),
    { numRuns: 200 }
  )
  t.pass()
})

function holdsTogether({ entries, minutes, convertibleMinutes, content }: Transaction, members: number[]): void {
  const sumOf = (code: string): number => entries.reduce((sum, { accountId, amount }) => sum + (accountId.startsWith(code) ? amount : 0), 0)
  if (sumOf('P5101') !== -sumOf('P2101')) throw new Error('the parts are not the whole')
  if (sumOf('M6101') !== minutes || -sumOf('M6203') !== minutes) throw new Error('the minutes are not the team’s')
  const parts = teamContent({ content }).members
  if (parts.reduce((sum, each) => sum + each.convertibleMinutes, 0) !== convertibleMinutes) throw new Error('the convertible minutes do not add up')
  if (JSON.stringify(parts.map(({ member }) => member)) !== JSON.stringify(members)) throw new Error('somebody is missing')
}

const keeping = (more: object): object => ({ keeping: more })

async function twoLots(books: Books): Promise<void> {
  await books.post({ action: 'open', member: { number: 1, lots: [{ points: 3000, expiresOn: '2025-12-31' }, { points: 1000, expiresOn: '2026-12-31' }], minutes: 60, honoraryMinutes: 0 } })
}

onEveryStore(t, 'points of the dead go to who succeeds, with the expiry they had; the hours stay', async (t, books) => {
  await books.post({ action: 'publish_policy', policy: keeping({ atDeath: 'succeed' }) })
  await twoLots(books)
  const done = await books.post({ action: 'succeed', from: 1, to: 2, because: 'death' })
  t.same(shown(done), ['Dr P2101.1 40.00', 'Cr P2101.2 40.00'])
  t.same(await books.lots('P2101.2'), ['2025-12-31 3000', '2026-12-31 1000'])
  t.match(done, { kind: 'succeed', summaryCode: 'succeed.succeed', memberNumber: 1, policyVersion: 1, content: '{"because":"death","to":2}' })
  t.same(await books.balances('P2101.1', 'M6201.1', 'M6201.2'), { 'P2101.1': 0, 'M6201.1': 60, 'M6201.2': 0 })
  t.equal(await books.refused({ action: 'succeed', from: 1, to: 2, because: 'death' }), 'nothing_to_succeed')
  const reversal = await books.post({ action: 'reverse', number: done.number, reason: 'clerk_error' })
  t.same(shown(reversal), ['Cr P2101.1 40.00', 'Dr P2101.2 40.00'])
  t.same(await books.lots('P2101.1'), ['2025-12-31 3000', '2026-12-31 1000'])
})

onEveryStore(t, 'points of who moves away are donated, those of a closing account lapse, as the policy says', async (t, books) => {
  await books.post({ action: 'publish_policy', policy: keeping({ atMove: 'donate', atClosing: 'lapse' }) })
  await twoLots(books)
  t.equal(await books.refused({ action: 'succeed', from: 1, to: 2, because: 'move' }), 'successor_not_wanted')
  const donated = await books.post({ action: 'succeed', from: 1, because: 'move' })
  t.same(shown(donated), ['Dr P2101.1 40.00', 'Cr P2103.general 40.00'])
  await books.member(2, 500)
  t.same(shown(await books.post({ action: 'succeed', from: 2, because: 'closing' })), ['Dr P2101.2 5.00', 'Cr P4102 5.00'])
})

onEveryStore(t, 'what the dead still owed is recovered first, and what had expired is nobody’s', async (t, books) => {
  await books.post({ action: 'publish_policy', policy: { ...keeping({ atDeath: 'succeed' }), earning: earning({}) } })
  const earned = await books.post({ action: 'earn', member: 1, category: '科普宣传', minutes: 60, backfilled: false })
  await books.post({ action: 'donate', member: 1, purpose: 'general', points: 1000 })
  await books.post({ action: 'reverse', number: earned.number, reason: 'clerk_error' })
  await books.member(1, 300, '2025-03-19')
  await books.member(1, 1500, '2026-01-31')
  const [expired, done] = await books.postAll({ action: 'succeed', from: 1, to: 2, because: 'death' })
  t.same(shown(expired as Transaction), ['Dr P2101.1 3.00', 'Cr P4102 3.00'])
  t.same(shown(done as Transaction), ['Dr P2101.1 15.00', 'Cr P1301.1 10.00', 'Cr P2101.2 5.00'])
})

onEveryStore(t, 'a succession that the policy has not chosen, of a frozen account, or to oneself is refused', async (t, books) => {
  await twoLots(books)
  t.equal(await books.refused({ action: 'succeed', from: 1, to: 2, because: 'death' }), 'disposition_not_chosen')
  await books.post({ action: 'publish_policy', policy: keeping({ atDeath: 'succeed' }) })
  t.equal(await books.refused({ action: 'succeed', from: 1, because: 'death' }), 'successor_required')
  t.equal(await books.refused({ action: 'succeed', from: 1, to: 2, because: 'move' }), 'disposition_not_chosen')
  t.equal(await books.refused({ action: 'succeed', from: 1, to: 1, because: 'death' }), 'same_member')
  await books.post({ action: 'freeze', account: 'P2101.1', reason: 'other' })
  t.equal(await books.refused({ action: 'succeed', from: 1, to: 2, because: 'death' }), 'account_frozen')
})

onEveryStore(t, 'an award by rule is limited a day, a month and a year, however many come at once', async (t, books) => {
  await books.post({ action: 'publish_policy', policy: POLICY })
  const award = (limits: object, rule = '文明'): Action => ({ action: 'award', member: 1, rule, points: 100, limits })
  const outcomes = await Promise.all(Array.from({ length: 8 }, () => books.submit(award({ perDay: 3 }))))
  t.same(outcomes.map((each) => (each.refused ? each.code : 'posted')).sort(), [...Array(5).fill('award_day_limit'), 'posted', 'posted', 'posted'])
  t.equal(await books.refused(award({ perDay: 9, perMonth: 3 })), 'award_month_limit')
  t.equal(await books.refused(award({ perMonth: 9, perYear: 3 })), 'award_year_limit')
  await books.post(award({ perDay: 1 }, '分类'))
  t.same(await books.balances('P5103.文明', 'P5103.分类'), { 'P5103.文明': 300, 'P5103.分类': 100 })
  const [first] = outcomes.flatMap((each) => (each.refused ? [] : each.transactions))
  await books.post({ action: 'reverse', number: first?.number ?? 0, reason: 'clerk_error' })
  await books.post(award({ perDay: 3 }))
  t.equal(await books.refused(award({ perDay: 3 })), 'award_day_limit', 'only what was reversed is free again')
})
