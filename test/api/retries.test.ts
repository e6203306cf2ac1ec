import type { InjectOptions } from 'fastify'
import t from 'tap'
import { openApp, type TestApp } from './app.ts'
import { sendTour } from './send-tour.ts'

interface Operation {
  operationId: string
  parameters?: { name: string; required?: boolean }[]
  responses: Record<string, unknown>
}

/** What is shown once and never again, and the word in the body that says of a sheet that it was handed in before. */
const SHOWN_ONCE = ['password', 'key', 'secret', 'shown', 'repeated']

/** Of a person whose data were erased since, nothing is answered any more. */
const ABOUT_THE_ERASED = ['changeMember (change)', 'setHomeCommunity (home)', 'recordDeath (death)', 'withdrawDeath (deathWithdrawn)']
/** Where all of a list was refused nothing was done, and the same is refused again. */
const REFUSED_WHOLE = 'awardByRule (awardsAgain)'

function comparable(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body
  return Object.fromEntries(Object.entries(body).filter(([name]) => !SHOWN_ONCE.includes(name)))
}

/** The operations that take a key, as the document says. */
async function keyedOperations(test: TestApp): Promise<Operation[]> {
  const document = (await test.app.inject('/openapi.json')).json() as { paths: Record<string, Record<string, Operation>> }
  const operations = Object.values(document.paths).flatMap((path) => Object.values(path))
  return operations.filter(({ parameters = [] }) => parameters.some(({ name, required }) => name.toLowerCase() === 'idempotency-key' && required))
}

t.test('the document says of every write that a key may have been used for another request', async (t) => {
  const keyed = await keyedOperations(await openApp(t))
  t.ok(keyed.length > 100, `${keyed.length} operations take a key`)
  t.same(keyed.filter(({ responses }) => !('409' in responses)).map(({ operationId }) => operationId), [])
})

t.test('a write that is sent again with its key changes nothing: the first answer at once, marked so, and late still that it is done', async (t) => {
  const test = await openApp(t)
  const keyed = new Set((await keyedOperations(test)).map(({ operationId }) => operationId))
  const sent: { name: string; injection: InjectOptions; status: number }[] = []
  const seen = new Set<string>()
  await sendTour(test, async ({ request: { name, operationId }, injection, answer }) => {
    if (!keyed.has(operationId) || answer.status >= 300) return
    seen.add(operationId)
    const done = `${operationId} (${name})`
    sent.push({ name: done, injection, status: answer.status })
    const again = await test.send(injection)
    t.equal(again.status, answer.status, done)
    t.strictSame(comparable(again.body), comparable(answer.body), `${done}: the same answer`)
    t.equal(again.headers['idempotency-replayed'], done === REFUSED_WHOLE ? undefined : 'true', `${done}: marked`)
  })
  t.same([...keyed].filter((each) => !seen.has(each)), [], 'all of them were tried')
  // Much has changed since: people died, merged and were erased, a community was archived, things ended.
  for (const { name, injection, status } of sent) {
    const late = await test.send(injection)
    if (ABOUT_THE_ERASED.includes(name)) t.match(late, { status: 404, body: { code: 'unknown_member' } }, name)
    else if (name !== REFUSED_WHOLE) t.match(late, { status, headers: { 'idempotency-replayed': 'true' } }, `${name}, late: ${late.text.slice(0, 200)}`)
  }
})
