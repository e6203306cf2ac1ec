import t from 'tap'
import { type BackgroundTask, runInBackground } from '../../src/api/background.ts'
import { openReceiver } from '../communities/webhooks/receiver.ts'
import { openActivity } from '../hours/planning/planning-scene.ts'
import { openApp } from './app.ts'
import { done, openTaicheng } from './taicheng.ts'

t.test('a running service tells by itself, and ends although nobody answers it', async (t) => {
  const { address, received } = await openReceiver(t, () => undefined)
  const scene = await openTaicheng(t, { webhooks: { privateAddresses: true }, background: true })
  done(await scene.post('/communities/taicheng/webhooks', { address, events: ['activity_cancelled'] }))
  const activityId = await openActivity(scene)
  done(await scene.post(`/communities/taicheng/activities/${activityId}/cancellation`, { reason: 'weather' }))
  while (received.length === 0) await new Promise((resolve) => setTimeout(resolve, 20))
  t.match(JSON.parse(received[0]?.body ?? ''), { event: 'activity_cancelled' })
  await scene.app.close()
  const { webhookDelivery } = scene.service.bank.store.tables
  t.match(await scene.service.bank.store.db.select().from(webhookDelivery), [{ state: 'waiting', attempts: 0 }], 'it is left to the next start')
})

t.test('a task that fails is tried again, never twice at a time', async (t) => {
  const { app } = await openApp(t)
  let [runs, under, most] = [0, 0, 0]
  const task: BackgroundTask = {
    name: 'failing', everyMilliseconds: 1,
    run: async () => {
      most = Math.max(most, ++under)
      await new Promise((resolve) => setTimeout(resolve, 5))
      under--
      if (++runs % 2 === 1) throw new Error('every other time')
    }
  }
  const closing: (() => Promise<void>)[] = []
  const log: unknown[] = []
  runInBackground({ addHook: (_: string, hook: () => Promise<void>) => closing.push(hook), log: { error: (line: unknown) => log.push(line) } } as unknown as typeof app, [task])
  while (runs < 6) await new Promise((resolve) => setTimeout(resolve, 5))
  await closing[0]?.()
  const after = runs
  await new Promise((resolve) => setTimeout(resolve, 30))
  t.equal(runs, after, 'once closed it is not run any more')
  t.equal(most, 1)
  t.ok(log.length >= 3, 'failures are logged')
})
