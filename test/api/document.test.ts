import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { openApp } from './app.ts'

interface Operation {
  operationId: string
  summary: string
  tags: string[]
  parameters?: { name: string; in: string; required?: boolean }[]
  requestBody?: { content: Record<string, { examples?: object }> }
  security?: object[]
  responses: Record<string, { description: string; content?: Record<string, { examples?: object }> }>
}

interface Document {
  security: Record<string, unknown>[]
  openapi: string
  paths: Record<string, Record<string, Operation>>
  tags: { name: string }[]
  components: { securitySchemes: object }
}

async function readDocument(t: Parameters<typeof openApp>[0]): Promise<Document> {
  const { app } = await openApp(t)
  const response = await app.inject('/openapi.json')
  t.equal(response.statusCode, 200)
  return response.json() as Document
}

const operationsOf = ({ paths }: Document) =>
  Object.entries(paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ path, method, operation })))

t.test('the document passes the linter of others without an error', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'timebank-openapi-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'openapi.json')
  writeFileSync(file, JSON.stringify(await readDocument(t)))
  const redocly = fileURLToPath(import.meta.resolve('@redocly/cli/bin/cli.js'))
  const { status, stdout, stderr } = spawnSync(process.execPath, [redocly, 'lint', file, '--extends', 'recommended', '--format', 'json'], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true', CI: 'true' }
  })
  const report = JSON.parse(stdout.slice(stdout.indexOf('{'))) as { totals: { errors: number }; problems: { severity: string; ruleId: string; message: string }[] }
  t.equal(report.totals.errors, 0, JSON.stringify(report.problems.filter((each) => each.severity === 'error').slice(0, 5)))
  // Health and readiness cannot be asked wrongly.
  t.same(report.problems.map((each) => each.ruleId), ['operation-4xx-response', 'operation-4xx-response'])
  t.equal(status, 0, stderr)
})

t.test('every operation has an id of its own, a known tag, and a summary in both languages, Chinese first', async (t) => {
  const document = await readDocument(t)
  t.equal(document.openapi, '3.1.0')
  const operations = operationsOf(document)
  const ids = operations.map(({ operation }) => operation.operationId)
  t.equal(new Set(ids).size, ids.length)
  const tags = document.tags.map((tag) => tag.name)
  for (const { operation } of operations) {
    t.match(operation.summary, /^\p{Script=Han}.* · [A-Z]/u, operation.operationId)
    t.ok(operation.tags.every((tag) => tags.includes(tag)), operation.operationId)
  }
})

/** Of sessions, users, PINs and full views: sent twice they do no harm, and what they show once is never shown again. */
const WITHOUT_KEY = ['登录 Sessions', '账号 Users']
/** A dry run takes a policy along, and writes nothing. */
const WITHOUT_KEY_OPERATIONS = ['setPin', 'viewMemberInFull', 'dryRunPolicy']

t.test('every write to the books asks for an Idempotency-Key', async (t) => {
  const writes = operationsOf(await readDocument(t)).filter(
    ({ method, operation }) => method !== 'get' && !WITHOUT_KEY_OPERATIONS.includes(operation.operationId) && !operation.tags.some((tag) => WITHOUT_KEY.includes(tag))
  )
  t.ok(writes.length > 30)
  for (const { operation } of writes) {
    const headers = (operation.parameters ?? []).filter((each) => each.in === 'header')
    t.match(headers, [{ name: 'Idempotency-Key', required: true }, { name: 'Accept-Language' }], operation.operationId)
  }
})

t.test('what needs to know who asks says how one signs in', async (t) => {
  const document = await readDocument(t)
  const schemes = Object.keys(document.components.securitySchemes)
  const closed = operationsOf(document).filter(({ operation }) => (operation.security ?? document.security).length > 0)
  t.ok(closed.length >= 15)
  for (const { operation } of closed) t.ok((operation.security ?? document.security).every((each) => schemes.includes(Object.keys(each)[0] as string)), operation.operationId)
  t.same(closed.filter(({ operation }) => !('401' in operation.responses)), [])
  t.notOk(closed.some(({ operation }) => ['signIn', 'signInResident', 'health'].includes(operation.operationId)))
})

t.test('every answer is described, in both languages', async (t) => {
  for (const { operation } of operationsOf(await readDocument(t))) {
    for (const [status, { description }] of Object.entries(operation.responses)) t.match(description, /\p{Script=Han}.* · [A-Z]/u, `${operation.operationId} ${status}`)
  }
})

t.test('requests, successes and refusals are shown by examples', async (t) => {
  for (const { operation } of operationsOf(await readDocument(t))) {
    for (const [type, { examples }] of Object.entries(operation.requestBody?.content ?? {})) {
      t.ok(Object.keys(examples ?? {}).length > 0, `${operation.operationId} takes ${type}`)
    }
    for (const status of ['400', '404', '409']) {
      const content = operation.responses[status]?.content ?? {}
      for (const { examples } of Object.values(content)) t.ok(Object.keys(examples ?? {}).length > 0, `${operation.operationId} ${status}`)
    }
  }
})

t.test('the page that shows the document loads with everything it needs, under its own policy', async (t) => {
  const { app } = await openApp(t)
  const page = await app.inject('/docs/')
  t.equal(page.statusCode, 200)
  t.match(page.headers['content-security-policy'], /script-src 'self'(;|$)/)
  t.notMatch(page.body, /<script>|<style>|onload=|https?:/, 'nothing inline, nothing from elsewhere')
  const needed = [...page.body.matchAll(/(?:src|href)="\.\/([^"]+)"/g)].map(([, path]) => path)
  t.ok(needed.length >= 5)
  for (const path of needed as string[]) {
    const part = await app.inject(`/docs/${path}`)
    t.equal(part.statusCode, 200, path)
    t.ok(part.body.length > 0, path)
  }
  t.equal((await app.inject('/docs/json')).body, (await app.inject('/openapi.json')).body, 'it shows the same document')
})
