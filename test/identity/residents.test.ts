import t from 'tap'
import { createMember } from '../../src/communities/members.ts'
import { checkPin } from '../../src/identity/pins.ts'
import { hashPin, isSecret, judgePin } from '../../src/identity/passwords.ts'
import { setPin } from '../../src/identity/set-pin.ts'
import { Vault } from '../../src/vault.ts'
import { agreed, onEveryDialect, openIdentity, type TestIdentity } from './service.ts'

const PIN = '739146'
const C = '/communities/taicheng'

async function withPin(test: TestIdentity): Promise<void> {
  agreed(await setPin(test.identity, { communityId: 'taicheng', member: 1, pin: PIN, by: 'clerk' }))
}

onEveryDialect(t, 'a clerk sets a PIN at the counter, and the resident signs in with card and PIN', async (t, dialect) => {
  const test = await openIdentity(t, { dialect })
  const clerk = await test.withRole('clerk', 'clerk')
  t.match(await clerk.send('PUT', `${C}/members/1/pin`, { pin: PIN }), { status: 200, body: { reset: false } })
  const resident = test.browser()
  const signIn = () => resident.send('POST', '/session/resident', { communityId: 'taicheng', card: 'tc100001', pin: PIN })
  t.match(await signIn(), {
    status: 201,
    body: { user: 'resident:1', kind: 'resident', member: { communityId: 'taicheng', number: 1 }, roles: [{ role: 'resident', scope: 'community', communityId: 'taicheng' }] }
  })
  t.equal((await signIn()).status, 201, 'and again')
  t.match(await resident.send('PUT', `${C}/members/1/pin`, { pin: '802611' }), { status: 403, body: { code: 'not_permitted' } })

  t.match(await clerk.send('PUT', `${C}/members/1/pin`, { pin: '802611' }), { status: 403, body: { code: 'reason_needed' } })
  t.match(await clerk.send('PUT', `${C}/members/1/pin`, { pin: '802611', reason: 'forgotten' }), { status: 200, body: { reset: true } })
  t.match(await resident.send('GET', '/session'), { status: 401, body: { code: 'session_ended' } }, 'the reset ends the session')
  t.match(await clerk.send('PUT', `${C}/members/9/pin`, { pin: PIN }), { status: 404, body: { code: 'unknown_member' } })
  const elsewhere = await test.withRole('elsewhere', 'clerk', 'taicheng')
  t.match(await elsewhere.send('PUT', '/communities/bihu/members/1/pin', { pin: PIN }), { status: 404, body: { code: 'unknown_community' } })
})

t.test('PINs that are guessed first are refused', async (t) => {
  const test = await openIdentity(t)
  for (const pin of ['000000', '123456', '987654', '121212', '123123', '401204', '194012', '041240', '12345', '1234567', 'abcdef', '１２３４５６']) {
    t.match(await setPin(test.identity, { communityId: 'taicheng', member: 1, pin, by: 'clerk' }), { code: 'pin_too_simple' }, pin)
  }
  t.match(await checkPin(test.service, 'taicheng', 1, '000000'), { code: 'pin_not_set' })
})

onEveryDialect(t, 'five wrong PINs lock it, and ten thousand tries find nothing', async (t, dialect) => {
  const test = await openIdentity(t, { dialect })
  await withPin(test)
  const tries = Array.from({ length: 10_000 }, (_, index) => String(734_147 + index).slice(0, 6)).filter((pin) => pin !== PIN)
  const counts: Record<string, number> = {}
  const judge = async (pin: string) => {
    const code = (await checkPin(test.service, 'taicheng', 1, pin))?.code ?? 'right'
    counts[code] = (counts[code] ?? 0) + 1
  }
  await Promise.all(tries.slice(0, 50).map(judge))
  for (const pin of tries.slice(50)) await judge(pin)
  t.same(counts, { pin_wrong: 4, pin_locked: tries.length - 4 })
  t.match(await checkPin(test.service, 'taicheng', 1, PIN), { code: 'pin_locked' }, 'the right one too')
  t.match(await test.browser().send('POST', '/session/resident', { communityId: 'taicheng', card: 'TC100001', pin: PIN }), { status: 401, body: { code: 'sign_in_failed' } }, 'nor from the network, where it is not told')
  agreed(await setPin(test.identity, { communityId: 'taicheng', member: 1, pin: PIN, reason: '锁定', by: 'clerk' }))
  t.equal(await checkPin(test.service, 'taicheng', 1, PIN), undefined, 'until a clerk sets it anew')
})

t.test('a PIN that is right at several counters at once does not lock itself', async (t) => {
  const test = await openIdentity(t)
  await withPin(test)
  t.same(await Promise.all(Array.from({ length: 8 }, () => checkPin(test.service, 'taicheng', 1, PIN))), Array(8).fill(undefined))
})

t.test('a card that is nobody’s, a member without a PIN and a wrong PIN are answered alike', async (t) => {
  const test = await openIdentity(t)
  await withPin(test)
  agreed(await createMember(test.service, 'taicheng', { card: 'TC100002', name: '李福' }))
  const cards = ['TC100001', 'TC100002', 'TC999999']
  const seen = new Map<string, string[]>()
  const times = new Map<string, number>()
  for (const card of cards) {
    seen.set(card, [])
    for (let round = 0; round < 7; round++) {
      const began = performance.now()
      const { status, body } = await test.browser().send('POST', '/session/resident', { communityId: 'taicheng', card, pin: '555111' })
      if (round === 1) times.set(card, performance.now() - began)
      seen.get(card)?.push(`${status} ${body.code} ${body.detail}`)
    }
  }
  const answers = cards.map((card) => seen.get(card)?.join())
  t.match(answers[0], /^(401 sign_in_failed [^,]+,){5}(429 too_many_requests [^,]+,[^,]+,?){2}$/)
  t.equal(new Set(answers).size, 1, answers.join('\n'))
  t.ok([...times.values()].every((each) => each >= 199), 'and take their time')
  t.match(await test.browser().send('POST', '/session/resident', { communityId: 'bihu', card: 'TC100001', pin: PIN }), { status: 401, body: { code: 'sign_in_failed' } })
})

t.test('a lost card and a member who left end the resident’s session', async (t) => {
  const test = await openIdentity(t)
  await withPin(test)
  const resident = test.browser()
  await resident.send('POST', '/session/resident', { communityId: 'taicheng', card: 'TC100001', pin: PIN })
  const { member, card } = test.service.bank.store.tables
  await test.service.bank.store.write((db) => db.update(member).set({ leftOn: '2025-03-01' }))
  test.service.directory.forgetMember('taicheng', 1)
  test.clock.forward(2000)
  t.match(await resident.send('GET', '/session'), { status: 401, body: { code: 'session_ended' } })
  await test.service.bank.store.write((db) => db.update(member).set({ leftOn: null }))
  test.service.directory.forgetMember('taicheng', 1)
  await test.service.bank.store.write((db) => db.update(card).set({ deadAt: 1 }))
  const again = await resident.send('POST', '/session/resident', { communityId: 'taicheng', card: 'TC100001', pin: PIN })
  t.match(again, { status: 401, body: { code: 'sign_in_failed' } })
})

onEveryDialect(t, 'a bound card signs in, and ending or replacing a card ends the sessions', async (t, dialect) => {
  const test = await openIdentity(t, { dialect })
  await withPin(test)
  const coordinator = await test.withRole('coordinator', 'coordinator')
  const write = (path: string, body: object, key: string) => coordinator.send('POST', `${C}/members/1/${path}`, body, { 'idempotency-key': key })
  t.equal((await write('bound-cards', { kind: 'citizen_card', number: 'A123456789' }, 'bind')).status, 201)
  const resident = test.browser()
  const signIn = (card: string) => resident.send('POST', '/session/resident', { communityId: 'taicheng', card, pin: PIN })
  t.equal((await signIn('a123456789')).status, 201)
  t.equal((await write('bound-cards/end', { kind: 'citizen_card', reason: 'lost' }, 'end')).status, 200)
  t.match(await resident.send('GET', '/session'), { status: 401, body: { code: 'session_ended' } })
  const other = test.browser()
  t.match(await other.send('POST', '/session/resident', { communityId: 'taicheng', card: 'A123456789', pin: PIN }), { status: 401 })
  const third = test.browser()
  t.equal((await third.send('POST', '/session/resident', { communityId: 'taicheng', card: 'TC100001', pin: PIN })).status, 201)
  t.equal((await write('cards', { reason: 'lost' }, 'replace')).status, 201)
  t.match(await third.send('GET', '/session'), { status: 401, body: { code: 'session_ended' } })
})

t.test('a PIN is hashed with a key from outside the database, and outlives a change of keys', async (t) => {
  const key = (id: string, byte: number) => ({ id, bytes: Buffer.alloc(32, byte) })
  const hashed = await hashPin(new Vault([key('k1', 1)]), PIN)
  t.notOk(await isSecret(PIN, hashed), 'the PIN alone is not what was hashed')
  t.equal(await judgePin(new Vault([key('k2', 2), key('k1', 1)]), PIN, hashed), 'right_by_older_key')
  t.equal(await judgePin(new Vault([key('k1', 1)]), PIN, hashed), 'right')
  t.equal(await judgePin(new Vault([key('k1', 1)]), '802611', hashed), 'wrong')
  t.equal(await judgePin(new Vault([key('k2', 2)]), PIN, hashed), 'wrong', 'who has the database alone cannot try PINs')
})
