import { eq } from 'drizzle-orm'
import t from 'tap'
import { eraseData } from '../../../src/communities/erase-data.ts'
import { joinMembers } from '../../../src/communities/join-members.ts'
import { keepAttendance } from '../../../src/hours/attendance/keep-attendance.ts'
import { makeMissingRecords } from '../../../src/hours/attendance/missing-records.ts'
import { remindOfShifts } from '../../../src/hours/attendance/remind-of-shifts.ts'
import type { TestApp } from '../../api/app.ts'
import { done } from '../../api/taicheng.ts'
import { onEachDatabase } from '../../communities/people-scene.ts'
import { as, C, COORDINATOR, fiveMembers, itemsOf, planned, type ShiftBody, shiftOn } from './scene.ts'

const PLAN = { visitors: [2], everyDays: 3, purpose: 'company', category: '老人陪护', note: '敲门要久' }

async function noticesOf({ service }: TestApp, event: string): Promise<Record<string, unknown>[]> {
  const { notice } = service.bank.store.tables
  const rows = await service.bank.store.db.select({ content: notice.content }).from(notice).where(eq(notice.event, event)).orderBy(notice.noticeId)
  return rows.map((row) => row.content)
}

onEachDatabase(t, 'who takes a shift is reminded a day before, once, and who takes it over too', async (t, scene) => {
  const { post, clock, service } = scene
  await fiveMembers(scene)
  const shiftId = await shiftOn(scene, { serviceDate: '2025-03-22', startTime: '10:00' })
  const cancelled = await shiftOn(scene, { serviceDate: '2025-03-22', startTime: '13:00', endTime: '14:00' })
  done(await post(`${C}/shifts/${cancelled}/cancel`, { reason: 'weather' }))
  t.equal(await remindOfShifts(service), 0, 'it is two days away')
  clock.set('2025-03-21T02:00:00Z')
  t.same([await remindOfShifts(service), await remindOfShifts(service)], [1, 0])
  t.same(await noticesOf(scene, 'shift_reminder'), [{ shiftId, date: '2025-03-22', startMinute: 600, members: [1, 2] }])
  const swap = done(await post(`${C}/members/1/shift-swaps`, { shiftId, to: 4 }, as(1))).body.swapId
  done(await post(`${C}/members/4/shift-swaps/${swap}/answer`, { answer: 'agree' }, as(4)))
  t.equal(await remindOfShifts(service), 1)
  t.match((await noticesOf(scene, 'shift_reminder')).at(-1), { members: [4, 2] })
})

onEachDatabase(t, 'the daily work is done without being asked, in every community', async (t, scene) => {
  const { post, get, clock, service } = scene
  await fiveMembers(scene)
  done(await post('/communities', { communityId: 'bihu', name: '碧湖社区' }))
  done(await post(`${C}/visit-plans`, { ...PLAN, member: 1 }))
  const shiftId = await shiftOn(scene)
  done(await post(`${C}/check-ins`, { purpose: 'shift', purposeId: shiftId, member: 2 }))
  clock.set('2025-03-23T02:00:00Z')
  await keepAttendance(service, new AbortController().signal)
  t.match(itemsOf(await get(`${C}/presences`)), [{ state: 'out', checkOutMethod: 'rule' }])
  t.match(itemsOf(await get(`${C}/care-visits/escalated`)), [{ dueOn: '2025-03-20', escalation: 1 }])
  t.match(itemsOf(await get(`${C}/visit-plans`)), [{ generatedThrough: '2025-04-06' }])
})

onEachDatabase(t, 'after a merge, turns, visits and presences are the one person’s, and nobody has two turns or visits themselves', async (t, scene) => {
  const { post, get, service } = scene
  await fiveMembers(scene)
  const rosterId = await planned(scene, { members: [1, 2, 3] })
  const both = await shiftOn(scene, { members: [1, 2], serviceDate: '2025-03-25' })
  const one = await shiftOn(scene, { members: [2], serviceDate: '2025-03-26', responsible: 2 })
  done(await post(`${C}/shifts`, { title: '巡逻', category: '科普宣传', serviceDate: '2025-03-20', startTime: '10:00', endTime: '11:00', members: [2] }))
  done(await post(`${C}/visit-plans`, { ...PLAN, member: 1, visitors: [2, 3] }))
  const own = done(await post(`${C}/visit-plans`, { ...PLAN, member: 1, visitors: [2] })).body.planId
  done(await post(`${C}/check-ins`, { purpose: 'shift', purposeId: itemsOf<ShiftBody>(await get(`${C}/shifts?to=2025-03-20`))[0]?.shiftId, member: 2 }))
  await joinMembers(service, 'taicheng', { from: 2, into: 1 })
  t.match((await get(`${C}/rosters/${rosterId}`)).body, { members: [1, 3] })
  t.same(((await get(`${C}/shifts/${both}`)).body.turns as unknown as ShiftBody['turns']).map((turn) => turn.member), [1])
  t.match((await get(`${C}/shifts/${one}`)).body, { responsible: 1, turns: [{ member: 1 }] })
  t.match(itemsOf(await get(`${C}/presences`)), [{ member: 1, state: 'in' }])
  t.same([...new Set(itemsOf<{ visitor: number }>(await get(`${C}/care-visits/due?through=2025-04-03`)).map((visit) => visit.visitor))], [3])
  t.match((await get(`${C}/visit-plans/${own}`)).body, { state: 'ended' })
})

onEachDatabase(t, 'erasing a member takes visits to them, their presences and turns to come away', async (t, scene) => {
  const { post, get, service } = scene
  await fiveMembers(scene)
  const rosterId = await planned(scene, { members: [1, 2, 3], responsible: 2 })
  const shiftId = await shiftOn(scene, { members: [2, 3] })
  done(await post(`${C}/check-ins`, { purpose: 'shift', purposeId: shiftId, member: 2 }))
  done(await post(`${C}/members/2/absences`, { from: '2025-04-01', through: '2025-04-02' }))
  done(await post(`${C}/visit-plans`, { ...PLAN, member: 2, visitors: [3] }))
  done(await post(`${C}/visit-plans`, { ...PLAN, member: 1, visitors: [3] }))
  await eraseData(service, 'taicheng', 2)
  t.match((await get(`${C}/rosters/${rosterId}`)).body, { members: [1, 3], responsible: null })
  t.same(((await get(`${C}/shifts/${shiftId}`)).body.turns as unknown as ShiftBody['turns']).map((turn) => turn.member), [3])
  t.same(itemsOf(await get(`${C}/presences`)), [])
  t.match(itemsOf(await get(`${C}/visit-plans`)), [{ member: 1 }])
  t.equal(itemsOf(await get(`${C}/visit-plans`)).length, 1)
  t.ok(itemsOf<{ member: number }>(await get(`${C}/care-visits/due`)).every((visit) => visit.member === 1))
  const { absence } = service.bank.store.tables
  t.same(await service.bank.store.db.select().from(absence), [])
})

onEachDatabase(t, 'nothing that is typed of a visit stands in clear', async (t, scene) => {
  const { post, get, service } = scene
  await fiveMembers(scene)
  done(await post(`${C}/visit-plans`, { ...PLAN, member: 1, note: '住在三楼左手' }))
  const [visit] = itemsOf<{ visitId: string }>(await get(`${C}/care-visits/due`))
  done(await post(`${C}/care-visits/${visit?.visitId}/outcome`, { outcome: 'seen_well', note: '儿子出差在外' }, COORDINATOR))
  const { visitPlan, careVisit, notice, accessLog } = service.bank.store.tables
  for (const table of [visitPlan, careVisit, notice, accessLog]) {
    const rows = JSON.stringify(await service.bank.store.db.select().from(table))
    for (const secret of ['住在三楼左手', '儿子出差在外', '夏红浩']) t.notOk(rows.includes(secret), secret)
  }
  t.match(itemsOf(await get(`${C}/members/1/visits-received`)), [{ note: '儿子出差在外' }, {}])
})

onEachDatabase(t, 'nobody waits for the dead: turns to come are free, visits end or pass to who visits beside them', async (t, scene) => {
  const { post, get } = scene
  await fiveMembers(scene)
  const rosterId = await planned(scene, { members: [1, 2, 3], responsible: 2 })
  const later = await shiftOn(scene, { members: [2, 3], serviceDate: '2025-03-25' })
  const today = await shiftOn(scene, { members: [2, 3] })
  const received = done(await post(`${C}/visit-plans`, { ...PLAN, member: 2, visitors: [3] })).body.planId
  done(await post(`${C}/visit-plans`, { ...PLAN, member: 1, visitors: [2, 4] }))
  done(await post(`${C}/members/2/death`, { diedOn: '2025-03-19' }))
  const takers = async (shiftId: string): Promise<number[]> => ((await get(`${C}/shifts/${shiftId}`)).body.turns as unknown as ShiftBody['turns']).map((turn) => turn.member)
  t.match((await get(`${C}/rosters/${rosterId}`)).body, { members: [1, 3], responsible: null })
  t.same([await takers(later), await takers(today)], [[3], [2, 3]])
  t.match((await get(`${C}/visit-plans/${received}`)).body, { state: 'ended', endReason: 'died' })
  const due = itemsOf<{ visitor: number; member: number }>(await get(`${C}/care-visits/due?through=2025-04-03`))
  t.ok(due.length > 1)
  t.same([...new Set(due.map((visit) => `${visit.member} by ${visit.visitor}`))], ['1 by 4'])
  t.match(await post(`${C}/check-ins`, { purpose: 'shift', purposeId: today, member: 2 }), { status: 409, body: { code: 'member_died' } })
})

onEachDatabase(t, 'a service record that a crash kept from being made is made once, when the service runs again', async (t, scene) => {
  const { post, get, clock, service } = scene
  await fiveMembers(scene)
  const shiftId = await shiftOn(scene)
  done(await post(`${C}/check-ins`, { purpose: 'shift', purposeId: shiftId, member: 2 }, COORDINATOR))
  done(await post(`${C}/visit-plans`, { ...PLAN, member: 1 }))
  const [visit] = itemsOf<{ visitId: string }>(await get(`${C}/care-visits/due`))
  done(await post(`${C}/care-visits/${visit?.visitId}/outcome`, { outcome: 'seen_well', startTime: '08:00', endTime: '08:30' }, COORDINATOR))
  clock.set('2025-03-20T03:00:00Z')
  done(await post(`${C}/check-outs`, { purpose: 'shift', purposeId: shiftId, member: 2 }, COORDINATOR))
  const { hoursRecord } = service.bank.store.tables
  const recordsOf = () => service.bank.store.db.select({ recordId: hoursRecord.recordId, minutes: hoursRecord.minutes, by: hoursRecord.recordedBy }).from(hoursRecord).orderBy(hoursRecord.minutes)
  const before = await recordsOf()
  t.same(before.map((each) => each.minutes), [30, 60])
  t.equal(await makeMissingRecords(service, 'taicheng'), 0)
  await service.bank.store.write((db) => db.delete(hoursRecord))
  t.equal(await makeMissingRecords(service, 'taicheng'), 2)
  t.same(await recordsOf(), before)
  t.equal(await makeMissingRecords(service, 'taicheng'), 0)
})
