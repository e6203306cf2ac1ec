import { createHash } from 'node:crypto'
import type { InjectOptions } from 'fastify'
import type { TourAnswer } from '../../src/api/examples/answers.ts'
import { TOUR } from '../../src/api/examples/tour.ts'
import { IMPORT_ID, MADE_ID, type TourRequest } from '../../src/api/examples/tour-request.ts'
import { BEGIN, type TestApp } from './app.ts'
import { multipart } from './multipart.ts'

const REQUEST_ID = '5f0c1a2b-1'
const ANY_ID = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g

/** Sends every request of the tour in its order; answers come with ids that are made anew each time put right. */
export async function sendTour(test: TestApp): Promise<Record<string, TourAnswer>> {
  const answers: Record<string, TourAnswer> = {}
  let importId = IMPORT_ID
  let madeId = MADE_ID
  for (const request of TOUR) {
    const { status, body, text, headers } = await test.send(injectionOf(request, { importId, madeId }))
    if (request.operationId === 'previewImport' && status === 201) importId = String(body.importId)
    if (request.makes !== undefined) madeId = String(body[request.makes])
    const type = String(headers['content-type']).split(';')[0] as string
    answers[request.name] = { status, type, body: type.endsWith('json') ? settled(body, { importId, madeId }) : settledText(text) }
  }
  return answers
}

interface Ids {
  importId: string
  madeId: string
}

function injectionOf(request: TourRequest, { importId, madeId }: Ids): InjectOptions {
  const { path, body, file, language, actor, role, keyOf, name } = request
  const method = request.method ?? (body || file ? 'POST' : 'GET')
  const form = file && multipart({ file })
  return {
    method,
    url: path.replace(IMPORT_ID, importId).replace(MADE_ID, madeId),
    headers: {
      ...(language ? { 'accept-language': language } : {}),
      ...(method === 'GET' ? {} : { 'idempotency-key': `tour-${keyOf ?? name}` }),
      ...(actor ? { actor } : {}),
      ...(role ? { role } : {}),
      ...form?.headers
    },
    ...(form ? { payload: form.payload } : body ? { payload: JSON.parse(JSON.stringify(body).replace(MADE_ID, madeId)) as object } : {})
  }
}

/** What differs from run to run: ids, the writer's own clock, and the hashes over it. */
function settled(body: unknown, { importId, madeId }: Ids): unknown {
  const text = JSON.stringify(body)
    .replaceAll(importId, IMPORT_ID)
    .replaceAll(madeId, MADE_ID)
    .replace(ANY_ID, IMPORT_ID)
    .replace(/"requestId":"[^"]+"/g, `"requestId":"${REQUEST_ID}"`)
    .replace(/"(recordedAt|at)":"[^"]+"/g, `"$1":"${new Date(BEGIN).toISOString()}"`)
    .replace(/"(leaf|root)":"[0-9a-f]{64}"/g, (_, name: string) => `"${name}":"${createHash('sha256').update(name).digest('hex')}"`)
  return JSON.parse(text)
}

/** The same in a file of the access log. */
function settledText(text: string): string {
  return text.replace(ANY_ID, IMPORT_ID).replace(/\b[0-9a-f]{8}-[0-9a-z]{1,4}\b(?!-)/g, REQUEST_ID)
}
