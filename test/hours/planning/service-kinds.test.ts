import t from 'tap'
import { done } from '../../api/taicheng.ts'
import { C, onEachDatabase } from '../../communities/people-scene.ts'
import { openActivity, PLAN } from './planning-scene.ts'

const EIGHT = ['elder_care', 'children', 'health', 'culture', 'environment', 'safety', 'law', 'neighbours']

onEachDatabase(t, 'eight fields are registered, listed in pages and ended', async (t, { put, get }) => {
  for (const field of EIGHT) t.match(await put(`${C}/service-fields/${field}`, { name: `领域${field}` }), { status: 200, body: { field, ended: false } })
  const first = await get(`${C}/service-fields?limit=5`)
  const second = await get(`${C}/service-fields?limit=5&after=${String(first.body.next)}`)
  const listed = [first, second].flatMap(({ body }) => body.items as unknown as { field: string }[])
  t.same(listed.map((each) => each.field), [...EIGHT].sort())
  t.equal(second.body.next, null)
  const key = { 'idempotency-key': 'ending' }
  t.match(await put(`${C}/service-fields/law`, { name: '法律', ended: true }, key), { body: { ended: true } })
  t.match(await put(`${C}/service-fields/law`, { name: '法律', ended: true }, key), { headers: { 'idempotency-replayed': 'true' } })
  t.match(await put(`${C}/service-fields/law`, { name: '另一个' }, key), { status: 409, body: { code: 'key_reused' } })
  t.match(await put(`${C}/brands/heshilao`, { name: '和事佬', field: 'law' }), { status: 404, body: { code: 'unknown_service_field' } }, 'an ended field takes nothing new')
})

onEachDatabase(t, 'categories are mapped to fields and the five helps, and those that earn nothing are shown', async (t, { put, get }) => {
  done(await put(`${C}/service-fields/elder_care`, { name: '为老服务' }))
  t.match(await put(`${C}/service-categories/老人陪护`, { field: 'elder_care', help: 'elderly' }), { status: 200, body: { help: 'elderly', inPolicy: true } })
  t.match(await put(`${C}/service-categories/代购`, { field: 'elder_care', help: null }), { body: { inPolicy: false } })
  t.match(await put(`${C}/service-categories/陪同就医`, {}), { body: { field: null } })
  t.match(await put(`${C}/service-categories/文体活动`, { field: 'elder_care', ended: true }), { status: 200 })
  t.match(await put(`${C}/service-categories/读书`, { field: 'nowhere' }), { status: 404, body: { code: 'unknown_service_field' } })
  t.match(await put(`${C}/service-categories/读书`, { help: 'everybody' }), { status: 400, body: { field: 'help' } })
  const { items } = (await get(`${C}/service-categories`)).body as unknown as { items: { category: string; registered: boolean; inPolicy: boolean }[] }
  const of = (category: string) => items.find((each) => each.category === category)
  t.match(of('代购'), { registered: true, inPolicy: false })
  t.match(of('科普宣传'), { registered: false, inPolicy: true })
  t.notOk(of('读书'), 'what was refused is not there')
  const check = (await get(`${C}/service-categories/check`)).body.items as unknown as { category: string; finding: string }[]
  const found = new Set(check.map(({ category, finding }) => `${category} ${finding}`))
  for (const each of ['代购 not_in_policy', '陪同就医 without_field', '文体活动 ended_but_in_policy', '科普宣传 not_registered']) t.ok(found.has(each), each)
  t.notOk(check.some(({ category }) => category === '老人陪护'), 'nothing is amiss with it')
  done(await put(`${C}/service-fields/elder_care`, { name: '为老服务', ended: true }))
  t.match((await get(`${C}/service-categories/check`)).body.items, [{}, {}, {}, {}], 'its categories are named then')
})

onEachDatabase(t, 'an activity takes only a category and a brand that are in use', async (t, scene) => {
  const { put, post, get } = scene
  done(await put(`${C}/brands/xiaohonghua`, { name: '小红花' }))
  done(await put(`${C}/brands/old`, { name: '旧品牌', ended: true }))
  done(await put(`${C}/service-categories/文体活动`, { ended: true }))
  const activityId = await openActivity(scene, { brand: 'xiaohonghua' })
  t.match((await get(`${C}/activities?brand=xiaohonghua`)).body.items, [{ activityId }])
  t.match((await post(`${C}/activities`, { ...PLAN, brand: 'old' })).body, { code: 'brand_ended' })
  t.match((await post(`${C}/activities`, { ...PLAN, brand: 'none' })).body, { code: 'unknown_brand' })
  t.match((await post(`${C}/activities`, { ...PLAN, category: '文体活动' })).body, { code: 'category_not_in_use' })
  t.match((await post(`${C}/activities`, { ...PLAN, category: '没有的' })).body, { code: 'category_not_in_use' })
  t.match((await get(`${C}/brands`)).body.items, [{ brand: 'old', ended: true }, { brand: 'xiaohonghua', name: '小红花' }])
  t.equal(((await get(`${C}/activities`)).body.items as unknown as unknown[]).length, 1)
})
