import { createHmac } from 'node:crypto'
import t from 'tap'
import { enqueueNotice } from '../../../src/communities/webhooks/notices.ts'
import { forgetOldNotices, pauseAfter, sendDue } from '../../../src/communities/webhooks/sender.ts'
import type { TestApp } from '../../api/app.ts'
import { done } from '../../api/taicheng.ts'
import { C, onEachDatabase } from '../people-scene.ts'
import { moreMembers, openActivity } from '../../hours/planning/planning-scene.ts'
import { onEachPrivate, openReceiver } from './receiver.ts'

const settings = { privateAddresses: true }
const never = new AbortController().signal
const send = ({ service }: TestApp, signal = never): Promise<number> => sendDue(service, { settings, signal })

async function tell(scene: TestApp, address: string, events: string[] = ['activity_cancelled', 'sign_up_moved_up', 'visit_missed']): Promise<{ webhookId: string; secret: string }> {
  const { body } = done(await scene.post(`${C}/webhooks`, { address, events }))
  return { webhookId: String(body.webhook?.webhookId), secret: String(body.secret) }
}

const notice = ({ service }: TestApp, content: Record<string, number | string>): Promise<boolean> =>
  service.bank.store.write((db) => enqueueNotice(service, db, 'taicheng', { event: 'visit_missed', content }))

onEachDatabase(t, 'the secret is shown once, and the address is for administrators', async (t, { post, get, service }) => {
  const key = { 'idempotency-key': 'webhook' }
  const made = { address: 'https://notice.example.org/t?token=geheim', events: ['activity_cancelled'] }
  const first = await post(`${C}/webhooks`, made, key)
  t.match(first, { status: 201, body: { secret: /^whs_[\w-]{43}$/, webhook: { address: made.address, endedAt: null } }, headers: { 'cache-control': 'no-store' } })
  t.match(await post(`${C}/webhooks`, made, key), { status: 201, body: { secret: null, webhook: { webhookId: first.body.webhook?.webhookId } } })
  const listed = await get(`${C}/webhooks`)
  t.match(listed.body.items, [{ address: made.address }])
  t.notOk(listed.text.includes(String(first.body.secret)))
  const rows = JSON.stringify(await service.bank.store.db.select().from(service.bank.store.tables.webhook))
  t.notOk(rows.includes('geheim') || rows.includes(String(first.body.secret)), 'both are sealed')
  t.match((await post(`${C}/webhooks`, { ...made, address: 'https://127.0.0.1/' })).body, { code: 'webhook_address' })
  t.match((await post(`${C}/webhooks`, { ...made, events: ['everything'] })).body, { code: 'invalid_request' })
  t.match((await post(`${C}/webhooks`, { ...made, events: [] })).body, { code: 'invalid_request' })
  for (const role of ['coordinator', 'clerk', 'approver']) t.match(await post(`${C}/webhooks`, made, { role, scope: 'community:taicheng' }), { status: 403 }, role)
  const end = `${C}/webhooks/${String(first.body.webhook?.webhookId)}/end`
  t.match(await post(end, {}), { status: 200, body: { endedAt: '2025-03-20T02:00:00.000Z' } })
  for (let index = 0; index < 20; index++) done(await post(`${C}/webhooks`, made))
  t.match((await post(`${C}/webhooks`, made)).body, { code: 'too_many_webhooks' })
})

onEachPrivate(t, 'what is told is signed, and names nobody', async (t, scene) => {
  const { post, get } = scene
  const { address, received } = await openReceiver(t)
  const { webhookId, secret } = await tell(scene, address)
  const activityId = await openActivity(scene)
  for (const member of [1, 2]) done(await post(`${C}/members/${member}/sign-ups`, { activityId }))
  done(await post(`${C}/activities/${activityId}/cancellation`, { reason: 'weather', note: '夏红浩病了' }))
  t.equal(await send(scene), 1)
  const [call] = received
  t.match(JSON.parse(call?.body ?? ''), { event: 'activity_cancelled', communityId: 'taicheng', content: { activityId, reason: 'weather', members: [1, 2] } })
  t.notOk(/夏红浩|李福|病/.test(call?.body ?? ''))
  t.equal(call?.path, '/notices?of=taicheng')
  const timestamp = String(call?.headers['timebank-timestamp'])
  t.equal(timestamp, String(Date.parse('2025-03-20T02:00:00Z') / 1000))
  t.equal(call?.headers['timebank-signature'], `v1=${createHmac('sha256', secret).update(`${timestamp}.${call?.body}`).digest('hex')}`)
  const D = `${C}/webhooks/${webhookId}/deliveries`
  t.match((await get(D)).body.items, [{ state: 'delivered', attempts: 1, status: 200, event: 'activity_cancelled', nextAttemptAt: null }])
  t.equal(await send(scene), 0, 'once')
  const deliveryId = String(((await get(D)).body.items as unknown as { deliveryId: string }[])[0]?.deliveryId)
  t.match(await post(`${D}/${deliveryId}/resend`, {}), { status: 200, body: { state: 'waiting', attempts: 0 } })
  t.equal(await send(scene), 1)
  t.equal(received[1]?.headers['timebank-delivery'], deliveryId, 'and once more where it is asked for')
  t.match((await post(`${D}/0195b1a2-7c3d-7e4f-8a5b-6c7d8e9f0a1b/resend`, {})).body, { code: 'unknown_delivery' })
  done(await post(`${C}/webhooks/${webhookId}/end`, {}))
  t.match((await post(`${D}/${deliveryId}/resend`, {})).body, { code: 'webhook_ended' })
})

onEachPrivate(t, 'an address that fails is tried again later and later, and given up in the end', async (t, scene) => {
  const { get, clock } = scene
  const { address, received } = await openReceiver(t, (response) => {
    response.statusCode = 302
    response.setHeader('location', 'http://127.0.0.1:1/')
    response.end()
  })
  const { webhookId } = await tell(scene, address)
  await notice(scene, { member: 1 })
  let now = clock.now()
  for (let attempt = 1; attempt <= 8; attempt++) {
    t.equal(await send(scene), 1)
    const [found] = (await get(`${C}/webhooks/${webhookId}/deliveries`)).body.items as unknown as { nextAttemptAt: string | null }[]
    const pause = pauseAfter(attempt)
    t.match(found, { attempts: attempt, status: 302, failure: 'answered_with_error', state: pause === null ? 'given_up' : 'waiting' })
    t.equal(await send(scene), 0, 'not before its time')
    if (pause === null) break
    t.equal(found?.nextAttemptAt, new Date(now + pause).toISOString())
    now += pause
    clock.set(new Date(now).toISOString())
  }
  t.equal(received.length, 8, 'a redirect is not followed, and the ninth is not tried')
  t.match((await get(`${C}/webhooks/${webhookId}/deliveries?state=given_up`)).body.items, [{ nextAttemptAt: null }])
  t.ok([1, 2, 3, 4, 5, 6].every((each) => Number(pauseAfter(each)) < Number(pauseAfter(each + 1)) || pauseAfter(each + 1) === 8 * 3_600_000))
})

onEachPrivate(t, 'what was rolled back is told to nobody, and what is refused neither', async (t, scene) => {
  const { service, post } = scene
  const { address, received } = await openReceiver(t)
  await tell(scene, address)
  await t.rejects(
    service.bank.store.write(async (db) => {
      await enqueueNotice(service, db, 'taicheng', { event: 'visit_missed', content: { member: 1 } })
      throw new Error('rolled back')
    }),
    { message: 'rolled back' }
  )
  t.match(await post(`${C}/activities/0195b1a2-7c3d-7e4f-8a5b-6c7d8e9f0a1b/cancellation`, { reason: 'weather' }), { status: 404 })
  for (const bad of ['夏红浩', 'a b', 'x'.repeat(65), '']) await t.rejects(notice(scene, { who: bad }), { message: /neither a number nor a code/ }, bad)
  t.equal(await send(scene), 0)
  t.same(received, [])
})

onEachPrivate(t, 'two senders at once send each thing once, and one that is stopped leaves it to the next', async (t, scene) => {
  const { get, clock } = scene
  let hang = true
  const { address, received } = await openReceiver(t, (response) => {
    if (!hang) response.end()
  })
  const { webhookId } = await tell(scene, address)
  await notice(scene, { member: 1 })
  const stop = new AbortController()
  const sending = send(scene, stop.signal)
  while (received.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
  stop.abort()
  t.equal(await sending, 1)
  t.match((await get(`${C}/webhooks/${webhookId}/deliveries`)).body.items, [{ state: 'waiting', attempts: 0 }], 'it does not count')
  hang = false
  for (let member = 1; member <= 30; member++) await notice(scene, { member })
  const sent = await Promise.all([send(scene), send(scene), send(scene)])
  t.equal(sent.reduce((sum, each) => sum + each, 0), 31)
  t.equal(new Set(received.slice(1).map(({ headers }) => headers['timebank-delivery'])).size, 31)
  t.equal(received.length, 32)
  clock.set('2025-07-01T00:00:00Z')
  await forgetOldNotices(scene.service)
  t.same((await get(`${C}/webhooks/${webhookId}/deliveries`)).body.items, [], 'after ninety days it is forgotten')
})

onEachPrivate(t, 'each is told what it asked for, of its own community', async (t, scene) => {
  const { post } = scene
  done(await post('/communities', { communityId: 'bihu', name: '碧湖社区' }))
  const [moved, other] = [await openReceiver(t), await openReceiver(t)]
  await tell(scene, moved.address, ['sign_up_moved_up'])
  done(await post('/communities/bihu/webhooks', { address: other.address, events: ['sign_up_moved_up', 'sign_up_cancelled'] }))
  await moreMembers(scene, 3)
  const activityId = await openActivity(scene, { capacity: 1 })
  const signUps = []
  for (const member of [1, 2, 3]) signUps.push(done(await post(`${C}/members/${member}/sign-ups`, { activityId })))
  done(await post(`${C}/members/1/sign-ups/${String(signUps[0]?.body.signUpId)}/cancellation`, {}))
  await send(scene)
  t.match(moved.received.map(({ body }) => JSON.parse(body)), [{ event: 'sign_up_moved_up', content: { member: 2, activityId } }])
  t.equal(moved.received.length, 1)
  t.same(other.received, [])
})
