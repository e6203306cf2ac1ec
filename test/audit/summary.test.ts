import { eq, and } from 'drizzle-orm'
import fc from 'fast-check'
import t, { type Test } from 'tap'
import type { DateRange } from '../../src/audit/audit-source.ts'
import { withAuditSource } from '../../src/audit/store-source.ts'
import { summarizeBooks } from '../../src/audit/summarize-books.ts'
import type { Figures } from '../../src/audit/summary-figures.ts'
import { sumFigures } from '../../src/audit/summary-figures.ts'
import { type Summary, summarizeArea, summarizeCommunity, summaryJson } from '../../src/audit/summary.ts'
import { tallyRange, trialBalance } from '../../src/audit/trial-balance.ts'
import { createArea } from '../../src/communities/areas.ts'
import { createCommunity, type Service } from '../../src/communities/communities.ts'
import { createMember } from '../../src/communities/members.ts'
import { decodeTransaction } from '../../src/journal/canonical.ts'
import type { Transaction } from '../../src/journal/transaction.ts'
import type { Action } from '../../src/ledger/command.ts'
import { commandsOf, program, type Step } from '../model/programs.ts'
import { Books, POLICY } from '../ledger/books.ts'
import { codeOf, granted, onEveryService } from '../communities/open-service.ts'

const ALWAYS: DateRange = { from: '1900-01-01', to: '9999-12-31' }
const HOMES: [string | null, string | null][] = [['第1网格', '3幢'], ['第1网格', '12幢'], ['第2网格', '3幢'], [null, null]]

async function openTree(service: Service): Promise<void> {
  granted(await createArea(service, { areaId: 'district', level: 'district', parentId: null, name: '玄武区' }))
  for (const areaId of ['north', 'south', 'empty']) granted(await createArea(service, { areaId, level: 'subdistrict', parentId: 'district', name: areaId }))
  for (const [communityId, areaId] of [['one', 'north'], ['two', 'north'], ['three', 'south'], ['none', undefined]] as const) {
    granted(await createCommunity(service, { communityId, name: communityId, timeZone: 'Asia/Shanghai', areaId }))
    for (const [index, [grid, building]] of HOMES.entries()) granted(await createMember(service, communityId, { card: `C${index}`, name: '某', grid, building }))
  }
}

async function post(service: Service, communityId: string, steps: Step[]): Promise<void> {
  for (const batch of commandsOf(steps, communityId)) await Promise.all(batch.map((command) => service.bank.ledger.submit(command)))
}

interface Otherwise {
  figures: Omit<Figures, 'members' | 'activeVolunteers'>
  /** All that M6101 says was given. */
  servedMinutes: bigint
}

/** The figures of a range as the trial balance and the transactions themselves say, found without the summary's queries. */
async function otherwise(service: Service, communityId: string, range: DateRange): Promise<Otherwise> {
  return withAuditSource(service.bank.store, communityId, async (source) => {
    const { lines } = trialBalance(await tallyRange(source, range), 'code')
    const sum = (column: 'closing' | 'moved', ...codes: string[]): bigint =>
      lines
        .filter((line) => codes.includes(line.code))
        .reduce((all, line) => all + (line.side === 'debit' ? 1n : -1n) * (column === 'closing' ? line.closing : line.closing - line.opening), 0n)
    const of = new Map<number, Transaction>()
    for await (const row of source.sealed(ALWAYS, 'number')) of.set(row.number, decodeTransaction(row.canonical))
    const within = [...of.values()].filter((each) => each.entries.length > 0 && each.businessDate >= range.from && each.businessDate <= range.to)
    const kindOf = (each: Transaction): string => (each.reverses === null ? each : (of.get(each.reverses) as Transaction)).kind
    const services = within.filter((each) => ['earn', 'record_honorary', 'earn_team'].includes(kindOf(each)))
    const carriedIn = { M6201: 0n, M6202: 0n }
    for (const { accountId, amount } of within.filter((each) => kindOf(each) === 'opening').flatMap((each) => each.entries)) {
      const code = accountId.slice(0, 5)
      if (code === 'M6201' || code === 'M6202') carriedIn[code] -= BigInt(amount)
    }
    const figures = {
      serviceRecords: BigInt(services.reduce((all, each) => all + (each.reverses === null ? 1 : -1), 0)),
      verifiedMinutes: sum('moved', 'M6201') - carriedIn.M6201,
      honoraryMinutes: sum('moved', 'M6202') - carriedIn.M6202,
      teamMinutes: sum('moved', 'M6203'),
      carriedInMinutes: sum('moved', 'M3102'),
      pointsIssued: sum('moved', 'P5101', 'P5102', 'P5103'),
      pointsCarriedIn: sum('moved', 'P3101'),
      pointsRedeemed: sum('moved', 'P4101', 'P4104'),
      pointsExpired: sum('moved', 'P4102'),
      pointsForfeited: sum('moved', 'P4103'),
      goodsRedeemed: sum('moved', 'G1102'),
      transactions: BigInt(within.length),
      pointsOutstanding: sum('closing', 'P2101', 'P2102'),
      donatedPool: sum('closing', 'P2103')
    }
    return { figures, servedMinutes: sum('moved', 'M6101') }
  })
}

async function addsUp(t: Test, service: Service, range: DateRange): Promise<void> {
  const { store } = service.bank
  const of: Record<string, Figures> = {}
  for (const communityId of ['one', 'two', 'three', 'none']) {
    const by = async (part: 'grid' | 'building'): Promise<Summary> => granted(await summarizeCommunity(store, communityId, { range, by: part }))
    const grids = await by('grid')
    const buildings = await by('building')
    t.same(buildings.total, grids.total, `${communityId}: buildings and grids come to the same`)
    for (const { place, figures } of grids.rows.filter((row) => row.place.level === 'grid')) {
      const within = buildings.rows.filter((row) => row.place.level === 'building' && row.place.grid === place.name)
      t.same(sumFigures(within.map((row) => row.figures)), figures, `${communityId}: the buildings of ${place.name}`)
    }
    const { figures: said, servedMinutes } = await otherwise(service, communityId, range)
    t.match(grids.total, said, `${communityId}: and to what the books say, ${range.from} – ${range.to}`)
    const { verifiedMinutes, honoraryMinutes, teamMinutes } = grids.total
    t.equal(verifiedMinutes + honoraryMinutes + teamMinutes, servedMinutes, `${communityId}: no hour given is left out, and none counted twice`)
    t.match(grids.rows.filter(({ figures }) => figures.teamMinutes !== 0n).map(({ place }) => place.level), teamMinutes === 0n ? [] : ['common'])
    of[communityId] = grids.total
  }
  const north = granted(await summarizeArea(store, 'north', range))
  t.same(north.rows.map(({ place, figures }) => [place.id, figures]), [['one', of['one']], ['two', of['two']]])
  const district = granted(await summarizeArea(store, 'district', range))
  t.same(district.rows.map(({ place, figures }) => [place.id, figures]), [['empty', sumFigures([])], ['north', north.total], ['south', of['three']]])
  t.same(district.total, sumFigures([of['one'], of['two'], of['three']] as Figures[]), 'and the district to its communities, those outside it not counted')
}

for (const seed of [3, 2025, 47110815]) {
  onEveryService(t, `the parts add up to the whole, and the whole to the trial balances, whatever happened (${seed})`, async (t, service) => {
    await openTree(service)
    const programs = fc.sample(program, { seed, numRuns: 4 })
    for (const [index, communityId] of ['one', 'two', 'three', 'none'].entries()) await post(service, communityId, programs[index] as Step[])
    for (const range of [ALWAYS, { from: '2025-03-01', to: '2025-03-01' }, { from: '2025-03-02', to: '2025-03-31' }, { from: '2025-04-01', to: '2099-12-31' }]) {
      await addsUp(t, service, range)
    }
  })
}

onEveryService(t, 'however few are looked at together, the figures are the same', async (t, service) => {
  await openTree(service)
  const [steps] = fc.sample(program, { seed: 7, numRuns: 1 })
  await post(service, 'one', steps as Step[])
  const { store } = service.bank
  const byPlace = async (range: DateRange, together?: number) =>
    store.snapshot(async (db) => new Map((await summarizeBooks({ ...store, db }, 'one', range, together)).map((each) => [JSON.stringify(each.place), each.figures])))
  for (const range of [ALWAYS, { from: '2025-03-02', to: '2025-03-31' }]) {
    const whole = await byPlace(range)
    t.ok(whole.size >= HOMES.length)
    for (const together of [1, 2, 7]) t.same(await byPlace(range, together), whole)
  }
})

const range = { from: '2025-03-01', to: '2025-03-31' }

/** Posts on a day; the last transaction's number. */
function poster(service: Service): (today: string, action: Action) => Promise<number> {
  const maker = new Books({ transact: () => Promise.reject(new Error('only makes commands')) }, 'one')
  return async (today, action) => {
    const outcome = await service.bank.ledger.submit(maker.command(action, { today }))
    return granted(outcome).transactions.at(-1)?.number ?? 0
  }
}

const earn = (member: number): Action => ({ action: 'earn', member, category: '科普宣传', minutes: 60, backfilled: false })

async function gridOf(service: Service, name: string | null, within = range): Promise<Figures | undefined> {
  const { rows } = granted(await summarizeCommunity(service.bank.store, 'one', { range: within, by: 'grid' }))
  return rows.find(({ place }) => place.level === (name === 'common' ? 'common' : 'grid') && (name === 'common' || place.name === name))?.figures
}

onEveryService(t, 'who served and was not reversed within the range is active, once', async (t, service) => {
  await openTree(service)
  const on = poster(service)
  await on('2025-03-01', { action: 'publish_policy', policy: POLICY })
  await on('2025-03-02', earn(1))
  await on('2025-03-03', earn(1))
  const wrong = await on('2025-03-04', earn(2))
  const late = await on('2025-03-05', earn(3))
  await on('2025-03-06', { action: 'reverse', number: wrong, reason: 'clerk_error' })
  await on('2025-04-01', { action: 'reverse', number: late, reason: 'clerk_error' })
  await on('2025-04-02', { action: 'open', member: { number: 4, lots: [], minutes: 600, honoraryMinutes: 0 } })
  t.match(await gridOf(service, '第1网格'), { activeVolunteers: 1n, serviceRecords: 2n, verifiedMinutes: 120n, pointsIssued: 2000n, transactions: 4n })
  t.match(await gridOf(service, '第2网格'), { activeVolunteers: 1n, serviceRecords: 1n }, 'what was reported as of March stays as it was')
  const april = { from: '2025-04-01', to: '2025-04-30' }
  t.match(await gridOf(service, '第2网格', april), { activeVolunteers: 0n, serviceRecords: -1n, verifiedMinutes: -60n })
  t.match(await gridOf(service, null, april), { activeVolunteers: 0n, serviceRecords: 0n, verifiedMinutes: 0n, carriedInMinutes: 600n })
  t.match(await gridOf(service, '第2网格', ALWAYS), { activeVolunteers: 0n, serviceRecords: 0n })
})

const byTeam = (...members: [number, number][]): Action => ({
  action: 'earn_team', team: '红马甲', category: '科普宣传', members: members.map(([member, minutes]) => ({ member, minutes })), backfilled: false
})

onEveryService(t, 'hours of teams are a figure of their own at every level, of no member, and who served in a team is active where they live', async (t, service) => {
  await openTree(service)
  const { store } = service.bank
  const on = poster(service)
  await on('2025-03-01', { action: 'publish_policy', policy: POLICY })
  await on('2025-03-02', earn(1))
  await on('2025-03-03', byTeam([1, 60], [3, 90]))
  const wrong = await on('2025-03-04', byTeam([4, 120]))
  const late = await on('2025-03-05', byTeam([2, 30]))
  await on('2025-03-06', { action: 'reverse', number: wrong, reason: 'clerk_error' })
  t.match(await gridOf(service, 'common'), { teamMinutes: 180n, verifiedMinutes: 0n, serviceRecords: 2n, pointsIssued: 3000n, transactions: 4n })
  t.match(await gridOf(service, '第1网格'), { teamMinutes: 0n, verifiedMinutes: 60n, serviceRecords: 1n, activeVolunteers: 2n }, 'one served alone and in a team, one in a team')
  t.match(await gridOf(service, '第2网格'), { activeVolunteers: 1n, verifiedMinutes: 0n, pointsOutstanding: 1250n })
  t.match(await gridOf(service, null), { activeVolunteers: 0n }, 'what was reversed is nobody’s')
  const { total } = granted(await summarizeCommunity(store, 'one', { range, by: 'building' }))
  t.match(total, { verifiedMinutes: 60n, honoraryMinutes: 0n, teamMinutes: 180n, activeVolunteers: 3n, serviceRecords: 3n })
  const subdistrict = summaryJson(granted(await summarizeArea(store, 'north', range)))
  t.match(subdistrict, { rows: [{ id: 'one', figures: { teamMinutes: 180 } }, { id: 'two', figures: { teamMinutes: 0 } }], total: { teamMinutes: 180, verifiedMinutes: 60 } })
  const district = summaryJson(granted(await summarizeArea(store, 'district', range)))
  t.match(district, { rows: [{ id: 'empty' }, { id: 'north', figures: subdistrict.total }, { id: 'south' }], total: { teamMinutes: 180, activeVolunteers: 3 } })
  await on('2025-04-01', { action: 'reverse', number: late, reason: 'clerk_error' })
  t.match(granted(await summarizeCommunity(store, 'one', { range, by: 'grid' })).total, { teamMinutes: 180n, activeVolunteers: 3n }, 'what was reported as of March stays as it was')
  t.match(await gridOf(service, 'common', { from: '2025-04-01', to: '2025-04-30' }), { teamMinutes: -30n, serviceRecords: -1n })
  await on('2025-04-02', { action: 'merge', from: 3, into: 4 })
  t.match(await gridOf(service, '第2网格'), { activeVolunteers: 0n })
  t.match(await gridOf(service, null), { activeVolunteers: 1n }, 'and who was merged counts with the member who carries on')
})

onEveryService(t, 'a service that is partly honorary is one record', async (t, service) => {
  await openTree(service)
  const on = poster(service)
  const { categoryCoefficients, pointsPerHour } = POLICY
  await on('2025-03-01', { action: 'publish_policy', policy: { earning: { categoryCoefficients, pointsPerHour, dayCapMinutes: 45, capExcessGoesTo: 'honorary_minutes' } } })
  const both = await on('2025-03-02', earn(1))
  t.match(await gridOf(service, '第1网格'), { serviceRecords: 1n, verifiedMinutes: 45n, honoraryMinutes: 15n })
  await on('2025-03-03', { action: 'reverse', number: both, reason: 'clerk_error' })
  t.match(await gridOf(service, '第1网格'), { serviceRecords: 0n, verifiedMinutes: 0n, honoraryMinutes: 0n })
})

onEveryService(t, 'a member who moves or is merged counts where they are now, and the whole stays as it was', async (t, service) => {
  await openTree(service)
  const { store } = service.bank
  const on = poster(service)
  await on('2025-03-01', { action: 'publish_policy', policy: POLICY })
  await on('2025-03-02', earn(1))
  await on('2025-03-02', earn(3))
  await on('2025-03-03', { action: 'donate', member: 1, purpose: 'general', points: 300 })
  const whole = async () => granted(await summarizeCommunity(store, 'one', { range, by: 'building' })).total
  const before = await whole()
  t.match(await gridOf(service, '第1网格'), { members: 2n, activeVolunteers: 1n, pointsIssued: 1000n, pointsOutstanding: 700n, donatedPool: 0n })
  t.match(await gridOf(service, 'common'), { members: 0n, pointsOutstanding: 0n, donatedPool: 300n })
  await store.write((db) => db.update(store.tables.member).set({ grid: '第2网格' }).where(and(eq(store.tables.member.communityId, 'one'), eq(store.tables.member.number, 1))))
  t.match(await gridOf(service, '第1网格'), { members: 1n, activeVolunteers: 0n, pointsIssued: 0n, pointsOutstanding: 0n })
  t.match(await gridOf(service, '第2网格'), { members: 2n, activeVolunteers: 2n, pointsIssued: 2000n, pointsOutstanding: 1700n })
  t.same(await whole(), before)
  await on('2025-04-02', { action: 'merge', from: 3, into: 4 })
  t.match(await gridOf(service, '第2网格'), { members: 1n, activeVolunteers: 1n, pointsIssued: 1000n, pointsOutstanding: 700n })
  t.match(await gridOf(service, null), { members: 1n, activeVolunteers: 1n, pointsIssued: 1000n, pointsOutstanding: 1000n })
  t.same(await whole(), { ...before, members: before.members - 1n })
})

onEveryService(t, 'a place that is not there is refused, and a summary says that points are no money', async (t, service) => {
  await openTree(service)
  t.equal(codeOf(await summarizeCommunity(service.bank.store, 'nowhere', { range, by: 'grid' })), 'unknown_community')
  t.equal(codeOf(await summarizeArea(service.bank.store, 'nowhere', range)), 'unknown_area')
  const json = summaryJson(granted(await summarizeArea(service.bank.store, 'empty', range)))
  t.match(json, { notice: { zh: /不是货币/, en: /not money/ }, rows: [], total: { members: 0, pointsOutstanding: '0.00', goodsRedeemed: 0 } })
})

t.test('more than a number holds exactly is added up exactly', async (t) => {
  const most = { ...sumFigures([]), pointsOutstanding: BigInt(Number.MAX_SAFE_INTEGER) }
  t.equal(sumFigures([most, most, most]).pointsOutstanding, 27021597764222973n)
})
