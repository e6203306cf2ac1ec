import { eq } from 'drizzle-orm'
import t from 'tap'
import { remindOfActivities } from '../../../src/hours/planning/remind.ts'
import type { TestApp } from '../../api/app.ts'
import { done } from '../../api/taicheng.ts'
import { C, onEachDatabase } from '../../communities/people-scene.ts'
import { moreMembers, openActivity } from './planning-scene.ts'

async function reminders({ service }: TestApp): Promise<unknown[]> {
  const { notice } = service.bank.store.tables
  const rows = await service.bank.store.db.select({ content: notice.content }).from(notice).where(eq(notice.event, 'activity_reminder'))
  return rows.map((row) => row.content)
}

onEachDatabase(t, 'who signed up is reminded a day before, once, and without the dead', async (t, scene) => {
  const { post, patch, clock, service, get } = scene
  await moreMembers(scene, 4)
  const activityId = await openActivity(scene, { capacity: 2 })
  await openActivity(scene, { date: '2025-03-26', title: '没有人的' })
  for (const member of [1, 3, 4]) done(await post(`${C}/members/${member}/sign-ups`, { activityId }))
  clock.set('2025-03-25T05:59:00Z')
  t.equal(await remindOfActivities(service), 0, 'a minute too early')
  done(await post(`${C}/members/3/death`, { diedOn: '2025-03-24' }))
  clock.set('2025-03-25T06:00:00Z')
  const told = await Promise.all([remindOfActivities(service), remindOfActivities(service)])
  t.equal(told.reduce((sum, each) => sum + each, 0), 1)
  t.equal(await remindOfActivities(service), 0)
  t.same(await reminders(scene), [{ activityId, date: '2025-03-26', startMinute: 840, members: [1, 4] }], 'who waited has moved up')
  t.match((await get(`${C}/activities/${activityId}`)).body, { taken: 2, waiting: 0 })

  done(await patch(`${C}/activities/${activityId}`, { date: '2025-03-27' }))
  t.equal(await remindOfActivities(service), 0)
  clock.set('2025-03-26T07:00:00Z')
  t.equal(await remindOfActivities(service), 1, 'put off, it is told of anew')
  const called = await openActivity(scene, { date: '2025-03-28' })
  done(await post(`${C}/members/2/sign-ups`, { activityId: called }))
  done(await post(`${C}/activities/${called}/cancellation`, { reason: 'too_few' }))
  clock.set('2025-03-27T07:00:00Z')
  t.equal(await remindOfActivities(service), 0, 'not of what was called off')
})
