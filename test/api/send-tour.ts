import { createHash } from 'node:crypto'
import type { InjectOptions } from 'fastify'
import type { TourAnswer } from '../../src/api/examples/answers.ts'
import { TOUR } from '../../src/api/examples/tour.ts'
import {
  ACTIVITY_ID, ASSIGNMENT_ID, CERTIFICATE_CODE, ENTRY_ID, IMPORT_ID, KEY_ID, MADE_ID, TOUR_ADMINISTRATOR, type TourRequest
} from '../../src/api/examples/tour-request.ts'
import { grantRole } from '../../src/identity/assignments.ts'
import { createUser } from '../../src/identity/create-user.ts'
import { secretOf } from '../identity/second-factor-secret.ts'
import { BEGIN, type Body, type TestApp } from './app.ts'
import { multipart } from './multipart.ts'

const REQUEST_ID = '5f0c1a2b-1'
const ANY_ID = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g
const TOKEN = 'V1h2b3c4d5e6f7g8h9i0j1k2l3m4n5o6p7q8r9s0t1u'

const PLACEHOLDERS = [IMPORT_ID, MADE_ID, ASSIGNMENT_ID, KEY_ID, ACTIVITY_ID, ENTRY_ID]

/** What the requests of the tour need to know of each other. */
interface Thread {
  ids: Map<string, string>
  cookie: string
  csrfToken: string
  /** Of the second factor that the tour enrols. */
  uri: string
}

/** What is done after each request of the tour, before the next one. */
export type AfterEach = (sent: { request: TourRequest; injection: InjectOptions; answer: Awaited<ReturnType<TestApp['send']>> }) => Promise<void>

/** Sends every request of the tour in its order; answers come with ids that are made anew each time put right. */
export async function sendTour(test: TestApp, afterEach?: AfterEach): Promise<Record<string, TourAnswer>> {
  const { user: name, password } = TOUR_ADMINISTRATOR
  await createUser(test.identity, { name, kind: 'staff', password })
  await grantRole(test.identity, { name, assignment: { role: 'administrator', scope: 'service' }, by: 'system' })
  const answers: Record<string, TourAnswer> = {}
  const thread: Thread = { ids: new Map(), cookie: '', csrfToken: '', uri: '' }
  for (const request of TOUR) {
    if (request.at !== undefined) test.clock.set(request.at)
    const injection = await injectionOf(request, thread, test)
    const answer = await test.send(injection)
    const { status, body, text, headers } = answer
    await afterEach?.({ request, injection, answer })
    test.clock.set(new Date(BEGIN).toISOString())
    follow(thread, request, { status, body, text, cookies: [headers['set-cookie'] ?? []].flat() })
    const type = String(headers['content-type']).split(';')[0] as string
    answers[request.name] = { status, type, body: type.endsWith('json') ? settled(body, thread) : settledText(/^draw/.test(request.operationId) ? settledDrawing(text) : text, thread) }
  }
  return answers
}

function follow(
  thread: Thread,
  { name, operationId, makes, madeAs = MADE_ID }: TourRequest,
  { status, body, text, cookies }: { status: number; body: Body; text: string; cookies: string[] }
): void {
  const remember = (placeholder: string, id: unknown): void => {
    if (typeof id !== 'string' || id === '') throw new Error(`the answer of ${name} has no id: ${JSON.stringify(body).slice(0, 300)}`)
    thread.ids.set(placeholder, id)
  }
  if (makes !== undefined) remember(madeAs, makes.split('.').reduce<Body | undefined>((found, field) => found?.[field], body))
  if (operationId === 'previewImport' && status === 201) remember(IMPORT_ID, body.importId)
  if (operationId === 'printCertificate' && status === 200) remember(CERTIFICATE_CODE, /<span class="mono">([^<]+)</.exec(text)?.[1])
  if (name === 'role') remember(ASSIGNMENT_ID, body.assignmentId)
  if (name === 'key') remember(KEY_ID, body.apiKey?.keyId)
  if (name === 'enrolled') thread.uri = String(body.uri)
  if (typeof body.csrfToken !== 'string' || operationId === 'signInResident') return
  thread.csrfToken = body.csrfToken
  if (cookies.length > 0) thread.cookie = cookies.map((each) => each.split(';')[0]).join('; ')
}

async function injectionOf(request: TourRequest, thread: Thread, { identity }: TestApp): Promise<InjectOptions> {
  const { path, body, file, language, actor, role, member, keyOf, name, signedIn } = request
  const method = request.method ?? (body || file ? 'POST' : 'GET')
  const form = file && multipart({ file })
  const payload = name === 'confirmed' ? await identity.library.api.generateTOTP({ body: { secret: secretOf(thread.uri) } }) : body
  return {
    method,
    url: withIds(path, thread.ids),
    headers: {
      ...(language ? { 'accept-language': language } : {}),
      ...(method === 'GET' ? {} : { 'idempotency-key': `tour-${keyOf ?? name}` }),
      ...(actor ? { actor } : {}),
      ...(role ? { role } : {}),
      ...(member === undefined ? {} : { role: 'resident', member: `taicheng:${member}` }),
      ...(signedIn ? { cookie: thread.cookie, 'x-csrf-token': thread.csrfToken } : {}),
      ...form?.headers
    },
    ...(form ? { payload: form.payload } : payload ? { payload: JSON.parse(withIds(JSON.stringify(payload), thread.ids)) as object } : {})
  }
}

/** Puts the ids that were made in this run for their placeholders, or the other way round, each found in one pass. */
function withIds(text: string, ids: ReadonlyMap<string, string>): string {
  if (ids.size === 0) return text
  return text.replace(new RegExp([...ids.keys()].join('|'), 'g'), (each) => ids.get(each) ?? each)
}

/** What differs from run to run: ids, the writer's own clock, and the hashes over it. */
function settled(body: unknown, { ids }: Thread): unknown {
  const placeholders = new Map([...ids].map(([placeholder, id]) => [id, placeholder]))
  const text = withIds(JSON.stringify(body), placeholders)
    .replace(ANY_ID, (id) => (PLACEHOLDERS.includes(id) ? id : IMPORT_ID))
    .replace(/"requestId":"[^"]+"/g, `"requestId":"${REQUEST_ID}"`)
    .replace(/"(recordedAt|at)":"[^"]+"/g, `"$1":"${new Date(BEGIN).toISOString()}"`)
    .replace(/"(leaf|root|statementHash)":"[0-9a-f]{64}"/g, (_, name: string) => `"${name}":"${createHash('sha256').update(name).digest('hex')}"`)
    .replace(/"expiresAt":"[^"]+","csrfToken":"[^"]+"/g, `"expiresAt":"${new Date(BEGIN + 12 * 3_600_000).toISOString()}","csrfToken":"${TOKEN}"`)
    .replace(/"password":"[^"]+"/g, '"password":"k7mq-x2fp-9rtb-hc4w"')
    .replace(/"secret":"whs_[^"]+"/g, `"secret":"whs_${TOKEN}"`)
    .replace(/"key":"tbk_[^"]+"/g, `"key":"tbk_${TOKEN}"`)
    .replace(/"start":"tbk_[^"]+"/g, `"start":"tbk_${TOKEN.slice(0, 6)}"`)
    .replace(/"assignmentId":"[^"]+"/g, `"assignmentId":"${ASSIGNMENT_ID}"`)
    .replace(/"uri":"[^"]+"/g, '"uri":"otpauth://totp/…"')
    .replace(/"backupCodes":\[[^\]]+\]/g, '"backupCodes":["a1b2c-d3e4f"]')
  return JSON.parse(text)
}

/** A code that is drawn is another one each time. */
function settledDrawing(text: string): string {
  return text.replace(/<path [^>]*>/g, '<path/>')
}

/** The same in a file of the access log, and on a page with a code and a picture of it. */
function settledText(text: string, { ids }: Thread): string {
  const code = ids.get(CERTIFICATE_CODE)
  const page = code === undefined ? text : text.replaceAll(code, CERTIFICATE_CODE).replace(/<svg.*<\/svg>/s, '<svg>…</svg>')
  return page.replace(ANY_ID, IMPORT_ID).replace(/\b[0-9a-f]{8}-[0-9a-z]{1,4}\b(?!-)/g, REQUEST_ID)
}
