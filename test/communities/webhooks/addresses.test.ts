import { request } from 'node:http'
import t from 'tap'
import { refusalOfAddress } from '../../../src/communities/webhooks/address.ts'
import { callAddress } from '../../../src/communities/webhooks/call-address.ts'
import { isPublicAddress, lookUpPublic } from '../../../src/communities/webhooks/public-address.ts'
import { openReceiver } from './receiver.ts'

const OPEN = { privateAddresses: false }

t.test('only addresses of the open internet are public', async (t) => {
  for (const address of ['1.1.1.1', '114.114.114.114', '2606:4700:4700::1111', '2400:3200::1']) t.ok(isPublicAddress(address), address)
  const closed = [
    '127.0.0.1', '127.9.9.9', '0.0.0.0', '10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', '169.254.169.254', '100.64.0.1', '198.18.0.1', '224.0.0.1',
    '255.255.255.255', '::', '::1', '::ffff:127.0.0.1', '::ffff:10.0.0.1', '::ffff:7f00:1', '64:ff9b::7f00:1', '2002:7f00:1::', '2001::1', '2001:db8::1', 'fe80::1', 'fc00::1',
    'fd12::1', 'ff02::1', 'localhost', ''
  ]
  for (const address of closed) t.notOk(isPublicAddress(address), address)
})

t.test('an address that leads inside, or over plain HTTP, is not registered', async (t) => {
  const bad = [
    'http://notice.example.org/', 'ftp://notice.example.org/', 'https://localhost/', 'https://localhost:8443/', 'https://a.localhost/', 'https://printer.local/', 'https://db.internal/',
    'https://127.0.0.1/', 'https://[::1]/', 'https://[::ffff:10.0.0.1]/', 'https://10.1.2.3/', 'https://169.254.169.254/latest/meta-data', 'https://0x7f000001/', 'https://2130706433/',
    'https://127.1/', 'https://0177.0.0.1/', 'https://intranet/', 'https://user:pass@notice.example.org/', 'https://notice.example.org/#x', 'javascript:alert(1)', 'notice.example.org', '',
    `https://notice.example.org/${'x'.repeat(500)}`
  ]
  for (const address of bad) t.match(refusalOfAddress(address, OPEN), { code: 'webhook_address' }, address)
  for (const address of ['https://notice.example.org/timebank?token=1', 'https://1.1.1.1:8443/', 'https://通知.example.org/']) t.equal(refusalOfAddress(address, OPEN), undefined, address)
  t.equal(refusalOfAddress('http://127.0.0.1:9/', { privateAddresses: true }), undefined, 'where it is meant')
  t.match(refusalOfAddress('ftp://127.0.0.1/', { privateAddresses: true }), { code: 'webhook_address' })
})

t.test('a name that leads to a private address is not connected to', async (t) => {
  const { address, received } = await openReceiver(t)
  const { port } = new URL(address)
  const outcome = await new Promise<string>((resolve) => {
    const asked = request({ host: 'localhost', port, lookup: lookUpPublic, agent: false }, (response) => resolve(`answered ${response.statusCode}`))
    asked.on('error', (error) => resolve((error as { code?: string }).code ?? error.message))
    asked.end()
  })
  t.equal(outcome, 'CLOSED_ADDRESS')
  const call = { event: 'x', deliveryId: 'x', body: '{}', now: 0, signal: new AbortController().signal }
  for (const closed of [address, `https://127.0.0.1:${port}/`, `https://[::1]:${port}/`]) {
    t.same(await callAddress({ ...call, target: { address: closed, secret: 's' } }, OPEN), { status: null, failure: 'address_refused' }, closed)
  }
  t.same(received, [], 'nobody was called')
})

t.test('whoever answers too late, too much or not at all holds nobody up', async (t) => {
  const inside = { privateAddresses: true }
  const call = { event: 'x', deliveryId: 'x', body: '{}', now: 0, signal: new AbortController().signal, timeoutMilliseconds: 100 }
  const silent = await openReceiver(t, () => undefined)
  t.same(await callAddress({ ...call, target: { address: silent.address, secret: 's' } }, inside), { status: null, failure: 'timed_out' })
  const endless = await openReceiver(t, (response) => {
    response.writeHead(200)
    const more = setInterval(() => response.write('x'.repeat(10_000)), 1)
    response.on('close', () => clearInterval(more))
  })
  t.same(await callAddress({ ...call, timeoutMilliseconds: 5000, target: { address: endless.address, secret: 's' } }, inside), { status: 200, failure: null })
  t.same(await callAddress({ ...call, target: { address: 'http://127.0.0.1:1/', secret: 's' } }, inside), { status: null, failure: 'unreachable' })
  // Where no name is resolved at all, it takes as long as it may.
  const nowhere = await callAddress({ ...call, target: { address: 'https://no-such-name.invalid/', secret: 's' } }, { privateAddresses: false })
  t.match(nowhere, { status: null, failure: /^(unreachable|timed_out)$/ })
})
