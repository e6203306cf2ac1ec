import type { Test } from 'tap'
import t from 'tap'
import { createService, type Service } from '../../src/communities/communities.ts'
import { Attempts, OF_CARDS, OF_PASSWORDS } from '../../src/identity/attempts.ts'
import { hashPin } from '../../src/identity/passwords.ts'
import { checkPin } from '../../src/identity/pins.ts'
import { setPin } from '../../src/identity/set-pin.ts'
import { networkOf } from '../../src/identity/shorten-address.ts'
import { openBank } from '../../src/ledger/open-bank.ts'
import { Vault } from '../../src/vault.ts'
import { emptyDatabase } from '../communities/open-service.ts'
import type { Dialect } from '../postgres.ts'
import { testVault } from '../test-vault.ts'
import { agreed, onEveryDialect, openIdentity } from './service.ts'

const HOUR = 60 * 60_000
const DAY = 24 * HOUR
const PIN = '739146'

interface Clock {
  now(): number
  at: number
}

async function openProcess(t: Test, database: string, clock: Clock): Promise<Service> {
  const bank = await openBank({ database })
  t.teardown(() => bank.close())
  return createService(bank, clock, testVault())
}

async function openProcesses(t: Test, dialect: Dialect): Promise<{ clock: Clock; one: Service; other: Service }> {
  const clock: Clock = { at: Date.parse('2025-03-20T02:00:00Z'), now: () => clock.at }
  const database = await emptyDatabase(t, dialect)
  const one = await openProcess(t, database, clock)
  return { clock, one, other: await openProcess(t, database, clock) }
}

/** How many of so many tries are let through. */
async function letThrough(attempts: Attempts, name: string, addresses: string[]): Promise<number> {
  let count = 0
  for (const address of addresses) if ((await attempts.begin(name, address)) === undefined) count++
  return count
}

const from = (address: string, times: number): string[] => Array<string>(times).fill(address)

onEveryDialect(t, 'wrong tries are counted in the database, for all processes together', async (t, dialect) => {
  const { clock, one, other } = await openProcesses(t, dialect)
  const [here, there] = [one, other].map((service) => new Attempts(service, 'password', OF_PASSWORDS)) as [Attempts, Attempts]
  t.equal((await letThrough(here, 'admin', from('198.51.100.1', 5))) + (await letThrough(there, 'admin', from('198.51.100.1', 9))), 10)
  t.match(await here.begin('admin', '198.51.100.1'), { code: 'too_many_requests', parameters: { seconds: 30 } })
  const rushed = await Promise.all(Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? here : there).begin('rushed', '198.51.100.1')))
  t.equal(rushed.filter((each) => each === undefined).length, 10, 'however many come at once, wherever')
  clock.at += 31_000
  t.equal(await there.begin('admin', '198.51.100.1'), undefined)
  t.match(await here.begin('admin', '198.51.100.1'), { parameters: { seconds: 60 } })
  await there.forget('admin')
  t.equal(await here.begin('admin', '198.51.100.1'), undefined, 'until the password is set anew')
  const kept = JSON.stringify(await one.bank.store.db.select().from(one.bank.store.tables.signInTry))
  t.notMatch(kept, /admin|198\.51/, 'neither what was typed nor where from is kept')
})

onEveryDialect(t, 'whoever guesses from one network keeps nobody else out, and guessing from everywhere is slowed down', async (t, dialect) => {
  const { clock, one } = await openProcesses(t, dialect)
  const attempts = new Attempts(one, 'card', OF_CARDS)
  t.equal(await attempts.begin('card', '203.0.113.9'), undefined)
  await attempts.succeeded('card', '203.0.113.9')
  t.equal(await letThrough(attempts, 'card', from('198.51.100.1', 50)), 5)
  t.equal(await letThrough(attempts, 'card', ['198.51.100.2']), 1, 'another address is judged')
  const everywhere = Array.from({ length: 100 }, (_, index) => `192.0.2.${index}`)
  t.equal(await letThrough(attempts, 'card', everywhere), 30 - 6, 'thirty from everywhere')
  t.match(await attempts.begin('card', '198.51.100.77'), { code: 'too_many_requests' })
  t.equal(await letThrough(attempts, 'card', from('203.0.113.9', 9)), 5, 'an address from which they signed in is spared')
  t.equal(await attempts.begin('another card', '198.51.100.77'), undefined)
  clock.at += DAY + HOUR
  t.equal(await attempts.begin('card', '198.51.100.78'), undefined, 'and it is over')
})

onEveryDialect(t, 'tries of long ago are cleared away', async (t, dialect) => {
  const { clock, one } = await openProcesses(t, dialect)
  const { signInTry } = one.bank.store.tables
  await letThrough(new Attempts(one, 'card', OF_CARDS), 'old', from('198.51.100.1', 3))
  t.equal((await one.bank.store.db.select().from(signInTry)).length, 2)
  clock.at += 31 * DAY
  await new Attempts(one, 'card', OF_CARDS).begin('new', '198.51.100.1')
  t.equal((await one.bank.store.db.select().from(signInTry)).length, 2, 'only those of the new one are left')
})

t.test('a network is an address of IPv4 and /64 of IPv6', (t) => {
  t.equal(networkOf('198.51.100.1'), '198.51.100.1')
  t.equal(networkOf('::ffff:198.51.100.1'), '198.51.100.1')
  t.equal(networkOf('2001:db8:0:1:aaaa::1'), networkOf('2001:db8:0:1:bbbb:cccc:dddd:2'))
  t.equal(networkOf('2001:db8::1'), networkOf('2001:0db8:0:0:ffff::2'))
  t.not(networkOf('2001:db8:0:1::1'), networkOf('2001:db8:0:2::1'))
  t.end()
})

onEveryDialect(t, 'whoever tries PINs from the network locks nobody at the counter, where five wrong ones lock', async (t, dialect) => {
  const test = await openIdentity(t, { dialect, app: { trustedProxies: ['127.0.0.1'] } })
  agreed(await setPin(test.identity, { communityId: 'taicheng', member: 1, pin: PIN, by: 'clerk' }))
  const signIn = (address: string, pin: string) =>
    test.browser().send('POST', '/session/resident', { communityId: 'taicheng', card: 'TC100001', pin }, { 'x-forwarded-for': address })
  for (let attempt = 0; attempt < 5; attempt++) t.equal((await signIn('2001:db8::1', '802611')).status, 401)
  const waiting = await signIn('2001:db8::2', PIN)
  t.match(waiting, { status: 429, body: { code: 'too_many_requests' } }, 'the whole network waits')
  t.match(waiting.headers['retry-after'], /^(900|899)$/)
  t.equal((await signIn('2001:db8:0:1::1', PIN)).status, 201, 'the resident signs in from elsewhere')
  t.equal(await checkPin(test.service, 'taicheng', 1, PIN), undefined, 'and is served at the counter')

  const clerk = await test.withRole('clerk', 'clerk')
  const gift = (pin: string) => clerk.send('POST', '/communities/taicheng/donations', { member: 1, purpose: 'relief', points: '1', pin })
  for (let attempt = 0; attempt < 4; attempt++) t.match(await gift('802611'), { body: { code: 'pin_wrong' } })
  const locked = await gift('802611')
  t.match(locked, { status: 429, body: { code: 'pin_locked' }, headers: { 'retry-after': '3600' } })
  t.match(await signIn('2001:db8:0:1::1', PIN), { status: 401, body: { code: 'sign_in_failed' } }, 'what is locked at the counter is right nowhere')
  t.equal((await clerk.send('PUT', '/communities/taicheng/members/1/pin', { pin: PIN, reason: 'forgotten' })).status, 200)
  t.equal((await signIn('2001:db8::3', PIN)).status, 201, 'a clerk’s reset ends all waiting')
})

onEveryDialect(t, 'a PIN that was hashed with an older key is hashed anew once it is shown', async (t, dialect) => {
  const test = await openIdentity(t, { dialect })
  const key = (id: string, byte: number) => ({ id, bytes: Buffer.alloc(32, byte) })
  const both = new Vault([key('k2', 2), key('k1', 1)])
  agreed(await setPin(test.identity, { communityId: 'taicheng', member: 1, pin: PIN, by: 'clerk' }))
  const { store } = test.service.bank
  const { pin } = store.tables
  const older = await hashPin(new Vault([key('k1', 1)]), PIN)
  await store.write((db) => db.update(pin).set({ hash: older }))
  const hash = async () => (await store.db.select({ hash: pin.hash }).from(pin))[0]?.hash
  t.match(await checkPin({ ...test.service, vault: both }, 'taicheng', 1, '802611'), { code: 'pin_wrong' })
  t.equal(await hash(), older, 'a wrong one changes nothing')
  t.equal(await checkPin({ ...test.service, vault: both }, 'taicheng', 1, PIN), undefined)
  t.not(await hash(), older)
  t.equal(await checkPin({ ...test.service, vault: new Vault([key('k2', 2)]) }, 'taicheng', 1, PIN), undefined, 'the older key is needed no longer')
})
