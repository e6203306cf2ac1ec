import t from 'tap'
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
