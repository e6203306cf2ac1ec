import t from 'tap'
import { done } from '../api/taicheng.ts'
import { C, idNumberOf, onEachDatabase } from './people-scene.ts'

const ID = idNumberOf('1950-05-01')

onEachDatabase(t, 'a member without a card gets one of ours, and the same request again makes no second member', async (t, { post, get }) => {
  const given = { name: '王秀英', phone: '13812345678', idNumber: ID, address: '进香河路 33 号 2 单元 301', careTags: ['独居'], volunteer: { skills: ['理发'] } }
  const first = await post(`${C}/members`, given, { 'idempotency-key': 'register' })
  t.match(first, {
    status: 201,
    body: { number: 3, phone: '138****5678', idNumber: `3201**********${ID.slice(-4)}`, birthDate: '1950-05-01', volunteer: { number: /^TAICV000003[0-9A-Z]$/, skills: ['理发'], employer: null } }
  })
  t.match(first.body.card, /^TAIC\d{8}[0-9A-Z]$/)
  t.notOk('address' in first.body)
  const again = await post(`${C}/members`, given, { 'idempotency-key': 'register' })
  t.match(again, { status: 201, headers: { 'idempotency-replayed': 'true' } })
  t.strictSame(again.body, first.body)
  t.match((await post(`${C}/members`, { ...given, name: '别人' }, { 'idempotency-key': 'register' })).body, { code: 'key_reused' })
  t.equal((await get(`${C}/members`)).body.items?.length, 3)
  t.match((await get(`${C}/members?idNumber=${ID}`)).body.items, [{ number: 3 }])
  t.match((await post(`${C}/members`, { name: '王秀英', idNumber: ID })).body, { code: 'already_member', parameters: { member: 3 } })
})

onEachDatabase(t, 'no list and no read shows phone, ID number or address in clear; the full view does', async (t, { post, get, patch }) => {
  done(await patch(`${C}/members/1`, { idNumber: ID, address: '某街 1 号' }))
  for (const path of ['/members', '/members/1', '/cards/TC100001', '/members/duplicates', '/members/1/counter-view']) {
    const { text } = await get(C + path)
    for (const secret of ['15404409081', ID, '某街']) t.notOk(text.includes(secret), `${path} ${secret}`)
  }
  t.match(await post(`${C}/members/1/full-view`, { reason: 'contact' }), { status: 200, body: { phone: '15404409081', idNumber: ID, address: '某街 1 号', home: true } })
  t.match(await post(`${C}/members/1/full-view`, {}), { status: 400, body: { field: 'reason' } })
})

onEachDatabase(t, 'who is under 18 needs a guardian, and a sheet of minors says who lacks one', async (t, { post, get, clock }) => {
  const child = { name: '小明', birthDate: '2007-03-21' }
  t.match(await post(`${C}/members`, child), { status: 400, body: { code: 'guardian_required' } })
  const guardian = { relative: { number: 2 }, evidence: '户口簿' }
  t.match(await post(`${C}/members`, { ...child, guardian }), { status: 201, body: { number: 3, guardianMissing: false } })
  t.match((await get(`${C}/members/3/relations`)).body.items, [{ kind: 'guardian', relative: { number: 2 }, direct: false, recordedBy: 'administrator' }])
  t.match((await get(`${C}/members/2/relations`)).body.items, [{ kind: 'ward', relative: { number: 3 } }])
  t.match(await post(`${C}/members`, { name: '大明', birthDate: '2007-03-20' }), { status: 201 }, 'eighteen today')
  const relationId = String((await get(`${C}/members/3/relations`)).body.items?.[0]?.relationId)
  t.match(await post(`${C}/members/3/relations/${relationId}/end`, {}), { status: 200, body: { endedAt: '2025-03-20T02:00:00.000Z' } })
  t.match((await get(`${C}/members?guardianMissing=true`)).body.items, [{ number: 3, guardianMissing: true }])
  clock.set('2025-03-22T02:00:00Z')
  t.match((await get(`${C}/members?guardianMissing=true`)).body.items, [])
})

onEachDatabase(t, 'what is changed is changed, null clears it, and the rest stays', async (t, { patch, get, post }) => {
  done(await patch(`${C}/members/1`, { building: '3幢', careTags: ['低保', '残疾'], volunteer: { skills: ['修理'], teams: ['红马甲'] } }))
  done(await patch(`${C}/members/1`, { phone: null, role: '志愿者', volunteer: { skills: [], employer: '古生物博物馆' } }))
  t.match((await get(`${C}/members/1`)).body, {
    name: '夏红浩', phone: null, building: '3幢', role: '志愿者', careTags: ['低保', '残疾'], volunteer: { number: /^TAICV000001.$/, skills: [], teams: [], employer: '古生物博物馆' }
  })
  t.match((await patch(`${C}/members/1`, { idNumber: ID, birthDate: '1951-01-01' })).body, { code: 'id_number_mismatch' })
  t.match((await patch(`${C}/members/1`, { careTags: ['不知道'] })).body, { code: 'invalid_request' })
  t.match((await patch(`${C}/members/1`, { card: 'X' })).body, { code: 'invalid_request', field: 'card' })
  t.match((await patch(`${C}/members/77`, { role: null })).body, { code: 'unknown_member' })
  t.match((await get(`${C}/members/1`)).body, { birthDate: null, role: '志愿者' })
  t.match(await post(`${C}/gifts`, { from: 1, to: 2, points: '1.00' }), { status: 201 })
})

