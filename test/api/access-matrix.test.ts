import t from 'tap'
import { buildApp } from '../../src/api/build-app.ts'
import type { OperationRule } from '../../src/identity/operation-rule.ts'
import { OPERATIONS } from '../../src/identity/operations.ts'
import { ROLES, type Role } from '../../src/roles.ts'
import type { Answer, TestApp } from './app.ts'
import { addressOf, everyRoute, type RouteOfApi } from './every-route.ts'
import { asCredential, stubAuthenticator } from './stub-authenticator.ts'
import { done, openTaicheng } from './taicheng.ts'
import { placeInTree } from './tree.ts'

/** What addresses name; none of it need exist but the community, since access is settled first. */
const PARAMETERS = {
  communityId: 'taicheng', areaId: 'suojincun', member: 1, card: 'TC100001', sku: 'G005', account: 'P2101.1', number: 1, hold: 1, redemption: 1,
  importId: 'none', user: 'nobody', keyId: 'none', assignment: 'none', key: 'none', relationId: 'none', proxyId: 'none', consentId: 'none',
  field: 'elder_care', category: '老人陪护', brand: 'xiaohonghua', activityId: 'none', signUpId: 'none', postId: 'none', claimId: 'none', entryId: 'none', webhookId: 'none',
  deliveryId: 'none', rosterId: 'none', shiftId: 'none', place: 1, swapId: 'none', absenceId: 'none', planId: 'none', visitId: 'none', presenceId: 'none', purpose: 'shift',
  purposeId: 'none', recordId: 'none', runId: 'none', team: 'none', teamServiceId: 'none', rule: 'none', certificate: 'none', star: 'none'
}

const STAFF = ROLES.filter((role) => role !== 'resident')

let keys = 0

async function ask({ send }: TestApp, route: RouteOfApi, headers: Record<string, string>, parameters: Record<string, string | number> = {}): Promise<Answer> {
  const { method } = route
  return send({
    method,
    url: addressOf(route, { ...PARAMETERS, ...parameters }),
    headers: { ...headers, ...(method === 'GET' ? {} : { 'idempotency-key': `matrix-${++keys}` }) },
    ...(method === 'GET' || method === 'DELETE' ? {} : { payload: {} })
  })
}

/** What was decided about access; `open` for every answer that comes after that. */
function verdict({ status, body }: Answer): string {
  const code = String(body.code)
  const closed: Record<string, number> = { not_signed_in: 401, not_permitted: 403, password_change_needed: 403, unknown_community: 404, unknown_area: 404 }
  if (closed[code] === status) return code
  return [401, 429].includes(status) ? `${status} ${code}` : 'open'
}

/** What the table says of a role in the community itself or above it. */
function expectedAbove(rule: OperationRule, role: Role, scope: string): string {
  if (rule.scope === 'public' || rule.scope === 'account') return 'open'
  if (rule.scope === 'service' && scope !== 'service') return 'not_permitted'
  if (rule.scope === 'area' && scope.startsWith('community')) return 'unknown_area'
  return rule.roles.includes(role) ? 'open' : 'not_permitted'
}

/** What it says of those who are nothing there; what lies within their own level is for the use case to see to. */
function expectedElsewhere(rule: OperationRule, role: Role = 'resident'): string {
  const level = rule.roles.includes(role) ? 'open' : 'not_permitted'
  const answers = {
    public: 'open', account: 'open', service: 'not_permitted', level, area: 'unknown_area', community: 'unknown_community', member: 'unknown_community'
  }
  return answers[rule.scope]
}

const ruleOf = ({ operationId }: RouteOfApi): OperationRule => OPERATIONS[operationId] as OperationRule

async function openMatrix(t: Parameters<typeof openTaicheng>[0]): Promise<{ test: TestApp; routes: RouteOfApi[] }> {
  const test = await openTaicheng(t)
  done(await test.post('/communities', { communityId: 'bihu', name: '碧湖社区' }))
  await placeInTree(test, 'taicheng')
  return { test, routes: await everyRoute(test) }
}

t.test('every route has a rule, and every rule a route', async (t) => {
  const { routes } = await openMatrix(t)
  t.ok(routes.length >= 60, 'there are routes to look at')
  t.same(routes.map((route) => route.operationId).sort(), Object.keys(OPERATIONS).sort())
})

t.test('every route answers every role as the table says', async (t) => {
  const { test, routes } = await openMatrix(t)
  for (const route of routes) {
    const wrong: string[] = []
    for (const role of STAFF) {
      for (const scope of ['service', 'area:xuanwu', 'area:suojincun', 'community:taicheng']) {
        const found = verdict(await ask(test, route, { role, scope }))
        const expected = expectedAbove(ruleOf(route), role, scope)
        if (found !== expected) wrong.push(`${role} of ${scope}: ${found}, not ${expected}`)
      }
      for (const scope of ['community:bihu', 'area:other']) {
        const found = verdict(await ask(test, route, { role, scope }))
        if (found !== expectedElsewhere(ruleOf(route), role)) wrong.push(`${role} of ${scope}: ${found}`)
      }
    }
    t.same(wrong, [], `${route.method} ${route.path}`)
  }
})

t.test('nobody gets past a route that is not public', async (t) => {
  const { test, routes } = await openMatrix(t)
  for (const route of routes) {
    const expected = ruleOf(route).scope === 'public' ? 'open' : 'not_signed_in'
    t.equal(verdict(await ask(test, route, { role: 'nobody' })), expected, route.operationId)
  }
})

t.test('a resident sees themselves alone', async (t) => {
  const { test, routes } = await openMatrix(t)
  for (const route of routes) {
    const rule = ruleOf(route)
    const open = rule.scope === 'public' || rule.scope === 'account'
    const allowed = open || (rule.scope !== 'service' && rule.scope !== 'area' && rule.roles.includes('resident'))
    const there = allowed ? 'open' : rule.scope === 'area' ? 'unknown_area' : 'not_permitted'
    t.equal(verdict(await ask(test, route, { role: 'resident', member: 'taicheng:1' })), there, `${route.operationId}, of themselves`)
    const others = rule.scope === 'member' ? 'not_permitted' : there
    t.equal(verdict(await ask(test, route, { role: 'resident', member: 'taicheng:2' })), others, `${route.operationId}, of another`)
    t.equal(verdict(await ask(test, route, { role: 'resident', member: 'bihu:1' })), expectedElsewhere(rule), `${route.operationId}, elsewhere`)
  }
})

t.test('a program does what its key names, and nothing beyond its roles', async (t) => {
  const { test, routes } = await openMatrix(t)
  for (const route of routes) {
    const rule = ruleOf(route)
    const named = { role: 'program', scope: 'service', operations: `health,${route.operationId}` }
    t.equal(verdict(await ask(test, route, named)), expectedAbove(rule, 'program', 'service'), `${route.operationId} is named`)
    const unnamed = { role: 'program', scope: 'service', operations: 'health' }
    t.equal(verdict(await ask(test, route, unnamed)), rule.scope === 'public' ? 'open' : 'not_permitted', `${route.operationId} is not`)
  }
})

t.test('a place in which one is nothing is told from one that does not exist by nobody', async (t) => {
  const { test, routes } = await openMatrix(t)
  const settled = (answer: Answer): string => answer.text.replaceAll('taicheng', 'nowhere').replace(/"requestId":"[^"]+"/, '')
  // What is public asks nobody who they are: a certificate is answered for by its code alone.
  for (const route of routes.filter((each) => each.path.includes('{communityId}') && ruleOf(each).scope !== 'public')) {
    const headers = { role: 'administrator', scope: 'community:bihu' }
    const hidden = await ask(test, route, headers)
    const missing = await ask(test, route, headers, { communityId: 'nowhere' })
    t.equal(hidden.status, ruleOf(route).scope === 'service' ? 403 : 404, route.operationId)
    t.equal(settled(hidden), settled(missing), route.operationId)
    if (ruleOf(route).scope === 'service') continue
    t.equal(verdict(await ask(test, route, {}, { communityId: 'nowhere' })), 'unknown_community', 'not there for an administrator of the service either')
  }
})

t.test('a first password is changed before anything else', async (t) => {
  const { test, routes } = await openMatrix(t)
  const headers = { ...(asCredential({ role: 'administrator', mustChangePassword: 'true' }) as Record<string, string>) }
  for (const route of routes) {
    const rule = ruleOf(route)
    const expected = rule.scope === 'public' || rule.beforePasswordChange ? 'open' : 'password_change_needed'
    t.equal(verdict(await ask(test, route, headers)), expected, route.operationId)
  }
})

t.test('a route without a rule keeps the service from starting', async (t) => {
  const { test } = await openMatrix(t)
  const table = OPERATIONS as Record<string, OperationRule>
  const { listGoods: rule } = table
  delete table.listGoods
  t.teardown(() => {
    if (rule) table.listGoods = rule
  })
  await t.rejects(buildApp({ service: test.service, authenticator: stubAuthenticator }), { message: /goods has no rule of access.*listGoods/ })
})

t.test('the document says of every operation who may do it', async (t) => {
  const { test } = await openMatrix(t)
  const { paths } = (await test.app.inject('/openapi.json')).json() as { paths: Record<string, Record<string, Record<string, unknown>>> }
  for (const operation of Object.values(paths).flatMap((methods) => Object.values(methods))) {
    const rule = OPERATIONS[String(operation.operationId)]
    t.same(operation['x-roles'], rule?.roles, String(operation.operationId))
    if (rule) t.match(operation, { 'x-scope': rule.scope, description: /\p{Script=Han}.* · /u, responses: rule.scope === 'public' ? {} : { 401: {}, 403: {} } })
    else t.same(operation.security, [], 'what is outside /v1 is for anyone')
  }
})
