import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { orRefused } from '../src/cli/terminal.ts'
import { readConfig } from '../src/config.ts'
import { refuseUnsafe } from '../src/unsafe-settings.ts'

t.test('a setting that is not safe is refused by name, and all of them at once', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'timebank-settings-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  const file = (name: string, text: string, mode: number): string => {
    writeFileSync(join(folder, name), text)
    chmodSync(join(folder, name), mode)
    return join(folder, name)
  }
  const base = { TIMEBANK_DATABASE: join(folder, 'timebank.db') }
  const refused = (settings: Record<string, string>, demo = false): string => {
    try {
      refuseUnsafe(orRefused(readConfig({ ...base, ...settings })), { demo })
      return ''
    } catch (error) {
      t.equal((error as { code?: unknown }).code, 'unsafe_settings')
      return (error as Error).message
    }
  }
  const cert = file('cert.pem', 'c', 0o644)
  const key = file('key.pem', 'k', 0o600)
  const open = file('open.pem', 'k', 0o644)
  const everywhere = { TIMEBANK_HOST: '0.0.0.0' }
  t.equal(refused({}), '')
  t.equal(refused({}, true), '', 'the demo on this machine')
  t.equal(refused({ TIMEBANK_HOST: '::1' }), '')
  t.match(refused(everywhere), 'TIMEBANK_TLS_CERT')
  t.match(refused({ TIMEBANK_HOST: 'timebank.example' }), 'TIMEBANK_TLS_CERT')
  t.equal(refused({ ...everywhere, TIMEBANK_TLS_CERT: cert, TIMEBANK_TLS_KEY: key }), '')
  t.equal(refused({ ...everywhere, TIMEBANK_TRUSTED_PROXIES: '10.0.0.1, 192.168.0.0/16,fd00::/64' }), '')
  t.equal(refused({ ...everywhere, TIMEBANK_INSECURE_HTTP: 'yes' }), '')
  t.match(refused({ ...everywhere, TIMEBANK_TLS_CERT: cert, TIMEBANK_TLS_KEY: key }, true), '演示账号')
  t.match(refused({ ...everywhere, TIMEBANK_INSECURE_HTTP: 'yes' }, true), '演示账号', 'the demo is for this machine, whatever else is set')
  t.match(refused({ TIMEBANK_TRUSTED_PROXIES: '10.0.0.1' }, true), '演示账号', 'and behind no proxy')
  t.match(refused({ TIMEBANK_TLS_CERT: cert }), '须同时设置')
  t.match(refused({ TIMEBANK_TLS_CERT: cert, TIMEBANK_TLS_KEY: open }), 'chmod 600')
  t.match(refused({ TIMEBANK_TLS_CERT: cert, TIMEBANK_TLS_KEY: join(folder, 'none') }), '没有文件')
  for (const proxy of ['0.0.0.0/0', 'proxy.example', '10.0.0.0/40', '::/0']) t.match(refused({ TIMEBANK_TRUSTED_PROXIES: proxy }), proxy)
  t.match(refused({ TIMEBANK_KEYS: file('weak.keys', `k1 ${Buffer.alloc(32, 1).toString('base64url')}\n`, 0o600) }), '不是随机的')
  const both = refused({ ...everywhere, TIMEBANK_TRUSTED_PROXIES: 'x' })
  t.match(both, 'TIMEBANK_TRUSTED_PROXIES')
  t.equal(both.split('\n').length, 2, 'a proxy that is none stands for itself')

  const database = file('database', 'postgres://service:secret@host/timebank\n', 0o600)
  t.equal(orRefused(readConfig({ TIMEBANK_DATABASE_FILE: database })).database, 'postgres://service:secret@host/timebank')
  const exposed = (): void => refuseUnsafe(orRefused(readConfig({ TIMEBANK_DATABASE_FILE: file('exposed', 'postgres://x', 0o644) })), { demo: false })
  t.throws(exposed, { message: /TIMEBANK_DATABASE_FILE/ })
  t.same(readConfig({ TIMEBANK_SESSION_HOURS: 'secret' }), { refused: true, code: 'bad_setting', parameters: { setting: 'TIMEBANK_SESSION_HOURS' } })
})

t.test('a database that others can read is not served, and the demo narrows it', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'timebank-settings-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  const database = join(folder, 'timebank.db')
  const config = orRefused(readConfig({ TIMEBANK_DATABASE: database }))
  for (const name of [database, `${database}-wal`, `${database}-shm`]) {
    writeFileSync(name, '')
    chmodSync(name, 0o640)
    t.throws(() => refuseUnsafe(config, { demo: false }), { code: 'unsafe_settings', message: name })
    t.doesNotThrow(() => refuseUnsafe(config, { demo: true }))
    chmodSync(name, 0o600)
    t.doesNotThrow(() => refuseUnsafe(config, { demo: false }))
  }
  t.doesNotThrow(() => refuseUnsafe(orRefused(readConfig({ TIMEBANK_DATABASE: 'postgres://somewhere/timebank' })), { demo: false }))
  t.end()
})
