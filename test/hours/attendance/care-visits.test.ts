import { and, eq } from 'drizzle-orm'
import t, { type Test } from 'tap'
import { advanceVisits } from '../../../src/hours/attendance/escalate-visits.ts'
import { visitDays } from '../../../src/hours/attendance/pattern.ts'
import type { Answer, TestApp } from '../../api/app.ts'
import { done } from '../../api/taicheng.ts'
import { onEachDatabase } from '../../communities/people-scene.ts'
import { as, C, COORDINATOR, fiveMembers, itemsOf } from './scene.ts'

const refused = (t: Test, answer: Answer, status: number, code: string): unknown => t.match(answer, { status, body: { code } }, code)

interface Visit {
  visitId: string
  visitor: number
  dueOn: string
  overdue: boolean
  name: string
}

const PLAN = { member: 1, visitors: [2], everyDays: 3, purpose: 'company', category: '老人陪护', toleranceDays: 1, managerAfterDays: 2, note: '一人独住,敲门要久' }

async function plan({ post }: TestApp, body: object = {}): Promise<string> {
  return String(done(await post(`${C}/visit-plans`, { ...PLAN, ...body })).body.planId)
}

const due = async ({ get }: TestApp, query = ''): Promise<Visit[]> => itemsOf(await get(`${C}/care-visits/due?${query}`))

async function noticesOf({ service }: TestApp): Promise<unknown[]> {
  const { notice } = service.bank.store.tables
  return service.bank.store.db.select({ content: notice.content }).from(notice).where(and(eq(notice.communityId, 'taicheng'), eq(notice.event, 'visit_missed')))
}

t.test('days of visits: every so many days from the first on, or on weekdays', async (t) => {
  const every = { everyDays: 3, weekdays: null, startsOn: '2025-03-10', endsOn: null }
  t.same(visitDays(every, '2025-03-09', '2025-03-17'), ['2025-03-10', '2025-03-13', '2025-03-16'])
  t.same(visitDays(every, '2025-03-13', '2025-03-20'), ['2025-03-16', '2025-03-19'], 'the days do not move with what is asked for')
  t.same(visitDays({ ...every, endsOn: '2025-03-16' }, '2025-03-13', '2025-03-30'), ['2025-03-16'])
  t.same(visitDays({ ...every, everyDays: null, weekdays: [1, 5] }, '2025-03-10', '2025-03-18'), ['2025-03-14', '2025-03-17'])
})

onEachDatabase(t, 'a plan makes the visits of two weeks, in turn, and each visitor has their own list', async (t, scene) => {
  const { get, post } = scene
  await fiveMembers(scene)
  done(await post(`${C}/members/3/absences`, { from: '2025-03-23', through: '2025-03-23' }))
  const planId = await plan(scene, { visitors: [2, 3] })
  t.match((await get(`${C}/visit-plans/${planId}`)).body, { member: 1, note: PLAN.note, generatedThrough: '2025-04-03', state: 'active' })
  const all = await due(scene, 'through=2025-12-31')
  t.same(all.map((visit) => `${visit.dueOn} ${visit.visitor}`), ['2025-03-20 2', '2025-03-23 2', '2025-03-26 2', '2025-03-29 3', '2025-04-01 2'])
  t.match(await due(scene), [{ dueOn: '2025-03-20', visitor: 2, name: '夏红浩', overdue: false }], 'today by default')
  t.same((itemsOf<Visit>(await get(`${C}/members/3/due-visits?through=2025-12-31`, as(3)))).map((visit) => visit.dueOn), ['2025-03-29'])
  t.equal((await get(`${C}/members/2/due-visits`, as(3))).status, 403)
  const stored = await scene.service.bank.store.db.select().from(scene.service.bank.store.tables.visitPlan)
  t.notOk(JSON.stringify(stored).includes('敲门'), 'the note is sealed')
  for (const role of ['clerk', 'approver', 'auditor', 'manager', 'partner']) {
    const headers = { role, scope: 'community:taicheng' }
    for (const path of ['visit-plans', `visit-plans/${planId}`, 'care-visits/due', 'members/1/visits-received']) t.equal((await get(`${C}/${path}`, headers)).status, 403, `${role} ${path}`)
  }
})

onEachDatabase(t, 'plans that cannot be are refused', async (t, scene) => {
  const { post, get } = scene
  for (const [status, code, body] of [
    [400, 'bad_pattern', { weekdays: [1] }],
    [400, 'bad_pattern', { everyDays: null }],
    [400, 'bad_pattern', { visitors: [2, 2] }],
    [400, 'same_member', { visitors: [1] }],
    [404, 'unknown_member', { visitors: [99] }],
    [400, 'bad_range', { startsOn: '2025-05-02', endsOn: '2025-05-01' }]
  ] as const) refused(t, await post(`${C}/visit-plans`, { ...PLAN, ...body }), status, code)
  t.same(itemsOf(await get(`${C}/visit-plans`)), [])
})

onEachDatabase(t, 'what came of a visit is recorded once, by the visitor or by staff, and with times it becomes a service record', async (t, scene) => {
  const { post, get } = scene
  await fiveMembers(scene)
  await plan(scene, { everyDays: 1 })
  const [first, second, , , fifth] = await due(scene, 'through=2025-04-01')
  const own = (visitId: string | undefined): string => `${C}/members/2/due-visits/${visitId}/outcome`
  const body = { outcome: 'seen_well', startTime: '09:00', endTime: '09:40', note: '血压有点高' }
  refused(t, await post(`${C}/members/3/due-visits/${first?.visitId}/outcome`, body, as(3)), 404, 'unknown_visit')
  refused(t, await post(own(fifth?.visitId), body, as(2)), 409, 'visit_not_yet_due')
  refused(t, await post(own(first?.visitId), { ...body, visitedOn: '2025-03-21' }, as(2)), 400, 'future_date')
  refused(t, await post(own(first?.visitId), { ...body, startTime: '10:00' }, as(2)), 400, 'end_before_start')
  t.match((await post(own(first?.visitId), { outcome: 'seen_well', startTime: '10:00' }, as(2))).status, 400)
  const key = { 'idempotency-key': 'visit', ...as(2) }
  const settled = done(await post(own(first?.visitId), body, key))
  t.match(settled.body, { state: 'done', outcome: 'seen_well', visitedOn: '2025-03-20', note: body.note, recordRefusal: null, escalation: 0 })
  const again = await post(own(first?.visitId), body, key)
  t.equal(again.headers['idempotency-replayed'], 'true')
  t.same(again.body, settled.body)
  refused(t, await post(own(first?.visitId), body, as(2)), 409, 'visit_settled')
  const { hoursRecord } = scene.service.bank.store.tables
  const records = await scene.service.bank.store.db.select().from(hoursRecord)
  t.match(records, [{ memberNumber: 2, minutes: 40, serviceDate: '2025-03-20', careVisitId: first?.visitId, beneficiaryMember: 1, evidence: 'none', state: 'recorded' }])
  t.equal(records.length, 1)
  t.equal(settled.body.recordId, records[0]?.recordId)
  const visits = [
    { visitId: second?.visitId, outcome: 'seen_well', visitedOn: '2025-03-20', startTime: '09:30', endTime: '10:00' },
    { visitId: first?.visitId, outcome: 'seen_well' },
    { visitId: second?.visitId, outcome: 'refused' }
  ]
  const several = done(await post(`${C}/care-visits/outcomes`, { visits }, COORDINATOR))
  t.same(several.body.items, visits.map(({ visitId }, index) => ({ visitId, refusal: index === 0 ? null : 'visit_settled' })))
  t.match(itemsOf(await get(`${C}/members/1/visits-received`)), [{ visitId: first?.visitId }, { visitId: second?.visitId, recordId: null, recordRefusal: 'overlap' }])
  t.equal((await scene.service.bank.store.db.select().from(hoursRecord)).length, 1, 'what overlaps is no second record')
})

onEachDatabase(t, 'a missed visit goes to the coordinator after its tolerance, then to the manager, and is settled', async (t, scene) => {
  const { post, get, clock } = scene
  await fiveMembers(scene)
  await plan(scene, { everyDays: 30 })
  const [visit] = await due(scene)
  const day = async (date: string): Promise<unknown> => {
    clock.set(`${date}T02:00:00Z`)
    const body = done(await post(`${C}/care-visits/advance`, {})).body
    return [body.escalated, (await noticesOf(scene)).length]
  }
  t.same(await day('2025-03-21'), [0, 0], 'within its tolerance nobody is told')
  t.match(await due(scene), [{ overdue: true }])
  t.same(await day('2025-03-22'), [1, 1])
  t.same(await day('2025-03-22'), [0, 1], 'nobody is told twice')
  t.match(itemsOf(await get(`${C}/care-visits/escalated`, { role: 'manager', scope: 'community:taicheng' })), [{ visitId: visit?.visitId, escalation: 1, escalationReason: 'missed', visitor: 2 }])
  t.notOk((await get(`${C}/care-visits/escalated`, { role: 'manager', scope: 'community:taicheng' })).text.includes('夏红浩'), 'a manager sees no name')
  t.same(await day('2025-03-24'), [1, 2])
  t.same(await day('2025-04-10'), [0, 2])
  t.same(await noticesOf(scene).then((all) => all.map((each) => (each as { content: { escalation: number } }).content.escalation).sort()), [1, 2])
  t.match((await get(`${C}/care-visits/summary`, { role: 'manager', scope: 'community:taicheng' })).body, { overdue: 1, withCoordinator: 0, withManager: 1 })
  const settled = done(await post(`${C}/care-visits/${visit?.visitId}/settle`, { settled: 'phoned' }, { role: 'manager', scope: 'community:taicheng' }))
  t.match(settled.body, { state: 'dropped', escalation: 0 })
  t.notOk(settled.text.includes('夏红浩'))
  refused(t, await post(`${C}/care-visits/${visit?.visitId}/settle`, { settled: 'phoned' }), 409, 'not_escalated')
  t.same(itemsOf(await get(`${C}/care-visits/escalated`)), [])
})

onEachDatabase(t, 'who needs help, and who was not seen twice in a row, is looked after at once; a late visit settles what was missed', async (t, scene) => {
  const { post, clock } = scene
  await fiveMembers(scene)
  await plan(scene, { everyDays: 2 })
  const visits = await due(scene, 'through=2025-04-03')
  const outcome = async (index: number, body: object) => {
    clock.set(`${visits[index]?.dueOn}T02:00:00Z`)
    return done(await post(`${C}/care-visits/${visits[index]?.visitId}/outcome`, body)).body
  }
  t.match(await outcome(0, { outcome: 'not_at_home' }), { escalation: 0 })
  t.match(await outcome(1, { outcome: 'refused' }), { escalation: 1, escalationReason: 'not_seen' })
  t.match(await outcome(2, { outcome: 'needs_help' }), { escalation: 1, escalationReason: 'needs_help' })
  t.match(await outcome(3, { outcome: 'not_at_home' }), { escalation: 0 }, 'the one before was seen')
  t.equal((await noticesOf(scene)).length, 2)
  clock.set('2025-04-01T02:00:00Z')
  done(await post(`${C}/care-visits/advance`, {}))
  t.match(done(await post(`${C}/care-visits/${visits[4]?.visitId}/outcome`, { outcome: 'seen_well' })).body, { escalation: 0, escalatedTo: 1, settled: 'visited' })
})

onEachDatabase(t, 'a changed plan passes on what is due, an ended one drops it', async (t, scene) => {
  const { post, patch } = scene
  await fiveMembers(scene)
  const planId = await plan(scene)
  done(await patch(`${C}/visit-plans/${planId}`, { visitors: [4] }))
  t.same([...new Set((await due(scene, 'through=2025-04-03')).map((visit) => visit.visitor))], [4])
  refused(t, await patch(`${C}/visit-plans/${planId}`, { visitors: [1] }), 400, 'same_member')
  done(await post(`${C}/visit-plans/${planId}/end`, { reason: 'recovered' }))
  t.same(await due(scene, 'through=2025-04-03'), [])
  refused(t, await post(`${C}/visit-plans/${planId}/end`, { reason: 'recovered' }), 409, 'visit_plan_ended')
})

onEachDatabase(t, 'making visits is bounded, goes on where it stopped and repeats nothing', async (t, scene) => {
  const { service, clock } = scene
  await fiveMembers(scene)
  for (let index = 0; index < 12; index++) await plan(scene, { everyDays: 1 })
  clock.set('2026-06-20T02:00:00Z')
  const { careVisit } = service.bank.store.tables
  const made: number[] = []
  for (let more = true; more; ) {
    const advanced = await advanceVisits(service, 'taicheng')
    if ('refused' in advanced) throw new Error(advanced.code)
    made.push(advanced.made)
    more = advanced.more
  }
  const rows = await service.bank.store.db.select({ planId: careVisit.planId, dueOn: careVisit.dueOn }).from(careVisit)
  const days = (Date.parse('2026-07-04') - Date.parse('2025-03-20')) / 86_400_000 + 1
  t.equal(rows.length, 12 * days)
  t.equal(new Set(rows.map((row) => `${row.planId} ${row.dueOn}`)).size, rows.length)
  t.equal(made.reduce((sum, each) => sum + each, 0), rows.length - 12 * 15)
  t.match(await advanceVisits(service, 'taicheng'), { made: 0, escalated: 0, more: false })
})
