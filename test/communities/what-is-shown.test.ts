import t from 'tap'
import { done } from '../api/taicheng.ts'
import { C, onEachDatabase } from './people-scene.ts'

onEachDatabase(t, 'control characters in names are refused, and SQL is a name like any other', async (t, { post, get, patch, service }) => {
  for (const name of ['甲\u0000乙', '甲\n乙', '甲\u001b[31m', '甲\u009b', 'a\u202eb', '甲\u200b', '甲\u2066乙', '甲\ufeff']) {
    t.match((await post(`${C}/members`, { name })).body, { code: 'bad_text', field: 'name' }, JSON.stringify(name))
    t.match((await patch(`${C}/members/1`, { name })).body, { code: 'bad_text' })
    t.match((await post(`${C}/members/1/relations`, { kind: 'child', relative: { name }, evidence: '口头' })).status, 400)
  }
  const name = "Robert'); DROP TABLE member;-- \"x\" $1"
  t.match(await post(`${C}/members`, { name }), { status: 201, body: { name } })
  t.match((await get(`${C}/members?name=${encodeURIComponent(name)}`)).body.items, [{ number: 3, name }])
  t.match((await get(`${C}/members?name=${encodeURIComponent("' OR '1'='1")}`)).body.items, [])
  const { createMember } = await import('../../src/communities/members.ts')
  const asking = { actor: 'x', idempotencyKey: 'k', request: 1 }
  t.match(await createMember(service, 'taicheng', { name: '甲\u0007' }, { asking, reading: { careTags: true } }), { code: 'bad_text' }, 'whoever calls')
})

onEachDatabase(t, 'a counter sees entitled or not entitled, and never a tag', async (t, { post, get, patch }) => {
  done(await patch(`${C}/members/1`, { careTags: ['失独'], building: '3幢', birthDate: '1964-01-01' }))
  const view = await get(`${C}/members/1/counter-view`)
  t.strictSame(view.body, { number: 1, name: '夏红浩', building: '3幢', points: '100.00', entitled: true, entitlements: ['redeem', 'elder', 'priority'] })
  t.strictSame((await get(`${C}/cards/tc100001/counter-view`)).body, view.body)
  done(await post(`${C}/accounts/P2101.1/freeze`, { reason: 'lost_card' }))
  t.match((await get(`${C}/members/1/counter-view`)).body, { entitled: false, entitlements: ['elder', 'priority'] })
  t.match((await get(`${C}/members/2/counter-view`)).body, { entitled: true, entitlements: ['redeem'], points: '0.00' })
})

onEachDatabase(t, 'a counter sees whether the policy lets a member benefit, and not by which condition', async (t, { post, get, patch }) => {
  const spending = { beneficiaryAnyOf: [{ fromAgeYears: 70 }, { fromAgeYears: 50, allTags: ['living_alone'] }] }
  const earning = { categoryCoefficients: { 科普宣传: '1.0' } }
  done(await post(`${C}/policies`, { from: '2025-03-20', reason: 'rule_changed', policy: { earning, spending } }))
  const seen = async () => (await get(`${C}/members/1/counter-view`)).body
  done(await patch(`${C}/members/1`, { birthDate: '1970-03-20' }))
  t.match(await seen(), { entitled: false, entitlements: [] }, 'fifty-five')
  done(await patch(`${C}/members/1`, { careTags: ['独居'] }))
  const alone = await seen()
  t.match(alone, { entitled: true, entitlements: ['redeem', 'priority'] }, 'and living alone')
  t.notMatch(JSON.stringify(alone), /独居|living_alone|55/)
  done(await patch(`${C}/members/1`, { birthDate: '1940-03-20', careTags: [] }))
  t.match(await seen(), { entitled: true, entitlements: ['redeem', 'elder', 'priority'] }, 'eighty-five')
})

onEachDatabase(t, 'consent is recorded, listed and withdrawn', async (t, { post, get }) => {
  const given = await post(`${C}/members/1/consents`, { purpose: 'publish_name', evidence: '书面' }, { 'idempotency-key': 'c' })
  t.match(given, { status: 201, body: { purpose: 'publish_name', recordedBy: 'administrator', withdrawnAt: null } })
  t.strictSame((await post(`${C}/members/1/consents`, { purpose: 'publish_name', evidence: '书面' }, { 'idempotency-key': 'c' })).body, given.body)
  const id = String(given.body.consentId)
  t.match(await post(`${C}/members/1/consents/${id}/withdrawal`, {}), { status: 200, body: { withdrawnAt: '2025-03-20T02:00:00.000Z' } })
  t.match((await get(`${C}/members/1/consents`)).body.items, [{ consentId: id, withdrawnAt: /2025/ }])
  t.match(await post(`${C}/members/2/consents/${id}/withdrawal`, {}), { status: 404, body: { code: 'unknown_consent' } })
  t.match((await post(`${C}/members/1/consents`, { purpose: 'sell', evidence: '书面' })).body, { field: 'purpose' })
})
