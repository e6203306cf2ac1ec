import type { Server } from 'node:http'
import { Writable } from 'node:stream'
import t from 'tap'
import { createLogger } from '../../src/api/create-logger.ts'
import { openIdentity, PASSWORD } from './service.ts'

t.test('requests are limited by address, sign-ins more tightly, and users wherever they come from', async (t) => {
  const limits = { perAddress: 40, perUser: 20, signInsPerAddress: 3 }
  const test = await openIdentity(t, { app: { limits, trustedProxies: ['127.0.0.1'] } })
  const browser = await test.signedIn('admin')
  const from = (address: string) => ({ 'x-forwarded-for': address })
  const signIn = (address: string) => test.browser().send('POST', '/session', { user: 'nobody', password: PASSWORD }, from(address))
  for (let attempt = 0; attempt < 3; attempt++) t.equal((await signIn('198.51.100.1')).status, 401)
  const limited = await signIn('198.51.100.1')
  t.match(limited, { status: 429, body: { code: 'too_many_requests', title: '过于频繁' } })
  t.match(limited.headers['retry-after'], /^\d+$/)
  t.match(limited.headers['content-type'], /^application\/problem\+json/)
  t.equal((await signIn('198.51.100.2')).status, 401, 'another address')

  for (let request = 0; request < 20; request++) t.equal((await browser.send('GET', '/session', undefined, from(`203.0.113.${request}`))).status, 200)
  t.match(await browser.send('GET', '/session', undefined, from('203.0.113.99')), { status: 429, body: { code: 'too_many_requests' } }, 'one user')
  for (let request = 0; request < 40; request++) await browser.send('GET', '/communities', undefined, from('192.0.2.7'))
  t.match(await browser.send('GET', '/communities', undefined, from('192.0.2.7')), { status: 429, body: { code: 'too_many_requests' } }, 'one address')
})

t.test('what a proxy says is believed of trusted ones alone', async (t) => {
  const test = await openIdentity(t, { app: { limits: { perAddress: 1000, perUser: 1000, signInsPerAddress: 2 } } })
  const signIn = (address: string) => test.browser().send('POST', '/session', { user: 'nobody', password: PASSWORD }, { 'x-forwarded-for': address })
  t.equal((await signIn('198.51.100.1')).status, 401)
  t.equal((await signIn('198.51.100.2')).status, 401)
  t.equal((await signIn('198.51.100.3')).status, 429, 'another address is only said')
})

t.test('the addresses of one IPv6 network are limited together', async (t) => {
  const test = await openIdentity(t, { app: { trustedProxies: ['127.0.0.1'], limits: { perAddress: 1000, perUser: 1000, signInsPerAddress: 2 } } })
  const signIn = (address: string) => test.browser().send('POST', '/session', { user: 'nobody', password: PASSWORD }, { 'x-forwarded-for': address })
  const statuses: number[] = []
  for (const address of ['2001:db8::1', '2001:db8::2', '2001:db8::ffff:3', '2001:db8:0:1::1']) statuses.push((await signIn(address)).status)
  t.same(statuses, [401, 401, 429, 401])
})

t.test('a token of as many letters as the right one, but of more bytes, is wrong like any other', async (t) => {
  const test = await openIdentity(t)
  const admin = await test.signedIn('admin')
  const accented = { 'x-csrf-token': 'é'.repeat(admin.csrfToken.length) }
  t.match(await admin.send('DELETE', '/session', undefined, accented), { status: 403, body: { code: 'csrf_failed' } })
  t.equal((await admin.send('GET', '/session')).status, 200, 'and the session goes on')
})

t.test('whoever sends a letter now and then does not keep a connection for good', async (t) => {
  const { server } = (await openIdentity(t)).app as unknown as { server: Server }
  t.ok(server.headersTimeout > 0 && server.headersTimeout <= 60_000)
  t.ok(server.requestTimeout > server.headersTimeout)
  t.ok(server.timeout > server.requestTimeout)
})

t.test('JSON that goes too deep is refused before it is read', async (t) => {
  const test = await openIdentity(t)
  const send = (payload: string) => test.app.inject({ method: 'POST', url: '/v1/session', headers: { 'content-type': 'application/json' }, payload })
  for (const payload of ['['.repeat(100_000), `${'['.repeat(33)}${']'.repeat(33)}`, `${'{"a":'.repeat(40)}1${'}'.repeat(40)}`]) {
    t.match((await send(payload)).json(), { status: 400, code: 'invalid_request', detail: /JSON/ })
  }
  t.match((await send(JSON.stringify({ user: 'admin', password: '['.repeat(100) }))).json(), { code: 'sign_in_failed' }, 'brackets in a string are letters')
  t.match((await send(JSON.stringify({ user: 'admin', password: `"\\"${'['.repeat(100)}` }))).json(), { code: 'sign_in_failed' }, 'after quotes too')
  t.match((await send('{"__proto__": {"user": "admin"}}')).json(), { code: 'invalid_request' })
})

t.test('no password, PIN, key, token or code reaches the log', async (t) => {
  let text = ''
  const stream = new Writable({
    write(chunk: Buffer, _encoding, callback) {
      text += chunk.toString()
      callback()
    }
  })
  const test = await openIdentity(t, { logger: createLogger({ level: 'trace', stream }) })
  const admin = await test.signedIn('admin')
  const first = String((await admin.send('POST', '/users', { user: 'sun', roles: [{ role: 'clerk', scope: 'community', communityId: 'taicheng' }] })).body.password)
  const sun = await test.signedIn('sun', first)
  t.equal((await sun.send('PUT', '/session/password', { current: first, next: 'a password of sun' })).status, 200)
  t.equal((await sun.send('PUT', '/communities/taicheng/members/1/pin', { pin: '739146' })).status, 200)
  await test.browser().send('POST', '/session/resident', { communityId: 'taicheng', card: 'TC100001', pin: '739146' })
  await test.browser().send('POST', '/session/resident', { communityId: 'taicheng', card: 'TC100001', pin: '739147' })
  await test.browser().send('POST', '/session', { user: 'sun', password: 'a wrong password' })
  await admin.send('POST', '/users', { user: 'platform', kind: 'program' })
  const expiresAt = new Date(test.clock.now() + 86_400_000).toISOString()
  const key = String((await admin.send('POST', '/users/platform/keys', { name: 'k', expiresAt })).body.key)
  await test.browser().send('GET', '/session', undefined, { authorization: `Bearer ${key}` })
  await test.app.inject({ method: 'GET', url: `/v1/session?key=${key}` })
  t.match(key, /^tbk_/)
  const enrolled = await admin.send('POST', '/session/second-factor', { password: PASSWORD })
  const secrets = [first, 'a password of sun', 'a wrong password', PASSWORD, '739146', '739147', key, admin.csrfToken, sun.csrfToken]
  secrets.push(...(enrolled.body.backupCodes as unknown as string[]), String(enrolled.body.uri), ...sun.cookie.split(/[=;. ]+/).filter((part) => part.length > 20))
  // A store that fails quotes what it was to write.
  test.service.bank.store.write = () => Promise.reject(Object.assign(new AggregateError([], `params: ${secrets.join()}`), { code: 'SQLITE_FULL' }))
  t.equal((await sun.send('PUT', '/communities/taicheng/members/1/pin', { pin: '739146', reason: 'forgotten' })).status, 500)
  t.ok(text.split('\n').length > 12)
  t.match(text, 'SQLITE_FULL')
  for (const secret of secrets) t.notMatch(text, secret, secret)
})
