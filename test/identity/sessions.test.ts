import t from 'tap'
import { oneTimePassword } from '../../src/identity/passwords.ts'
import { createUser } from '../../src/identity/create-user.ts'
import { secretOf } from './second-factor-secret.ts'
import { agreed, onEveryDialect, openIdentity, PASSWORD } from './service.ts'

const HOUR = 60 * 60_000

onEveryDialect(t, 'staff sign in, see who they are, and sign out', async (t, dialect) => {
  const test = await openIdentity(t, { dialect })
  const browser = test.browser()
  const began = await browser.send('POST', '/session', { user: 'admin', password: PASSWORD })
  t.match(began, {
    status: 201,
    body: { user: 'admin', kind: 'staff', roles: [{ role: 'administrator', scope: 'service' }], member: null, mustChangePassword: false, csrfToken: /.{20}/ }
  })
  const [cookie = ''] = [began.headers['set-cookie'] ?? []].flat()
  t.match(cookie, /^timebank\.session_token=.*HttpOnly; SameSite=Strict/i)
  t.notMatch(cookie, /Secure/)
  t.match(await browser.send('GET', '/session'), { status: 200, body: { user: 'admin' } })
  const stolen = browser.cookie
  t.match(await browser.send('DELETE', '/session'), { status: 200 })
  t.equal(browser.cookie, '', 'the browser forgets')
  t.match(await browser.send('GET', '/session'), { status: 401, body: { code: 'not_signed_in' } })
  t.match(await browser.send('GET', '/session', undefined, { cookie: stolen }), { status: 401, body: { code: 'session_ended' } }, 'and so does the service')
})

onEveryDialect(t, 'a first password must be changed before anything else, and its change ends all other sessions', async (t, dialect) => {
  const test = await openIdentity(t, { dialect })
  const admin = await test.signedIn('admin')
  const created = await admin.send('POST', '/users', { user: 'zhang.wei', roles: [{ role: 'administrator', scope: 'service' }] })
  t.match(created, { status: 201, body: { user: 'zhang.wei', mustChangePassword: true, password: /^(\w{4}-){3}\w{4}$/, roles: [{ assignment: { role: 'administrator' } }] } })
  const first = String(created.body.password)
  const browser = await test.signedIn('zhang.wei', first)
  const other = await test.signedIn('zhang.wei', first)
  t.match(await browser.send('GET', '/users'), { status: 403, body: { code: 'password_change_needed' } })
  const change = (next: string, current = first) => browser.send('PUT', '/session/password', { current, next })
  t.match(await change('zhang.wei-2025'), { status: 400, body: { code: 'password_too_simple' } }, 'the name is in it')
  t.match(await change('short'), { status: 400, body: { code: 'password_too_simple' } })
  t.match(await change('Password123'), { status: 400, body: { code: 'password_too_simple' } }, 'a common one')
  t.match(await change(first), { status: 400, body: { code: 'password_unchanged' } }, 'the same')
  t.match(await change(PASSWORD, 'not the present one'), { status: 403, body: { code: 'password_wrong' } })
  t.match(await browser.send('PUT', '/session/password', { current: first, next: 'x'.repeat(129) }), { status: 400, body: { code: 'invalid_request', field: 'next' } })
  t.match(await change(PASSWORD), { status: 200, body: { mustChangePassword: false } })
  t.equal((await browser.send('GET', '/users')).status, 200)
  t.match(await other.send('GET', '/session'), { status: 401, body: { code: 'session_ended' } })
  t.match(await test.browser().send('POST', '/session', { user: 'zhang.wei', password: first }), { status: 401, body: { code: 'sign_in_failed' } })
})

t.test('an unsafe request needs the token of this very session', async (t) => {
  const test = await openIdentity(t)
  const browser = await test.signedIn('admin')
  const other = await test.signedIn('admin')
  const create = (headers: Record<string, string>) => browser.send('POST', '/users', { user: 'li.si' }, headers)
  for (const token of ['', other.csrfToken, `${browser.csrfToken}x`, browser.csrfToken.replace(/^./, '!')]) {
    t.match(await create({ 'x-csrf-token': token }), { status: 403, body: { code: 'csrf_failed' } }, token === '' ? 'none' : 'another')
  }
  const ended = browser.csrfToken
  await browser.send('DELETE', '/session')
  await browser.send('POST', '/session', { user: 'admin', password: PASSWORD })
  t.match(await create({ 'x-csrf-token': ended }), { status: 403, body: { code: 'csrf_failed' } }, 'of the session before')
  t.equal((await test.identity.library.$context).options.telemetry?.enabled, false)
  t.match(await browser.send('GET', '/users/li.si'), { status: 404 }, 'and nothing was done')
  t.equal((await browser.send('POST', '/users', { user: 'li.si' })).status, 201)
})

t.test('signing out everywhere ends every session', async (t) => {
  const test = await openIdentity(t)
  const [here, there] = [await test.signedIn('admin'), await test.signedIn('admin')]
  t.equal((await there.send('GET', '/session')).status, 200)
  t.equal((await here.send('DELETE', '/session/all')).status, 200)
  t.match(await there.send('GET', '/session'), { status: 401, body: { code: 'session_ended' } })
})

onEveryDialect(t, 'a session ends after its hours, and after a while without a request', async (t, dialect) => {
  const test = await openIdentity(t, { dialect, settings: { sessionHours: 12, sessionIdleMinutes: 60 } })
  const browser = await test.signedIn('admin')
  const idle = await test.signedIn('admin')
  for (let halfHour = 1; halfHour < 24; halfHour++) {
    test.clock.forward(HOUR / 2)
    t.equal((await browser.send('GET', '/session')).status, 200, `after ${halfHour / 2} hours`)
  }
  t.match(await idle.send('GET', '/session'), { status: 401, body: { code: 'session_ended' } }, 'the idle one')
  test.clock.forward(HOUR / 2)
  t.match(await browser.send('GET', '/session'), { status: 401, body: { code: 'session_ended' } }, 'after twelve hours')
})

t.test('a name that nobody has and a wrong password are answered alike and in the same time', async (t) => {
  const test = await openIdentity(t)
  agreed(await createUser(test.identity, { name: 'program', kind: 'program' }))
  agreed(await createUser(test.identity, { name: 'gone', kind: 'staff', password: PASSWORD }))
  const admin = await test.signedIn('admin')
  t.equal((await admin.send('POST', '/users/gone/disable')).status, 200)
  const names = ['admin', 'nobody', 'program', 'gone', '../admin', "admin' OR 1=1", 'resident:taicheng:1']
  const times = new Map(names.map((name) => [name, [] as number[]]))
  const answers = new Set<string>()
  for (let round = 0; round < 5; round++) {
    for (const name of names) {
      const began = performance.now()
      const { status, body } = await test.browser().send('POST', '/session', { user: name, password: name === 'gone' ? PASSWORD : 'wrong password 1' })
      times.get(name)?.push(performance.now() - began)
      answers.add(JSON.stringify([status, body.code, body.detail, body.parameters]))
    }
  }
  t.equal(answers.size, 1, [...answers].join())
  const fastest = names.map((name) => Math.min(...(times.get(name) ?? [])))
  t.ok(Math.max(...fastest) < Math.min(...fastest) * 3, `${fastest.map(Math.round)} ms`)
})

t.test('after ten wrong passwords one has to wait, longer every time, with the right one too', async (t) => {
  const test = await openIdentity(t)
  const attempt = (password: string, user = 'admin') => test.browser().send('POST', '/session', { user, password })
  for (const user of ['admin', 'nobody']) {
    const answers = await Promise.all(Array.from({ length: 20 }, () => attempt('wrong password 1', user)))
    t.equal(answers.filter((each) => each.status === 401).length, 10, `${user}: ten are judged, however many come at once`)
    const locked = await attempt(PASSWORD, user)
    t.match(locked, { status: 429, body: { code: 'too_many_requests', parameters: { seconds: Number } } })
    t.equal(locked.headers['retry-after'], '30')
  }
  test.clock.forward(31_000)
  t.equal((await attempt('wrong password 1')).status, 401)
  t.equal((await attempt(PASSWORD)).headers['retry-after'], '60')
  test.clock.forward(61_000)
  t.equal((await attempt(PASSWORD)).status, 201)
  t.equal((await attempt('wrong password 1')).status, 401, 'and the count begins anew')
})

onEveryDialect(t, 'a second factor is enrolled, asked for, replaced by a backup code once, and turned off', async (t, dialect) => {
  const test = await openIdentity(t, { dialect })
  const browser = await test.signedIn('admin')
  t.match(await browser.send('POST', '/session/second-factor', { password: 'wrong password 1' }), { status: 403, body: { code: 'password_wrong' } })
  const enrolled = await browser.send('POST', '/session/second-factor', { password: PASSWORD })
  t.match(enrolled, { status: 200, body: { uri: /^otpauth:\/\/totp\// } })
  t.equal((await test.browser().send('POST', '/session', { user: 'admin', password: PASSWORD })).status, 201, 'not on before it is confirmed')
  const secret = secretOf(String(enrolled.body.uri))
  const code = async () => (await test.identity.library.api.generateTOTP({ body: { secret } })).code
  t.match(await browser.send('PUT', '/session/second-factor', { code: (await code()) === '000000' ? '000001' : '000000' }), { status: 401, body: { code: 'second_factor_wrong' } })
  t.match(await browser.send('PUT', '/session/second-factor', { code: await code() }), { status: 200, body: { secondFactor: true } })
  t.match(await browser.send('POST', '/session/second-factor', { password: PASSWORD }), { status: 409, body: { code: 'second_factor_on' } })

  const attempt = (more: object) => test.browser().send('POST', '/session', { user: 'admin', password: PASSWORD, ...more })
  const alone = await attempt({})
  t.match(alone, { status: 401, body: { code: 'second_factor_required' } })
  t.notOk(alone.headers['set-cookie'])
  t.match(await attempt({ code: 'aaaaa-aaaaa' }), { status: 401, body: { code: 'second_factor_wrong' } })
  t.equal((await attempt({ code: await code() })).status, 201)
  const [backup] = enrolled.body.backupCodes as unknown as string[]
  t.equal((await attempt({ code: backup })).status, 201)
  t.match(await attempt({ code: backup }), { status: 401, body: { code: 'second_factor_wrong' } }, 'used up')
  t.match(await attempt({ code: await code(), password: 'wrong password 1' }), { status: 401, body: { code: 'sign_in_failed' } })
  t.match(await browser.send('POST', '/session/second-factor/disable', { password: PASSWORD }), { status: 200, body: { secondFactor: false } })
  t.equal((await attempt({})).status, 201)
})

t.test('behind TLS the cookie says so', async (t) => {
  const test = await openIdentity(t, { settings: { secure: true } })
  const began = await test.browser().send('POST', '/session', { user: 'admin', password: PASSWORD })
  t.match([began.headers['set-cookie']].flat()[0], /^__Secure-timebank\.session_token=.*; Secure/)
  t.equal((await (await test.signedIn('admin')).send('GET', '/session')).status, 200)
})

t.test('one-time passwords differ and are long enough', async (t) => {
  const made = new Set(Array.from({ length: 100 }, oneTimePassword))
  t.equal(made.size, 100)
  t.ok([...made].every((each) => each.length === 19))
})
