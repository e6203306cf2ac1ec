import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import t, { type Test } from 'tap'
import type { z } from 'zod'
import { createCommunity, type Service } from '../../src/communities/communities.ts'
import { createMember } from '../../src/communities/members.ts'
import { dryRunReport } from '../../src/contracts/policies.ts'
import { type DryRunRecord, dryRunPolicy } from '../../src/hours/dry-run-policy.ts'
import type { Action } from '../../src/ledger/command.ts'
import { openBank } from '../../src/ledger/open-bank.ts'
import type { TestApp } from '../api/app.ts'
import { done, openTaicheng } from '../api/taicheng.ts'
import { freshFolder, json, onEveryDatabase } from '../cli/command-line.ts'
import { emptyDatabase, granted, onEveryService } from '../communities/open-service.ts'
import { C } from '../communities/people-scene.ts'
import { Books } from '../ledger/books.ts'
import { policyWith } from '../policy/policies.ts'
import { testDialects } from '../postgres.ts'

type Report = z.infer<typeof dryRunReport>

const EARNING = { pointsPerHour: '10', categoryCoefficients: { 科普宣传: '1' }, stepMinutes: 30, dayCapMinutes: 480, groupSplit: 'by_minutes' }
const DAYS = { from: '2025-03-15', through: '2025-03-20' }

/** Members 1 and 2 as a team; the first service date of its policy is 10 March. */
async function openTeam({ post }: TestApp, earning: object): Promise<void> {
  done(await post(`${C}/policies`, { from: '2025-03-10', policy: { earning }, reason: 'rule_changed' }))
  done(await post(`${C}/teams`, { team: '红马甲', name: '红马甲志愿服务队' }))
  for (const member of [1, 2]) done(await post(`${C}/teams/红马甲/members`, { member, joinedOn: '2025-03-10' }))
}

const alone = async ({ post }: TestApp, member: number, minutes: number): Promise<number> =>
  Number(done(await post(`${C}/hours`, { member, category: '科普宣传', minutes, activity: '讲座', serviceDate: '2025-03-15' })).body.transaction?.number)

const inTeam = async ({ post }: TestApp, serviceDate: string, ...members: [number, number][]): Promise<number> => {
  const body = { team: '红马甲', category: '科普宣传', activity: '清洁楼道', serviceDate, members: members.map(([member, minutes]) => ({ member, minutes })) }
  return Number(done(await post(`${C}/team-hours`, body)).body.transaction?.number)
}

async function tried({ post }: TestApp, earning: object): Promise<Report> {
  return dryRunReport.parse(done(await post(`${C}/policies/dry-run`, { policy: { earning }, ...DAYS })).body)
}

const hundredths = (points: string): bigint => BigInt(points.replace('.', ''))

/** Whatever is said of a team's members and of the pool is what is said of the service, and all services are the totals. */
function addsUp(t: Test, { records, totals }: Report): void {
  for (const column of ['postedPoints', 'wouldBePoints', 'differencePoints'] as const) {
    const sum = (parts: Record<typeof column, string>[]): bigint => parts.reduce((all, each) => all + hundredths(each[column]), 0n)
    for (const record of records.filter(({ team }) => team !== null)) t.equal(sum(record.shares), hundredths(record[column]), `${column} of ${record.number}`)
    t.equal(sum(records), hundredths(totals[column]), column)
  }
  t.equal(totals.teamServices, records.filter(({ team, member }) => team !== null && member === null).length)
}

const sharesOf = (report: Report): string[] =>
  report.records.flatMap(({ shares }) => shares.map(({ member, postedPoints, wouldBePoints, differencePoints }) => `${member ?? 'pool'}: ${postedPoints} → ${wouldBePoints} (${differencePoints})`))

for (const dialect of testDialects()) {
  t.test(`a dry run judges what teams did, with what their members did alone, and says what each of them would get (${dialect})`, async (t) => {
    const database = await emptyDatabase(t, dialect)
    const scene = await openTaicheng(t, { database })
    await openTeam(scene, EARNING)
    const first = await alone(scene, 1, 420)
    const team = await inTeam(scene, '2025-03-15', [1, 60], [2, 120])
    const last = await alone(scene, 2, 360)
    const wrong = await inTeam(scene, '2025-03-16', [1, 60], [2, 60])
    done(await scene.post(`${C}/reversals`, { number: wrong, reason: 'clerk_error' }))
    const before = (await scene.get(`${C}/transactions?limit=1`)).body

    const same = await tried(scene, EARNING)
    t.match(same.totals, { records: 3, teamServices: 1, changed: 0, refused: 0, postedPoints: '160.00', wouldBePoints: '160.00' })
    t.same(same.records.map(({ number }) => number), [first, team, last], 'in the order of posting, without what was reversed')
    t.match(same.records[1], { team: '红马甲', member: null, minutes: 180, category: '科普宣传', policyVersion: 2, postedPoints: '30.00', shares: [{ member: 1, minutes: 60 }, { member: 2, minutes: 120 }] })
    t.match(same.records[0], { team: null, member: 1, shares: [] })

    const equal = await tried(scene, { ...EARNING, groupSplit: 'equal' })
    t.same(sharesOf(equal), ['1: 10.00 → 15.00 (5.00)', '2: 20.00 → 15.00 (-5.00)'])
    t.match(equal.totals, { changed: 1, differencePoints: '0.00' }, 'a service whose split alone would change, changes')

    const doubled = await tried(scene, { ...EARNING, pointsPerHour: '20' })
    t.match(doubled.totals, { changed: 3, postedPoints: '160.00', wouldBePoints: '320.00' })

    const byDay = await tried(scene, { ...EARNING, dayCapMinutes: 400 })
    t.same(byDay.records.map((each) => each.wouldBePoints), ['66.66', '20.00', '46.66'], 'what was before, alone or in the team, uses the cap')
    t.same(sharesOf(byDay), ['1: 10.00 → 0.00 (-10.00)', '2: 20.00 → 20.00 (0.00)'])

    const byMonth = await tried(scene, { ...EARNING, monthCapMinutes: 700 })
    t.same(byMonth.records.map((each) => each.wouldBePoints), ['16.66', '20.00', '60.00'], 'and so does what was in the month before the first day')
    t.same((await tried(scene, { ...EARNING, activityCapMinutes: 90 })).records.map((each) => each.wouldBePoints), ['15.00', '25.00', '15.00'], 'activities are told apart')

    const pool = await tried(scene, { ...EARNING, groupHours: 'donated' })
    t.same(sharesOf(pool), ['1: 10.00 → 0.00 (-10.00)', '2: 20.00 → 0.00 (-20.00)', 'pool: 0.00 → 30.00 (30.00)'])

    const refused = await tried(scene, { ...EARNING, dayCapMinutes: 450, capExcessGoesTo: 'refused' })
    t.match(refused.records, [{ refusal: null }, { refusal: 'day_cap', wouldBePoints: '0.00' }, { refusal: null, wouldBePoints: '60.00' }], 'one part over the cap refuses the whole, which uses nothing')
    t.same(sharesOf(refused), ['1: 10.00 → 0.00 (-10.00)', '2: 20.00 → 0.00 (-20.00)'])
    t.match(refused.totals, { refused: 1, wouldBePoints: '130.00' })
    for (const report of [same, equal, doubled, byDay, byMonth, pool, refused]) addsUp(t, report)
    t.same((await scene.get(`${C}/transactions?limit=1`)).body, before, 'nothing was posted')
  })

  t.test(`what the balance cap sent on to the pool is still the member’s part in a dry run (${dialect})`, async (t) => {
    const scene = await openTaicheng(t, { database: await emptyDatabase(t, dialect) })
    const capped = { ...EARNING, balanceCapPoints: '105' }
    await openTeam(scene, capped)
    const number = await inTeam(scene, '2025-03-15', [1, 60], [2, 120])
    const { entries } = done(await scene.get(`${C}/transactions/${number}`)).body as unknown as { entries: { account: string; amount: string }[] }
    t.match(entries.slice(3), [{ account: 'P2101.1', amount: '5.00' }, { account: 'P2101.2', amount: '20.00' }, { account: 'P2103.general', amount: '5.00' }])
    for (const earning of [capped, EARNING]) {
      const report = await tried(scene, earning)
      t.same(sharesOf(report), ['1: 10.00 → 10.00 (0.00)', '2: 20.00 → 20.00 (0.00)'])
      t.match(report.totals, { changed: 0, postedPoints: '30.00' })
      addsUp(t, report)
    }
    done(await scene.post(`${C}/reversals`, { number, reason: 'clerk_error' }))
    done(await scene.post(`${C}/policies`, { from: '2025-03-16', policy: { earning: { ...capped, balanceExcessGoesTo: 'honorary_minutes' } }, reason: 'rule_changed' }))
    await inTeam(scene, '2025-03-16', [1, 60], [2, 120])
    const honorary = await tried(scene, EARNING)
    t.same(sharesOf(honorary), ['1: 5.00 → 10.00 (5.00)', '2: 20.00 → 20.00 (0.00)'], 'what was not issued at all was not posted')
    addsUp(t, honorary)
  })
}

async function openOne(service: Service): Promise<void> {
  granted(await createCommunity(service, { communityId: 'one', name: '一', timeZone: 'Asia/Shanghai' }))
  for (const card of ['C1', 'C2', 'C3', 'C4']) granted(await createMember(service, 'one', { card, name: '某' }))
}

async function recordsOf(service: Service, policy: ReturnType<typeof policyWith>, days = { from: '2025-01-01', through: '2099-12-31' }): Promise<DryRunRecord[]> {
  const records: DryRunRecord[] = []
  for await (const each of dryRunPolicy(service.bank.store, 'one', { policy, ...days })) records.push(each)
  return records
}

const member = fc.integer({ min: 1, max: 4 })
const surroundings = { category: fc.constant('科普宣传'), activity: fc.constantFrom('a', 'b'), backfilled: fc.boolean() }
const part = fc.record({ member, minutes: fc.integer({ min: 1, max: 300 }) })
const posting = fc.record({
  serviceDate: fc.constantFrom('2025-02-28', '2025-03-01', '2025-03-02'),
  action: fc.oneof(
    fc.record({ action: fc.constant('earn' as const), member, minutes: fc.integer({ min: 1, max: 300 }), ...surroundings }),
    fc.record({
      action: fc.constant('earn_team' as const), team: fc.constantFrom('红队', '蓝队'), ...surroundings,
      members: fc.uniqueArray(part, { minLength: 1, maxLength: 3, selector: (each) => each.member })
    })
  )
})

const RULES: object[] = [
  EARNING,
  { ...EARNING, backfilledHoursConvert: false, monthCapMinutes: 700, capExcessGoesTo: 'donation_pool', groupSplit: 'equal' },
  { ...EARNING, dayCapMinutes: 300, activityCapMinutes: 400, capExcessGoesTo: 'refused' },
  { ...EARNING, stepMinutes: 45, roundedPer: 'month', roundingDirection: 'up', activityCapMinutes: 500, capExcessGoesTo: 'honorary_minutes', groupHours: 'donated' }
]

for (const [index, earning] of RULES.entries()) {
  onEveryService(t, `the policy in force comes to what was posted, alone, in teams and after merges (${index + 1})`, async (t, service) => {
    await openOne(service)
    const maker = new Books({ transact: () => Promise.reject(new Error('only makes commands')) }, 'one')
    const submit = (action: Action, serviceDate?: string) => service.bank.ledger.submit(maker.command(action, { today: '2025-03-02', serviceDate }))
    granted(await submit({ action: 'publish_policy', policy: { earning } }))
    const postings = fc.sample(posting, { seed: 20250302 + index, numRuns: 60 })
    const some = (from: number, to: number) => postings.slice(from, to).map(({ action, serviceDate }) => submit(action, serviceDate))
    const outcomes = await Promise.all([...some(0, 30), submit({ action: 'merge', from: 3, into: 4 }), ...some(30, 60)])
    const posted = outcomes.flatMap((each) => (each.refused ? [] : each.transactions)).filter(({ kind }) => kind !== 'merge')
    const records = await recordsOf(service, policyWith({ earning }))
    t.same(records.map(({ number }) => number), posted.map(({ number }) => number), `${posted.length} services`)
    t.ok(records.some(({ team }) => team !== null) && records.some((each) => each.member !== null))
    t.same(records.filter(({ refusal, shares, ...each }) => refusal !== null || [each, ...shares].some(({ differencePoints }) => differencePoints !== '0.00')), [])
    const march = await recordsOf(service, policyWith({ earning }), { from: '2025-03-01', through: '2025-03-01' })
    t.same(march, records.filter(({ serviceDate }) => serviceDate === '2025-03-01'), 'and so does one day of it, whatever was posted first')
  })
}

onEveryDatabase(t, 'the command line shows below a team’s service what its members would get', async (t, timebank, database) => {
  await json(timebank('community', 'create', 'one', '--name', '一', '--json'))
  const file = join(freshFolder(t), 'policy.json')
  const written = (earning: object): string => {
    writeFileSync(file, JSON.stringify({ earning }))
    return file
  }
  await json(timebank('policy', 'set', written(EARNING), '--community', 'one', '--from', '2025-03-01', '--json'))
  const bank = await openBank({ database })
  t.teardown(() => bank.close())
  const maker = new Books({ transact: () => Promise.reject(new Error('only makes commands')) }, 'one')
  const members = [{ member: 1, minutes: 60 }, { member: 2, minutes: 120 }]
  const outcome = await bank.ledger.submit(maker.command({ action: 'earn_team', team: '红马甲', category: '科普宣传', members, backfilled: false }, { today: '2025-03-15' }))
  const number = granted(outcome).transactions.at(-1)?.number
  const dryRun = async (earning: object): Promise<string> =>
    (await timebank('policy', 'dry-run', written(earning), '--community', 'one', '--from', DAYS.from, '--through', DAYS.through)).out
  const equal = await dryRun({ ...EARNING, groupSplit: 'equal' })
  t.ok(equal.startsWith(`${number}\t红马甲\t2025-03-15\t30.00 → 30.00\t0.00\t\n\t1\t\t10.00 → 15.00\t5.00\n\t2\t\t20.00 → 15.00\t-5.00\n`), equal)
  t.match(equal, /1 条记录.团队服务 1 条.*1 条有变/)
  t.match(await dryRun({ ...EARNING, groupHours: 'donated' }), /\t公益积分池\t\t0\.00 → 30\.00\t30\.00\n/)
  t.match(await dryRun(EARNING), /^2025-03-15 .*0 条有变/, 'what would not change is not listed')
})
