import t from 'tap'
import { createAuthenticator } from '../../src/identity/authenticator.ts'
import { type Browser, onEveryDialect, openIdentity } from './service.ts'

const DAY = 24 * 60 * 60_000
const taichengClerk = { role: 'clerk', scope: 'community', communityId: 'taicheng' } as const

function keyBody(now: number, more: object = {}) {
  return { name: '街道数据平台', expiresAt: new Date(now + 30 * DAY).toISOString(), ...more }
}

const asKey = (browser: Browser, key: unknown, path = '/session') => browser.send('GET', path, undefined, { authorization: `Bearer ${key}` })

onEveryDialect(t, 'users are made, listed, disabled and enabled, and get and lose roles', async (t, dialect) => {
  const test = await openIdentity(t, { dialect })
  const admin = await test.signedIn('admin')
  t.match(await admin.send('POST', '/users', { user: 'wang', roles: [taichengClerk] }), { status: 201, body: { roles: [{ assignment: taichengClerk, grantedBy: 'admin' }] } })
  t.match(await admin.send('POST', '/users', { user: 'wang' }), { status: 409, body: { code: 'user_exists' } })
  t.match(await admin.send('POST', '/users', { user: 'Wang Wei' }), { status: 400, body: { code: 'bad_code', field: 'user' } })
  t.match(await admin.send('POST', '/users', { user: 'zhao', roles: [{ ...taichengClerk, communityId: 'nowhere' }] }), { status: 404, body: { code: 'unknown_community' } })
  t.match(await admin.send('GET', '/users/zhao'), { status: 404, body: { code: 'unknown_user' } }, 'and nobody was made')
  t.match((await admin.send('GET', '/users?limit=1')).body, { items: [{ user: 'admin' }], next: 'admin' })
  t.match((await admin.send('GET', '/users?after=admin')).body, { items: [{ user: 'wang', kind: 'staff', disabledAt: null }], next: null })

  const first = String((await admin.send('POST', '/users/wang/reset-password')).body.password)
  const wang = await test.signedIn('wang', first)
  t.equal((await wang.send('PUT', '/session/password', { current: first, next: 'a password of wan' })).status, 200)
  const granted = await admin.send('POST', '/users/wang/roles', { role: 'auditor', scope: 'service' })
  t.equal(granted.status, 201)
  t.equal((await admin.send('POST', '/users/wang/roles', { role: 'auditor', scope: 'service' })).body.assignmentId, granted.body.assignmentId, 'granted once')
  t.equal((await wang.send('GET', '/users')).status, 200, 'at once')
  t.match(await wang.send('POST', '/users', { user: 'other' }), { status: 403, body: { code: 'not_permitted' } })
  t.equal((await admin.send('DELETE', `/users/wang/roles/${granted.body.assignmentId}`)).status, 200)
  t.match(await wang.send('GET', '/users'), { status: 403, body: { code: 'not_permitted' } }, 'at once')
  t.match(await admin.send('DELETE', `/users/wang/roles/${granted.body.assignmentId}`), { status: 404, body: { code: 'unknown_assignment' } })

  t.match(await admin.send('POST', '/users/wang/disable'), { status: 200, body: { disabledAt: String } })
  t.match(await wang.send('GET', '/session'), { status: 401, body: { code: 'session_ended' } })
  t.equal((await test.browser().send('POST', '/session', { user: 'wang', password: 'a password of wan' })).status, 401)
  t.match(await admin.send('POST', '/users/wang/enable'), { status: 200, body: { disabledAt: null } })
  t.equal((await test.browser().send('POST', '/session', { user: 'wang', password: 'a password of wan' })).status, 201)
})

t.test('staff are neither resident nor program, and keys are for programs and name operations that exist', async (t) => {
  const test = await openIdentity(t)
  const admin = await test.signedIn('admin')
  for (const role of ['resident', 'program'] as const) {
    t.match(await admin.send('POST', '/users', { user: 'wang', roles: [{ role, scope: 'service' }] }), { status: 409, body: { code: 'role_unfit', title: '无法办理' } })
    t.match(await admin.send('POST', '/users/admin/roles', { role, scope: 'service' }), { status: 409, body: { code: 'role_unfit' } })
  }
  t.match(await admin.send('GET', '/users/wang'), { status: 404 }, 'and nobody was made')
  t.match(await admin.send('POST', '/users/admin/roles', { role: 'clerk', scope: 'area', areaId: 'nowhere' }), { status: 404, body: { code: 'unknown_area' } })
  t.match(await admin.send('POST', '/users/admin/keys', keyBody(test.clock.now())), { status: 409, body: { code: 'not_a_program' } })
  await admin.send('POST', '/users', { user: 'platform', kind: 'program', roles: [{ role: 'program', scope: 'service' }] })
  const mistyped = keyBody(test.clock.now(), { operations: ['recordHours', 'nothingAtAll'] })
  t.match(await admin.send('POST', '/users/platform/keys', mistyped), { status: 400, body: { code: 'unknown_operation', parameters: { operation: 'nothingAtAll' } } })
  t.match((await admin.send('GET', '/users/platform/keys')).body, { items: [] })
})

t.test('the access log says who signed in or tried to, and what was done to whom, and never what was typed', async (t) => {
  const test = await openIdentity(t)
  const admin = await test.signedIn('admin')
  await admin.send('POST', '/users', { user: 'wang', roles: [taichengClerk] })
  const role = await admin.send('POST', '/users/wang/roles', { ...taichengClerk, role: 'auditor' })
  await admin.send('DELETE', `/users/wang/roles/${role.body.assignmentId}`)
  const first = String((await admin.send('POST', '/users/wang/reset-password')).body.password)
  await test.browser().send('POST', '/session', { user: 'wang', password: first })
  for (const user of ['wang', 'secretpassword']) await test.browser().send('POST', '/session', { user, password: 'wrong' })
  for (const card of ['TC100001', 'TC777777']) await test.browser().send('POST', '/session/resident', { communityId: 'taicheng', card, pin: '111112' })
  const entries = (await admin.send('GET', '/access-log?limit=100')).body.items as unknown as Record<string, string | null>[]
  const kept = entries.map(({ operation, outcome, community, subject }) => [operation, outcome, community, subject].join(' '))
  for (const expected of [
    'createUser done taicheng user:wang/role:clerk@taicheng', 'grantRole done taicheng user:wang/role:auditor@taicheng', 'endRole done taicheng user:wang/role:auditor@taicheng',
    'resetPassword done taicheng user:wang', 'signIn done taicheng user:wang', 'signIn done  user:admin', 'signIn sign_in_failed taicheng user:wang',
    'signIn sign_in_failed  ', 'signInResident sign_in_failed taicheng member:1', 'signInResident sign_in_failed taicheng '
  ]) t.ok(kept.includes(expected), expected)
  t.notMatch(JSON.stringify(entries), /secretpassword|TC777777|TC100001/)
})

t.test('the last administrator can neither be disabled nor lose the role', async (t) => {
  const test = await openIdentity(t)
  const admin = await test.signedIn('admin')
  const roles = (await admin.send('GET', '/users/admin')).body.roles as unknown as { assignmentId: string }[]
  t.match(await admin.send('POST', '/users/admin/disable'), { status: 409, body: { code: 'last_administrator' } })
  t.match(await admin.send('DELETE', `/users/admin/roles/${roles[0]?.assignmentId}`), { status: 409, body: { code: 'last_administrator' } })
  await admin.send('POST', '/users', { user: 'second', roles: [{ role: 'administrator', scope: 'service' }] })
  t.equal((await admin.send('POST', '/users/admin/disable')).status, 200)
})

onEveryDialect(t, 'a key acts as its program until it expires or is revoked', async (t, dialect) => {
  const test = await openIdentity(t, { dialect })
  const admin = await test.signedIn('admin')
  const made = await admin.send('POST', '/users', { user: 'platform', kind: 'program', roles: [{ role: 'auditor', scope: 'service' }] })
  t.equal(made.body.password, null)
  const created = await admin.send('POST', '/users/platform/keys', keyBody(test.clock.now()))
  const key = String(created.body.key)
  t.match(key, /^tbk_[\w-]{43}$/)
  t.match(created.body.apiKey, { start: key.slice(0, 10), lastUsedAt: null, operations: null, createdBy: 'admin' })
  const browser = test.browser()
  t.match(await asKey(browser, key), { status: 200, body: { user: 'platform', kind: 'program', csrfToken: null, roles: [{ role: 'auditor' }] } })
  t.equal((await asKey(browser, key, '/users')).status, 200)
  t.match((await admin.send('GET', '/users/platform/keys')).body, { items: [{ lastUsedAt: String, revokedAt: null }] })
  const raw = JSON.stringify(await test.service.bank.store.db.select().from(test.service.bank.store.tables.apiKey))
  t.notMatch(raw, key, 'only its hash is kept')
  t.notMatch(JSON.stringify((await admin.send('GET', '/users/platform/keys')).body), key)

  t.match(await asKey(browser, `${key}x`), { status: 401, body: { code: 'api_key_not_good' } })
  t.match(await asKey(browser, 'tbk_'), { status: 401, body: { code: 'api_key_not_good' } })
  t.match(await browser.send('GET', '/session', undefined, { authorization: 'Basic YWRtaW46YWRtaW4=' }), { status: 401, body: { code: 'api_key_not_good' } })
  t.match(await browser.send('DELETE', '/session', undefined, { authorization: `Bearer ${key}` }), { status: 409, body: { code: 'no_session' } }, 'a key has no session')

  const second = String((await admin.send('POST', '/users/platform/keys', keyBody(test.clock.now()))).body.key)
  const path = `/users/platform/keys/${(created.body.apiKey as { keyId?: unknown }).keyId}`
  t.match(await admin.send('DELETE', path), { status: 200, body: { revokedAt: String } })
  t.match(await asKey(browser, key), { status: 401, body: { code: 'api_key_not_good' } }, 'revoked, at once')
  t.equal((await asKey(browser, second)).status, 200)
  test.clock.forward(30 * DAY)
  t.match(await asKey(browser, second), { status: 401, body: { code: 'api_key_not_good' } }, 'expired')
})

t.test('a key does no operation that it was not made for, and expires within a year', async (t) => {
  const test = await openIdentity(t)
  const admin = await test.signedIn('admin')
  await admin.send('POST', '/users', { user: 'platform', kind: 'program', roles: [{ role: 'administrator', scope: 'service' }] })
  const { key } = (await admin.send('POST', '/users/platform/keys', keyBody(test.clock.now(), { operations: ['listUsers'] }))).body
  t.equal((await asKey(test.browser(), key, '/users')).status, 200)
  t.match(await asKey(test.browser(), key, '/users/admin'), { status: 403, body: { code: 'not_permitted' } })
  const write = await test.browser().send('POST', '/users', { user: 'other' }, { authorization: `Bearer ${key}` })
  t.match(write, { status: 403, body: { code: 'not_permitted' } }, 'not csrf_failed: keys need no token')
  for (const days of [-1, 367]) {
    const expiresAt = new Date(test.clock.now() + days * DAY).toISOString()
    t.match(await admin.send('POST', '/users/platform/keys', keyBody(0, { expiresAt })), { status: 400, body: { code: 'invalid_request', parameters: { detail: 'expiresAt' } } })
  }
  t.match(await admin.send('POST', '/users/nobody/keys', keyBody(test.clock.now())), { status: 404, body: { code: 'unknown_user' } })
})

t.test('what is remembered of a session costs no query, and is forgotten within a second where another process ends it', async (t) => {
  const test = await openIdentity(t)
  const browser = await test.signedIn('admin')
  const authenticator = createAuthenticator(test.identity)
  const credentials = { method: 'GET', cookie: browser.cookie, address: '' }
  t.match(await authenticator.actorOf(credentials), { name: 'admin' })
  const { session } = test.service.bank.store.tables
  await test.service.bank.store.write((db) => db.delete(session))
  t.match(await authenticator.actorOf(credentials), { name: 'admin' }, 'for a moment')
  test.clock.forward(1000)
  t.match(await authenticator.actorOf(credentials), { code: 'session_ended' })
})
