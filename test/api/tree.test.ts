import t from 'tap'
import { OPERATIONS } from '../../src/identity/operations.ts'
import { openApp, type TestApp } from './app.ts'

const HEADERS = { 'idempotency-key': 'tree' }
const taicheng = '/communities/taicheng'

async function openTree({ post, put }: TestApp): Promise<void> {
  await post('/areas', { areaId: 'xuanwu', level: 'district', name: '玄武区' }, { 'idempotency-key': 'district' })
  await post('/areas', { areaId: 'xuanwumen', level: 'subdistrict', parentId: 'xuanwu', name: '玄武门街道' })
  await post('/communities', { communityId: 'taicheng', name: '台城花园社区', areaId: 'xuanwumen' }, { 'idempotency-key': 'community' })
  await post(`${taicheng}/members`, { card: 'TC1', name: '夏红浩', grid: '第1网格', building: '3幢' })
  await put(`${taicheng}/goods/G1`, { name: '米', price: '5.00' })
  await post(`${taicheng}/awards`, { member: 1, rule: 'r', points: '12.50' })
}

const patch = ({ send }: TestApp, path: string, body: object) => send({ method: 'PATCH', url: `/v1${path}`, payload: body, headers: HEADERS })

t.test('an area and a community are registered once, and again with the first answer', async (t) => {
  const test = await openApp(t)
  await openTree(test)
  const again = await test.post('/areas', { areaId: 'xuanwu', level: 'district', name: '玄武区' }, { 'idempotency-key': 'district' })
  t.match(again, { status: 201, headers: { 'idempotency-replayed': 'true' }, body: { areaId: 'xuanwu', parentId: null } })
  t.match(await test.post('/areas', { areaId: 'xuanwu', level: 'district', name: '鼓楼区' }), { status: 409, body: { code: 'area_exists' } })
  const opened = { communityId: 'taicheng', name: '台城花园社区', areaId: 'xuanwumen' }
  t.match(await test.post('/communities', opened, { 'idempotency-key': 'community' }), { status: 201, headers: { 'idempotency-replayed': 'true' } })
  t.match(await test.post('/communities', { ...opened, cardPrefix: 'XX' }), { status: 409, body: { code: 'community_exists' } })
})

t.test('every write of an archived community is refused by every route, and every read goes on', async (t) => {
  const test = await openApp(t)
  await openTree(test)
  const reads = ['', '/members', '/members/1', '/members/1/statement', '/goods', '/transactions', '/balances', '/trial-balance', '/periods', '/places', '/summary', '/imports', '/exports?format=jsonl']
  const before = await Promise.all(reads.map(async (path) => (await test.get(`${taicheng}${path}`)).text))
  t.match(await test.post(`${taicheng}/archive`, { reason: 'merged' }), { status: 200, body: { archiveReason: 'merged', archivedAt: '2025-03-20T02:00:00.000Z' } })
  t.match(await test.post(`${taicheng}/archive`, { reason: 'other' }), { status: 200, headers: { 'idempotency-replayed': 'true' }, body: { archiveReason: 'merged' } })

  const document = JSON.parse((await test.app.inject('/openapi.json')).body) as { paths: Record<string, Record<string, { operationId: string }>> }
  const writes = Object.entries(document.paths)
    .filter(([path]) => path.startsWith('/v1/communities/{communityId}/') && !path.endsWith('/archive'))
    .flatMap(([path, methods]) => Object.entries(methods).filter(([method]) => method !== 'get').map(([method, { operationId }]) => ({ path, method, rule: OPERATIONS[operationId] })))
    .filter(({ rule }) => !rule?.evenArchived)
  t.ok(writes.length > 25)
  const bodies: Record<string, object> = {
    '/members': { card: 'TC2', name: '李福' }, '/awards': { member: 1, rule: 'r', points: '1.00' }, '/periods/close': { through: '2025-02-28' }, '/goods/{sku}': { name: '面', price: '1.00' }
  }
  let refused = 0
  for (const { path, method, rule } of writes) {
    const answer = await test.send({
      method: method.toUpperCase() as 'POST', url: path.replace('{communityId}', 'taicheng').replace(/\{\w+\}/g, '1'), headers: HEADERS,
      payload: bodies[path.replace('/v1/communities/{communityId}', '')] ?? {}
    })
    // A body that no contract takes is refused as such, before anyone looks at the community.
    if (answer.body.code === ('community_archived' as unknown)) refused++
    else t.equal(answer.status, rule?.roles.includes('administrator') ? 400 : 403, `${method} ${path}`)
  }
  t.ok(refused >= Object.keys(bodies).length, `${refused} were refused because of the archive`)
  t.match(await patch(test, taicheng, { name: '台城' }), { status: 409, body: { code: 'community_archived', detail: /已归档/ } })

  const after = await Promise.all(reads.map(async (path) => (await test.get(`${taicheng}${path}`)).text))
  t.same(after.slice(1), before.slice(1))
  const { rows } = (await test.get('/areas/xuanwu/summary')).body
  t.match(rows, [{ id: 'xuanwumen', figures: { members: 1, pointsOutstanding: '12.50' } }], 'and it still counts')
})

t.test('a range that ends before it begins, an unknown part and an unknown place are refused', async (t) => {
  const test = await openApp(t)
  await openTree(test)
  t.match(await test.get(`${taicheng}/summary?from=2025-03-02&through=2025-03-01`), { status: 400, body: { code: 'bad_range' } })
  t.match(await test.get(`${taicheng}/summary?through=2025-02-30`), { status: 400, body: { code: 'bad_date' } })
  t.match(await test.get(`${taicheng}/summary?by=street`), { status: 400, body: { code: 'invalid_request' } })
  t.match(await test.get('/areas/xuanwu/summary?from=2025-03-02&through=2025-03-01'), { status: 400 })
  t.match(await test.get('/areas/nowhere/summary'), { status: 404, body: { code: 'unknown_area' } })
  t.match(await test.get('/communities/nowhere/summary'), { status: 404, body: { code: 'unknown_community' } })
  t.match(await patch(test, '/communities/taicheng', { timeZone: 'UTC' }), { status: 400, body: { code: 'invalid_request' } }, 'the time zone stays')
  t.match(await patch(test, '/areas/xuanwu', { name: 'a\tb' }), { status: 400, body: { code: 'bad_text' } })
})
