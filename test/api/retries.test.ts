import t from 'tap'
import { openApp } from './app.ts'
import { sendTour } from './send-tour.ts'

interface Operation {
  operationId: string
  parameters?: { name: string; required?: boolean }[]
}

/** What is shown once and never again, and the word in the body that says of a sheet that it was handed in before. */
const SHOWN_ONCE = ['password', 'key', 'secret', 'shown', 'repeated']

function comparable(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body
  return Object.fromEntries(Object.entries(body).filter(([name]) => !SHOWN_ONCE.includes(name)))
}

t.test('every write of the document that is sent again with its key changes nothing and gives the first answer, marked so', async (t) => {
  const test = await openApp(t)
  const document = (await test.app.inject('/openapi.json')).json() as { paths: Record<string, Record<string, Operation>> }
  const keyed = new Set(
    Object.values(document.paths)
      .flatMap((path) => Object.values(path))
      .filter(({ parameters = [] }) => parameters.some(({ name, required }) => name.toLowerCase() === 'idempotency-key' && required))
      .map(({ operationId }) => operationId)
  )
  t.ok(keyed.size > 100, `${keyed.size} operations take a key`)
  const seen = new Set<string>()
  await sendTour(test, async ({ request: { name, operationId }, injection, answer }) => {
    if (!keyed.has(operationId) || answer.status >= 300) return
    seen.add(operationId)
    const again = await test.send(injection)
    t.equal(again.status, answer.status, `${operationId} (${name})`)
    t.strictSame(comparable(again.body), comparable(answer.body), `${operationId} (${name}): the same answer`)
    // Where all of a list was refused nothing was done, and the same is refused again.
    const isRefusedWhole = operationId === 'awardByRule' && (answer.body.items as unknown as { code: string | null }[]).every(({ code }) => code !== null)
    t.equal(again.headers['idempotency-replayed'], isRefusedWhole ? undefined : 'true', `${operationId} (${name}): marked`)
  })
  t.same([...keyed].filter((each) => !seen.has(each)), [], 'all of them were tried')
})
