import { asc } from 'drizzle-orm'
import t from 'tap'
import type { TestApp } from '../../api/app.ts'
import { done } from '../../api/taicheng.ts'
import { C, onEachDatabase } from '../../communities/people-scene.ts'
import { moreMembers, openActivity, PLAN } from './planning-scene.ts'

/** What the outbox holds, in its order. */
async function notices({ service }: TestApp): Promise<{ event: string; content: Record<string, unknown> }[]> {
  const { notice } = service.bank.store.tables
  return service.bank.store.db.select({ event: notice.event, content: notice.content }).from(notice).orderBy(asc(notice.noticeId))
}

onEachDatabase(t, 'an activity goes from plan to held, and not out of its order', async (t, scene) => {
  const { post, get, clock } = scene
  const activityId = await openActivity(scene, {}, 'planned')
  const A = `${C}/activities/${activityId}`
  t.match((await get(A)).body, { state: 'planned', endsOn: '2025-03-26', taken: 0, waiting: 0, capacity: null })
  t.match((await post(`${C}/members/1/sign-ups`, { activityId })).body, { code: 'sign_up_not_open' })
  t.match((await post(`${A}/state`, { state: 'held' })).body, { code: 'activity_not_begun' })
  t.match(await post(`${A}/state`, { state: 'open' }), { status: 200, body: { state: 'open' } })
  t.match((await post(`${A}/state`, { state: 'open' })).body, { code: 'activity_state' })
  t.match(await post(`${A}/state`, { state: 'closed' }), { body: { state: 'closed' } })
  t.match((await post(`${C}/members/1/sign-ups`, { activityId })).body, { code: 'sign_up_not_open' })
  t.match(await post(`${A}/state`, { state: 'open' }), { body: { state: 'open' } })
  clock.set('2025-03-26T06:30:00Z')
  t.match((await post(`${C}/members/1/sign-ups`, { activityId })).body, { code: 'sign_up_not_open' }, 'it has begun')
  t.match(await post(`${A}/state`, { state: 'held' }), { body: { state: 'held' } })
  t.match((await post(`${A}/cancellation`, { reason: 'weather' })).body, { code: 'activity_state' })
  t.match((await post(`${A}/state`, { state: 'cancelled' })).body, { field: 'state' })
})

onEachDatabase(t, 'times that cannot be are refused, and one over midnight says so', async (t, { post, get }) => {
  t.match((await post(`${C}/activities`, { ...PLAN, endMinute: 840 })).body, { code: 'end_before_start' })
  t.match((await post(`${C}/activities`, { ...PLAN, startMinute: 60, endMinute: 1501 })).body, { code: 'activity_too_long' })
  t.match((await post(`${C}/activities`, { ...PLAN, date: '2025-02-30' })).body, { code: 'bad_date' })
  t.match((await post(`${C}/activities`, { ...PLAN, responsible: { member: 99 } })).body, { code: 'unknown_member' })
  t.match((await post(`${C}/activities`, { ...PLAN, responsible: { user: 'nobody' } })).body, { code: 'unknown_user' })
  t.match((await post(`${C}/activities`, { ...PLAN, projectId: '0195b1a2-7c3d-7e4f-8a5b-6c7d8e9f0a1b' })).body, { code: 'unknown_entry' })
  t.same((await get(`${C}/activities`)).body.items, [], 'nothing of it is there')
  t.match(await post(`${C}/activities`, { ...PLAN, startMinute: 1320, endMinute: 1560 }), { status: 201, body: { date: '2025-03-26', endsOn: '2025-03-27' } })
})

onEachDatabase(t, 'past its capacity people wait, and move up by themselves when somebody leaves', async (t, scene) => {
  const { post, get, patch } = scene
  await moreMembers(scene, 5)
  const activityId = await openActivity(scene, { capacity: 2 })
  const signUps: string[] = []
  for (const [member, state] of [[1, 'signed_up'], [2, 'signed_up'], [3, 'waiting'], [4, 'waiting'], [5, 'waiting']] as const) {
    const answer = await post(`${C}/members/${member}/sign-ups`, { activityId })
    t.match(answer, { status: 201, body: { state, position: member } })
    signUps.push(String(answer.body.signUpId))
  }
  t.match((await get(`${C}/activities/${activityId}`)).body, { state: 'full', taken: 2, waiting: 3 })
  t.match((await post(`${C}/members/3/sign-ups`, { activityId })).body, { code: 'already_signed_up' })
  t.match((await post(`${C}/members/2/sign-ups/${signUps[0]}/cancellation`, {})).body, { code: 'unknown_sign_up' }, 'of another member')
  const key = { 'idempotency-key': 'leaving' }
  for (const _ of [1, 2]) t.match(await post(`${C}/members/1/sign-ups/${signUps[0]}/cancellation`, {}, key), { status: 200, body: { state: 'cancelled', cancelledBy: 'administrator' } })
  t.match((await get(`${C}/activities/${activityId}/sign-ups?state=signed_up`)).body.items, [{ member: 2 }, { member: 3, movedUpAt: String }])
  t.match((await get(`${C}/activities/${activityId}`)).body, { state: 'full', taken: 2, waiting: 2 })
  t.match((await patch(`${C}/activities/${activityId}`, { capacity: 1 })).body, { code: 'capacity_below_taken', parameters: { taken: 2 } })
  t.match(await patch(`${C}/activities/${activityId}`, { capacity: 4 }), { body: { state: 'full', taken: 4, waiting: 0 } })
  t.match(await patch(`${C}/activities/${activityId}`, { capacity: null }), { body: { state: 'open', taken: 4 } })
  const moved = (await notices(scene)).filter(({ event }) => event === 'sign_up_moved_up')
  t.same(moved.map(({ content }) => content.member), [3, 4, 5], 'each is told once')
  t.match(await post(`${C}/members/1/sign-ups`, { activityId }), { status: 201, body: { position: 6 } }, 'whoever left may come again')
  t.match((await get(`${C}/members/1/sign-ups`)).body.items, [{ state: 'signed_up' }, { state: 'cancelled' }])
})

onEachDatabase(t, 'whoever asks late does not pass those who wait', async (t, scene) => {
  const { post, get } = scene
  await moreMembers(scene, 4)
  const activityId = await openActivity(scene, { capacity: 1 })
  const first = done(await post(`${C}/members/1/sign-ups`, { activityId }))
  done(await post(`${C}/members/2/sign-ups`, { activityId }))
  done(await post(`${C}/members/3/sign-ups`, { activityId }))
  await Promise.all([
    post(`${C}/members/1/sign-ups/${String(first.body.signUpId)}/cancellation`, {}),
    post(`${C}/members/4/sign-ups`, { activityId })
  ])
  const { items } = (await get(`${C}/activities/${activityId}/sign-ups`)).body as unknown as { items: { member: number; state: string }[] }
  t.same(items.map(({ member, state }) => [member, state]), [[1, 'cancelled'], [2, 'signed_up'], [3, 'waiting'], [4, 'waiting']])
})

onEachDatabase(t, 'skills, age and guardians are asked for', async (t, scene) => {
  const { post, patch } = scene
  done(await post(`${C}/members`, { name: '小明', birthDate: '2010-06-01', guardian: { relative: { number: 1 }, evidence: '户口簿' }, volunteer: { skills: ['理发'] } }))
  const barber = await openActivity(scene, { requiredSkills: ['理发'] })
  t.match((await post(`${C}/members/1/sign-ups`, { activityId: barber })).body, { code: 'skill_missing', parameters: { skill: '理发' } })
  t.match(await post(`${C}/members/3/sign-ups`, { activityId: barber }), { status: 201 }, 'a minor with a guardian')
  const adults = await openActivity(scene, { minimumAgeYears: 18, date: '2025-03-27' })
  t.match((await post(`${C}/members/3/sign-ups`, { activityId: adults })).body, { code: 'too_young', parameters: { age: 18 } })
  t.match((await post(`${C}/members/2/sign-ups`, { activityId: adults })).body, { code: 'birth_date_unknown' })
  done(await patch(`${C}/members/2`, { birthDate: '2010-01-01' }))
  const anyone = await openActivity(scene, { date: '2025-03-28' })
  t.match((await post(`${C}/members/2/sign-ups`, { activityId: anyone })).body, { code: 'minor_without_guardian' })
  done(await post(`${C}/members/2/relations`, { kind: 'guardian', relative: { number: 1 }, evidence: '户口簿' }))
  t.match(await post(`${C}/members/2/sign-ups`, { activityId: anyone }), { status: 201 })
})

onEachDatabase(t, 'the policy of the day of the activity is asked, not that of today', async (t, scene) => {
  const { post } = scene
  done(await post(`${C}/members`, { name: '小明', birthDate: '2010-06-01', guardian: { relative: { number: 1 }, evidence: '户口簿' } }))
  const strict = { earning: { minimumAgeYears: 16, minorsWithGuardian: false, categoryCoefficients: { 老人陪护: '1' } } }
  done(await post(`${C}/policies`, { from: '2025-03-27', policy: strict, reason: 'other' }))
  t.match(await post(`${C}/members/3/sign-ups`, { activityId: await openActivity(scene) }), { status: 201 })
  t.match((await post(`${C}/members/3/sign-ups`, { activityId: await openActivity(scene, { date: '2025-03-27' }) })).body, { code: 'too_young', parameters: { age: 16 } })
})

onEachDatabase(t, 'nobody is in two activities at one time', async (t, scene) => {
  const { post } = scene
  const first = await openActivity(scene)
  const during = await openActivity(scene, { startMinute: 900, endMinute: 1000 })
  const after = await openActivity(scene, { startMinute: 960, endMinute: 1000 })
  done(await post(`${C}/members/1/sign-ups`, { activityId: first }))
  t.match((await post(`${C}/members/1/sign-ups`, { activityId: during })).body, { code: 'sign_up_overlap', parameters: { activity: first } })
  t.match(await post(`${C}/members/1/sign-ups`, { activityId: after }), { status: 201 }, 'one that only touches is no overlap')
  done(await post(`${C}/activities/${first}/cancellation`, { reason: 'weather' }))
  t.match((await post(`${C}/members/1/sign-ups`, { activityId: during })).body, { parameters: { activity: after } }, 'what was called off keeps nobody')
})

onEachDatabase(t, 'a cancelled activity tells everybody on its list, without a word of theirs', async (t, scene) => {
  const { post, get } = scene
  await moreMembers(scene, 3)
  const activityId = await openActivity(scene, { capacity: 1 })
  for (const member of [1, 2, 3]) done(await post(`${C}/members/${member}/sign-ups`, { activityId }))
  const cancelled = await post(`${C}/activities/${activityId}/cancellation`, { reason: 'no_responsible', note: '夏红浩病了' })
  t.match(cancelled, { status: 200, body: { state: 'cancelled', cancelReason: 'no_responsible', cancelNote: '夏红浩病了', waiting: 2 } }, 'nobody moves up in it')
  t.match((await get(`${C}/activities/${activityId}`, { role: 'resident', member: 'taicheng:2' })).body, { cancelReason: 'no_responsible', cancelNote: null })
  const [notice] = await notices(scene)
  t.match(notice, { event: 'activity_cancelled', content: { activityId, reason: 'no_responsible', members: [1, 2, 3] } })
  const { activity } = scene.service.bank.store.tables
  t.notOk(JSON.stringify(await scene.service.bank.store.db.select().from(activity)).includes('病了'), 'the note is sealed')
  t.match((await post(`${C}/activities/${activityId}/state`, { state: 'open' })).body, { code: 'activity_state' })
})

onEachDatabase(t, 'a new time or place is told, a new title is not', async (t, scene) => {
  const { post, patch } = scene
  const activityId = await openActivity(scene)
  const A = `${C}/activities/${activityId}`
  done(await patch(A, { date: '2025-03-25' }))
  t.same(await notices(scene), [], 'there was nobody to tell')
  done(await post(`${C}/members/2/sign-ups`, { activityId }))
  done(await patch(A, { title: '周四陪护' }))
  t.same(await notices(scene), [])
  t.match(await patch(A, { date: '2025-03-27' }), { body: { title: '周四陪护', date: '2025-03-27', place: '社区活动室' } })
  t.match(await notices(scene), [{ event: 'activity_changed', content: { date: '2025-03-27', members: [2] } }])
  t.match((await patch(A, {})).body, { code: 'nothing_to_change' })
  t.match((await patch(A, { endMinute: 10 })).body, { code: 'end_before_start' })
})

onEachDatabase(t, 'a resident signs up for themselves alone, and does not see who else did', async (t, scene) => {
  const { post, get } = scene
  const activityId = await openActivity(scene)
  const self = { role: 'resident', member: 'taicheng:2' }
  t.match(await post(`${C}/members/2/sign-ups`, { activityId }, self), { status: 201, body: { recordedBy: 'resident:2' } })
  t.match(await post(`${C}/members/1/sign-ups`, { activityId }, self), { status: 403, body: { code: 'not_permitted' } })
  t.match(await get(`${C}/activities/${activityId}/sign-ups`, self), { status: 403 })
  t.match((await get(`${C}/activities`, self)).body.items, [{ taken: 1 }])
  t.match(await get(`${C}/members/1/sign-ups`, self), { status: 403 })
  t.match((await get(`${C}/members/2/sign-ups`, self)).body.items, [{ activityId }])
})

onEachDatabase(t, 'the dead and the merged are taken off the list, and the next moves up', async (t, scene) => {
  const { post, get } = scene
  await moreMembers(scene, 4)
  const activityId = await openActivity(scene, { capacity: 1 })
  for (const member of [3, 2, 4]) done(await post(`${C}/members/${member}/sign-ups`, { activityId }))
  done(await post(`${C}/members/3/death`, { diedOn: '2025-03-19' }))
  t.match((await post(`${C}/members/3/sign-ups`, { activityId })).body, { code: 'member_died' })
  done(await post(`${C}/members/1/sign-ups`, { activityId }))
  t.match((await get(`${C}/activities/${activityId}/sign-ups`)).body.items, [{ state: 'cancelled', cancelledBy: 'system' }, { member: 2, state: 'signed_up' }, { state: 'waiting' }, {}])
})
