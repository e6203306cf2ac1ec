import fc from 'fast-check'
import t from 'tap'
import { ROLES } from '../../src/roles.ts'
import type { Answer } from './app.ts'
import { addressOf, everyRoute, type RouteOfApi } from './every-route.ts'
import { openTwo, type Scene } from './two-communities.ts'

/** What a route cannot be asked without. */
const QUERIES: Record<string, string> = {
  exportBooks: '?format=jsonl', exportAccess: '?format=jsonl', readStatement: '?account=points',
  exportRegister: '?from=2025-01-01&to=2025-12-31', summarizeYear: '?year=2025&by=team', readMemberYear: '?year=2025', listExpiringPoints: '?withinDays=366'
}

/** Whoever holds a certificate and its code is answered, whoever they are; what comes of a wrong code is shown in outcomes.test.ts. */
const forHolders = ({ operationId }: RouteOfApi): boolean => operationId === 'verifyCertificate'

const STAFF = ROLES.filter((role) => role !== 'resident')

/** Secrets of a scene that an answer tells; what was asked with is no secret to who asked. */
function told(answer: Answer, { secrets }: Scene, url: string): string[] {
  const asked = decodeURIComponent(url)
  return secrets.filter((secret) => !asked.includes(secret) && (answer.text.includes(secret) || JSON.stringify(answer.headers).includes(secret)))
}

const urlOf = (route: RouteOfApi, parameters: Scene['parameters']): string => addressOf(route, parameters) + (QUERIES[route.operationId] ?? '')

t.test('every read of a community as staff of another finds nothing and tells nothing', async (t) => {
  const { test, taicheng, bihu } = await openTwo(t)
  const reads = (await everyRoute(test)).filter((route) => route.method === 'GET' && route.path.includes('{communityId}') && !forHolders(route))
  t.ok(reads.length >= 25)
  for (const [own, other] of [[taicheng, bihu], [bihu, taicheng]] as const) {
    for (const route of reads) {
      const url = urlOf(route, other.parameters)
      const actors: Record<string, string>[] = STAFF.map((role) => ({ role, scope: `community:${own.communityId}` }))
      for (const headers of [...actors, { role: 'resident', member: `${own.communityId}:1` }]) {
        const answer = await test.send({ method: 'GET', url, headers })
        t.match(answer, { status: 404, body: { code: 'unknown_community' } }, `${headers.role} ${url}`)
        t.same(told(answer, other, url), [], `${headers.role} ${url}`)
      }
    }
  }
})

t.test('the ids of another community in a permitted address find nothing', async (t) => {
  const { test, taicheng, bihu } = await openTwo(t)
  const reads = (await everyRoute(test)).filter((route) => route.method === 'GET' && /\{communityId\}.*\{/.test(route.path) && !forHolders(route))
  t.ok(reads.length >= 10)
  for (const route of reads) {
    const parameters = { ...bihu.parameters, communityId: 'taicheng' }
    const url = urlOf(route, parameters)
    const answer = await test.send({ method: 'GET', url, headers: { role: 'administrator', scope: 'community:taicheng' } })
    t.equal(answer.status, 404, url)
    t.same(told(answer, bihu, url), [], url)
    const own = urlOf(route, taicheng.parameters)
    t.equal((await test.send({ method: 'GET', url: own, headers: { role: 'administrator', scope: 'community:taicheng' } })).status, 200, `${own} is there`)
  }
})

t.test('what a community may read of itself holds nothing of another', async (t) => {
  const { test, taicheng, bihu } = await openTwo(t)
  const reads = (await everyRoute(test)).filter(({ method }) => method === 'GET')
  for (const [own, other] of [[taicheng, bihu], [bihu, taicheng]] as const) {
    let read = 0
    for (const route of reads) {
      const url = urlOf(route, own.parameters)
      const answer = await test.send({ method: 'GET', url, headers: { role: 'administrator', scope: `community:${own.communityId}` } })
      if (answer.status === 200) read++
      t.same(told(answer, other, url), [], url)
    }
    t.ok(read >= 25, 'most of it was indeed read')
    const { body } = await test.get('/communities', { role: 'coordinator', scope: `community:${own.communityId}` })
    t.match(body.items, [{ communityId: own.communityId }])
    t.equal((body.items as unknown as unknown[]).length, 1, 'of the communities it sees its own')
  }
})

t.test('members are not found by what is known of those of another community', async (t) => {
  const { test, bihu } = await openTwo(t)
  const headers = { role: 'clerk', scope: 'community:taicheng' }
  for (const [field, value] of [['name', '林秀英'], ['phone', '13705961234'], ['card', String(bihu.parameters.card)]] as const) {
    t.same((await test.get(`/communities/taicheng/members?${field}=${encodeURIComponent(value)}`, headers)).body, { items: [], next: null }, field)
  }
})

t.test('whatever is asked with whatever ids, nothing of another community is told', async (t) => {
  const { test, taicheng, bihu } = await openTwo(t)
  const reads = (await everyRoute(test)).filter(({ method }) => method === 'GET')
  const names = [...new Set([...Object.keys(taicheng.parameters)])]
  const request = fc.record({
    route: fc.constantFrom(...reads),
    role: fc.constantFrom(...STAFF),
    borrowed: fc.subarray(names),
    operations: fc.constantFrom(undefined, 'listMembers,readMember'),
    limit: fc.constantFrom('', 'limit=1', 'limit=200', 'after=1', 'after=zzzz', `after=${String(bihu.parameters.importId)}`)
  })
  await fc.assert(
    fc.asyncProperty(request, async ({ route, role, borrowed, operations, limit }) => {
      const parameters = { ...taicheng.parameters }
      for (const name of borrowed) parameters[name] = bihu.parameters[name] ?? ''
      const query = QUERIES[route.operationId]
      const url = addressOf(route, parameters) + (query ?? '') + (limit === '' ? '' : `${query === undefined ? '?' : '&'}${limit}`)
      const headers = { role, scope: 'community:taicheng', ...(operations === undefined ? {} : { operations }) }
      const answer = await test.send({ method: 'GET', url, headers })
      const secrets = told(answer, bihu, url)
      if (secrets.length > 0) throw new Error(`${role} ${url} told ${secrets.join(', ')}`)
      if (parameters.communityId === 'bihu' && answer.status < 400 && route.path.includes('{communityId}')) throw new Error(`${role} ${url} was answered`)
    }),
    { numRuns: 400 }
  )
  t.pass('nothing was told')
})
