import t from 'tap'
import { setHome } from '../../src/communities/change-member.ts'
import { done } from '../api/taicheng.ts'
import { C, idNumberOf, onEachDatabase } from './people-scene.ts'

const ID = idNumberOf('1950-05-01')

onEachDatabase(t, 'one person in two communities is linked by the ID number, and the answer tells nothing of the other', async (t, { post, get, service }) => {
  done(await post('/communities', { communityId: 'bihu', name: '碧湖社区' }))
  done(await post(`${C}/members`, { name: '王秀英', phone: '13812345678', idNumber: ID, sex: '女', building: '1幢', careTags: ['独居'] }))
  const there = await post('/communities/bihu/members', { name: '王秀英', idNumber: ID })
  const stranger = await post('/communities/bihu/members', { name: '王秀英', idNumber: idNumberOf('1950-05-01', '321') })
  t.equal(there.status, 201)
  const { number: _, card: __, idNumber: ___, ...told } = there.body
  const { number: _1, card: _2, idNumber: _3, ...toldOfStranger } = stranger.body
  t.strictSame(told, toldOfStranger, 'the answer is that of a person whom nobody knew')
  const { member } = service.bank.store.tables
  const rows = await service.bank.store.db.select().from(member)
  const persons = rows.filter((row) => (row.communityId === 'taicheng' ? row.number === 3 : row.number === 1)).map((row) => row.personId)
  t.equal(new Set(persons).size, 1, 'one person')
  t.same(rows.filter((row) => row.personId === persons[0]).map((row) => [row.communityId, row.home]).sort(), [['bihu', false], ['taicheng', true]])
  t.match(await post('/communities/bihu/members/1/home', {}), { status: 200, body: { member: 1, home: true } })
  const after = await service.bank.store.db.select().from(member)
  t.same(after.filter((row) => row.personId === persons[0]).map((row) => [row.communityId, row.home]).sort(), [['bihu', true], ['taicheng', false]])
  t.match((await get('/communities/bihu/members/1')).body, { careTags: [], building: null }, 'what one community says of a member is its own')
})

onEachDatabase(t, 'an ID number that is found out later makes the member the person who bears it', async (t, { post, patch, service }) => {
  done(await post('/communities', { communityId: 'bihu', name: '碧湖社区' }))
  done(await post('/communities/bihu/members', { name: '夏红浩', phone: '13900001111', idNumber: ID }))
  const linked = await patch(`${C}/members/1`, { idNumber: ID })
  t.match(linked, { status: 200, body: { number: 1, phone: '154****9081' } }, 'nothing of the other community is told')
  const { member, person } = service.bank.store.tables
  const rows = await service.bank.store.db.select().from(member)
  t.equal(new Set(rows.filter((row) => row.number === 1).map((row) => row.personId)).size, 1)
  t.equal((await service.bank.store.db.select().from(person)).length, 2, 'nobody is left behind')
  t.match((await patch(`${C}/members/2`, { idNumber: ID })).body, { code: 'already_member' })
})

onEachDatabase(t, 'a community that is not home neither reads nor writes what the home community knows of a person', async (t, { post, patch, get }) => {
  const B = '/communities/bihu'
  done(await post('/communities', { communityId: 'bihu', name: '碧湖社区' }))
  done(await post(`${B}/members`, { name: '王秘密', idNumber: ID, phone: '13900001111', address: '机密路1号' }))
  const { number } = done(await post(`${C}/members`, { name: '冒名', idNumber: ID, phone: '13800000000' })).body
  const here = `${C}/members/${String(number)}`
  const nothing = { phone: null, idNumber: null }
  t.match((await get(here)).body, { name: '王秘密', birthDate: '1950-05-01', ...nothing })
  t.match((await post(`${here}/full-view`, { reason: 'audit' })).body, { ...nothing, address: null })
  t.match((await get(`${C}/members?phone=13900001111`)).body.items, [], 'nor is the phone a way to find them')
  const home = async () => (await post(`${B}/members/1/full-view`, { reason: 'audit' })).body
  t.match(await home(), { name: '王秘密', phone: '13900001111', address: '机密路1号' }, 'what was given elsewhere changed nothing')
  for (const change of [{ name: '被改名' }, { phone: '13800000000' }, { address: null }, { sex: '男' }, { birthDate: null }]) {
    t.match(await patch(here, change), { status: 403, body: { code: 'not_home' } }, JSON.stringify(change))
  }
  t.match(await patch(here, { building: '9幢' }), { status: 200, body: { building: '9幢', ...nothing } }, 'the membership is its own')
  t.match(await post(`${here}/death`, { diedOn: '2025-03-01' }), { status: 403, body: { code: 'not_home' } })
  t.match(await home(), { name: '王秘密', phone: '13900001111', diedOn: null })

  done(await post(`${here}/consents`, { purpose: 'share_across_communities', evidence: '口头' }))
  t.match((await get(here)).body, nothing, 'an agreement that the asking community recorded does not count')
  const { consentId } = done(await post(`${B}/members/1/consents`, { purpose: 'share_across_communities', evidence: '书面' })).body
  t.match((await post(`${here}/full-view`, { reason: 'audit' })).body, { phone: '13900001111', idNumber: ID, address: '机密路1号' })
  done(await post(`${B}/members/1/consents/${String(consentId)}/withdrawal`, {}))
  t.match((await get(here)).body, nothing)
})

onEachDatabase(t, 'a person leaves a home only where it lets them go, and a death counts everywhere at once', async (t, { post, put, service }) => {
  const B = '/communities/bihu'
  done(await post('/communities', { communityId: 'bihu', name: '碧湖社区' }))
  done(await post(`${C}/members`, { name: '王秀英', idNumber: ID }))
  done(await post(`${B}/members`, { name: '王秀英', idNumber: ID }))
  t.match(await setHome(service, 'bihu', { number: 1, letsGo: async (home) => home !== 'taicheng' }), { code: 'not_home' })
  done(await put(`${C}/goods/G005`, { name: '牙膏', price: '1.00' }))
  done(await post(`${C}/stock/receipts`, { sku: 'G005', pieces: 1 }))
  done(await post(`${C}/gifts`, { from: 1, to: 3, points: '5' }))
  t.match(await post(`${C}/members/3/death`, { diedOn: '1950-04-30' }), { status: 400, body: { code: 'bad_date' } }, 'before the birth')
  done(await post(`${C}/members/3/death`, { diedOn: '2025-03-19' }))
  for (const [path, body] of [
    ['/gifts', { from: 3, to: 1, points: '1' }], ['/holds', { member: 3, points: '1' }], ['/donations', { member: 3, purpose: 'relief', points: '1' }],
    ['/redemptions', { member: 3, lines: [{ sku: 'G005', pieces: 1 }] }], ['/members/3/cards', { reason: 'lost' }],
    ['/members/3/bound-cards', { kind: 'citizen_card', number: 'A123456789' }]
  ] as const) t.match((await post(C + path, body)).body, { code: 'member_died' }, path)
  t.match((await post(`${B}/members/1/cards`, { reason: 'lost' })).body, { code: 'member_died' }, 'in the other community too')
  t.equal((await post(`${C}/gifts`, { from: 1, to: 3, points: '1' })).status, 201, 'credits go on')
})
