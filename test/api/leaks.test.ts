import fc from 'fast-check'
import t from 'tap'
import { ROLES } from '../../src/roles.ts'
import type { Answer } from './app.ts'
import { addressOf, everyRoute, type RouteOfApi } from './every-route.ts'
import { openTwo, type Scene, SHARED } from './two-communities.ts'

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

t.test('accounts of one community are not seen by administrators and auditors of another', async (t) => {
  const { test, taicheng, bihu } = await openTwo(t)
  const reads = (await everyRoute(test)).filter(({ method, path }) => method === 'GET' && path.startsWith('/v1/users'))
  t.equal(reads.length, 3)
  for (const [own, other] of [[taicheng, bihu], [bihu, taicheng]] as const) {
    for (const role of ['administrator', 'auditor']) {
      const headers = { role, scope: `community:${own.communityId}` }
      for (const route of reads) {
        t.equal((await test.send({ method: 'GET', url: urlOf(route, own.parameters), headers })).status, 200, `${role} ${route.operationId}`)
        const url = urlOf(route, other.parameters)
        const answer = await test.send({ method: 'GET', url, headers })
        if (route.path.includes('{user}')) t.match(answer, { status: 404, body: { code: 'unknown_user' } }, url)
        t.same(told(answer, other, url), [], `${role} ${url}`)
      }
    }
  }
})

t.test('of a member who is at home elsewhere, phone, former phone and address are told by no answer', async (t) => {
  const { test, taicheng, bihu, shared } = await openTwo(t)
  const headers = { role: 'administrator', scope: 'community:taicheng' }
  const reads = (await everyRoute(test)).filter(({ method, path }) => method === 'GET' && path.includes('{communityId}'))
  for (const route of reads) {
    const url = urlOf(route, { ...taicheng.parameters, member: shared.taicheng })
    const answer = await test.send({ method: 'GET', url, headers })
    t.same(told(answer, bihu, url), [], url)
  }
  const full = await test.post(`/communities/taicheng/members/${shared.taicheng}/full-view`, { reason: 'audit' }, headers)
  t.match(full.body, { name: SHARED.name, phone: null, idNumber: null, address: null, home: false, formerly: [] })
  for (const phone of [SHARED.phone, SHARED.formerPhone]) {
    const { items } = (await test.get(`/communities/taicheng/members?phone=${phone}`, headers)).body
    t.notOk((items as unknown as { number: number }[]).some(({ number }) => number === shared.taicheng), phone)
  }
  t.same((await test.get('/communities/taicheng/members/duplicates', headers)).body.items, [], 'nor that another has the same phone')
  const there = await test.post(`/communities/bihu/members/${shared.bihu}/full-view`, { reason: 'audit' }, { role: 'administrator', scope: 'community:bihu' })
  t.match(there.body, { phone: SHARED.phone, address: SHARED.address, home: true, formerly: [{ phone: SHARED.formerPhone }] }, 'at home it is read')
})

t.test('a change of home, a death and a change of personal data stand in the log of every community that knows the person', async (t) => {
  const { test, shared } = await openTwo(t)
  const asBihu = { actor: 'lin', role: 'administrator', scope: 'community:bihu' }
  const member = `/communities/bihu/members/${shared.bihu}`
  t.equal((await test.patch(member, { building: '5幢' }, asBihu)).status, 200, 'of the membership alone')
  t.equal((await test.patch(member, { phone: '13650006666' }, asBihu)).status, 200)
  t.equal((await test.post(`${member}/death`, { diedOn: '2025-03-19' }, asBihu)).status, 200)
  t.equal((await test.post(`${member}/death/withdrawal`, { reason: 'data_error' }, { ...asBihu, actor: 'he' })).status, 200)
  const twin = (await test.post('/communities/bihu/members', { name: '双居人' }, asBihu)).body.number as unknown as number
  t.ok((await test.post('/communities/bihu/merges', { from: twin, into: shared.bihu }, asBihu)).status < 300)
  t.equal((await test.post(`/communities/taicheng/members/${shared.taicheng}/home`, {}, { actor: 'admin' })).status, 200)
  const kept = async (communityId: string): Promise<string[]> => {
    const { items } = (await test.get(`/communities/${communityId}/access-log?subject=member:${shared[communityId as 'bihu']}&limit=100`)).body
    return (items as unknown as { actor: string; operation: string; reason: string | null }[])
      .map(({ actor, operation, reason }) => [actor, operation, reason].filter(Boolean).join(' '))
      .filter((each) => /^(lin|he|admin) /.test(each))
  }
  const everywhere = ['admin setHomeCommunity', 'he withdrawDeath data_error', 'lin recordDeath', 'lin changeMember']
  t.same(await kept('taicheng'), ['admin setHomeCommunity', 'lin mergeMembers', ...everywhere.slice(1)])
  t.same(await kept('bihu'), [...everywhere, 'lin changeMember'])
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
