import { sql } from 'drizzle-orm'
import t from 'tap'
import { done } from '../api/taicheng.ts'
import { C, idNumberOf, onEachDatabase } from './people-scene.ts'

const ID = idNumberOf('1950-05-01')
const OTHER_ID = idNumberOf('1950-05-01', '321')
const B = '/communities/bihu'

onEachDatabase(t, 'what a merged person was known by is kept sealed, found by who may read it, and erased with the one who carries on', async (t, { post, get, service }) => {
  const first = done(await post(`${C}/members`, { name: '王旧名', phone: '13811112222', idNumber: OTHER_ID, address: '旧街1号' })).body.number as unknown as number
  const second = done(await post(`${C}/members`, { name: '王新名', phone: '13833334444', idNumber: ID })).body.number as unknown as number
  done(await post(`${C}/merges`, { from: first, into: second, reason: 'other' }))
  const found = async (query: string) => ((await get(`${C}/members?${query}`)).body.items as unknown as { number: number }[]).map(({ number }) => number)
  for (const query of [`name=${encodeURIComponent('王旧名')}`, 'phone=138%201111-2222', `idNumber=${OTHER_ID}`, `idNumber=${ID}`]) t.same(await found(query), [first, second], query)
  const full = async () => (await post(`${C}/members/${second}/full-view`, { reason: 'audit' })).body
  t.match(await full(), {
    name: '王新名', phone: '13833334444',
    formerly: [{ name: '王旧名', phone: '13811112222', idNumber: OTHER_ID, address: '旧街1号', mergedAt: String }]
  })
  t.notMatch((await get(`${C}/members/${second}`)).text, /13811112222|旧街|王旧名/, 'only in the full view')

  const third = done(await post(`${C}/members`, { name: '王又名', phone: '13855556666' })).body.number as unknown as number
  done(await post(`${C}/merges`, { from: second, into: third }))
  t.match(((await post(`${C}/members/${third}/full-view`, { reason: 'audit' })).body.formerly as unknown as { name: string }[]).map(({ name }) => name), ['王旧名', '王新名'], 'a second merge keeps the first')

  const { formerPerson } = service.bank.store.tables
  t.equal((await service.bank.store.db.select().from(formerPerson)).length, 2)
  t.notMatch(JSON.stringify(await service.bank.store.db.select().from(formerPerson)), /13811112222|王旧名|旧街/, 'sealed')
  done(await post(`${C}/members/${third}/erasure`, { reason: 'own_request' }))
  t.same(await service.bank.store.db.select({ count: sql<number>`count(*)` }).from(formerPerson).then(([row]) => Number(row?.count)), 0)
  t.same(await found('phone=13811112222'), [])
})

onEachDatabase(t, 'a merge neither tells nor changes what the home community elsewhere knows', async (t, { post, get }) => {
  done(await post('/communities', { communityId: 'bihu', name: '碧湖社区' }))
  done(await post(`${B}/members`, { name: '王秘密', phone: '13900001111', idNumber: ID, address: '机密路1号' }))
  const linked = done(await post(`${C}/members`, { name: '王秘密', idNumber: ID })).body.number as unknown as number
  const own = done(await post(`${C}/members`, { name: '王某', phone: '13811112222' })).body.number as unknown as number
  done(await post(`${C}/merges`, { from: linked, into: own }))
  const here = (await post(`${C}/members/${own}/full-view`, { reason: 'audit' })).body
  t.match(here, { phone: null, idNumber: null, address: null, home: false, formerly: [{ name: '王某', phone: '13811112222' }] }, 'its own former record it still reads')
  t.match((await post(`${B}/members/1/full-view`, { reason: 'audit' })).body, { name: '王秘密', phone: '13900001111', address: '机密路1号', home: true, formerly: [{ name: '王某' }] })
  t.match((await get(`${C}/members?phone=13811112222`)).body.items, [{ number: linked }, { number: own }])
  t.same((await get(`${C}/members?phone=13900001111`)).body.items, [])
  t.match((await get(`${B}/members?phone=13811112222`)).body.items, [{ number: 1 }], 'the home community finds it too')
})

onEachDatabase(t, 'two members who are both at home elsewhere are not merged from here', async (t, { post }) => {
  done(await post('/communities', { communityId: 'bihu', name: '碧湖社区' }))
  const numbers: number[] = []
  for (const idNumber of [ID, OTHER_ID]) {
    done(await post(`${B}/members`, { name: '王', idNumber }))
    numbers.push(done(await post(`${C}/members`, { name: '王', idNumber })).body.number as unknown as number)
  }
  t.match(await post(`${C}/merges`, { from: numbers[0], into: numbers[1], reason: 'other' }), { status: 403, body: { code: 'not_home' } })
})

onEachDatabase(t, 'a death recorded by mistake is taken back by another person, and what ended is shown and not restored', async (t, { post, get }) => {
  done(await post(`${C}/members/1/bound-cards`, { kind: 'citizen_card', number: 'A123456789' }))
  done(await post(`${C}/members/1/proxies`, { agent: { name: '夏小红' }, powers: ['redeem'], validThrough: '2025-12-31', evidence: '委托书' }))
  const back = (headers: Record<string, string>, body: object = { reason: 'wrong_person' }) => post(`${C}/members/1/death/withdrawal`, body, headers)
  t.match(await back({ actor: 'chen' }), { status: 409, body: { code: 'member_alive' } })
  done(await post(`${C}/members/1/death`, { diedOn: '2025-03-19' }, { actor: 'wang', role: 'coordinator', scope: 'community:taicheng' }))
  t.match(await back({ actor: 'wang' }), { status: 403, body: { code: 'second_person_needed', parameters: { by: 'wang' } } })
  t.match(await back({ actor: 'chen' }, {}), { status: 400, body: { code: 'invalid_request' } })
  t.match(await back({ actor: 'chen', role: 'clerk', scope: 'community:taicheng' }), { status: 403, body: { code: 'not_permitted' } })
  t.match((await get(`${C}/members/1`)).body, { diedOn: '2025-03-19' }, 'nothing was changed')
  const withdrawn = await back({ actor: 'chen', role: 'approver', scope: 'community:taicheng', 'idempotency-key': 'back' })
  t.match(withdrawn, {
    status: 200,
    body: {
      member: { number: 1, diedOn: null, card: null },
      ended: { cards: [{ kind: 'points_card', deadReason: 'died' }, { kind: 'citizen_card', deadReason: 'died' }], proxies: [{ endReason: 'died' }] }
    }
  })
  const again = await back({ actor: 'chen', role: 'approver', scope: 'community:taicheng', 'idempotency-key': 'back' })
  t.match(again.headers, { 'idempotency-replayed': 'true' })
  t.strictSame(again.body, withdrawn.body, 'a retry gives the first answer')
  t.match(await get(`${C}/cards/TC100001`), { body: { code: 'card_dead' } }, 'the card stays dead')
  t.match(await post(`${C}/members/1/cards`, { reason: 'data_error' }), { status: 201 }, 'a new one is issued again')
  const { items } = (await get(`${C}/exceptions`)).body
  t.match((items as unknown as { operation: string | null }[]).filter(({ operation }) => operation === 'withdrawDeath'), [{ kind: 'reason_given', actor: 'chen', subject: 'member:1', reason: 'wrong_person' }])
})

onEachDatabase(t, 'where a community is too small for two, who recorded a death takes it back', async (t, { post, patch }) => {
  done(await patch('/communities/taicheng', { fourEyes: false }))
  done(await post(`${C}/members/1/death`, { diedOn: '2025-03-19' }, { actor: 'wang' }))
  t.match(await post(`${C}/members/1/death/withdrawal`, { reason: 'data_error' }, { actor: 'wang' }), { status: 200, body: { member: { diedOn: null } } })
})
