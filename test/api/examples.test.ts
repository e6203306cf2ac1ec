import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { ANSWERS_FILE, readAnswers } from '../../src/api/examples/answers.ts'
import { TOUR } from '../../src/api/examples/tour.ts'
import { root } from '../source-files.ts'
import { openApp } from './app.ts'
import { sendTour } from './send-tour.ts'

// `TIMEBANK_RECORD_EXAMPLES=1 node build/test/api/examples.test.js` writes down what the service answers now.
const RECORDING = process.env['TIMEBANK_RECORD_EXAMPLES'] === '1'

t.test('every example of the document is what the service answers', async (t) => {
  const answers = await sendTour(await openApp(t))
  if (RECORDING) writeFileSync(join(root, ANSWERS_FILE), `${JSON.stringify(answers, null, 1)}\n`)
  const recorded = readAnswers()
  t.same(Object.keys(recorded), TOUR.map((each) => each.name))
  for (const { name } of TOUR) t.strictSame(answers[name], recorded[name], name)
})

t.test('the examples that bear the name of a refusal show that refusal', async (t) => {
  const answers = readAnswers()
  for (const { name } of TOUR) {
    const { status, body } = answers[name] ?? { status: 0, body: null }
    const code = (body as { code?: string } | null)?.code
    if (status >= 400) t.equal(code, name === 'unknown_field' ? 'invalid_request' : name, name)
  }
})

t.test('every operation has an example of its success', async (t) => {
  const { app } = await openApp(t)
  const document = (await app.inject('/openapi.json')).json() as { paths: Record<string, Record<string, { operationId: string }>> }
  const answers = readAnswers()
  const shown = new Set(TOUR.filter(({ name }) => (answers[name]?.status ?? 500) < 300).map((each) => each.operationId))
  const operations = Object.values(document.paths).flatMap((path) => Object.values(path))
  t.ok(operations.length > 50)
  t.same(operations.map((each) => each.operationId).filter((id) => !shown.has(id)), [])
})
