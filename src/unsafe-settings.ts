import { existsSync } from 'node:fs'
import { BlockList, isIP } from 'node:net'
import type { Config } from './config.ts'
import { filesForOthers, isForOthers } from './file-rights.ts'
import { readKeys } from './vault-keys.ts'

/** The service is not started as it is set. */
export class UnsafeSettings extends Error {
  readonly code = 'unsafe_settings'

  constructor(offences: string[]) {
    super(`设置不安全,未启动 · Not started, the settings are not safe:\n${offences.map((each) => `  - ${each}`).join('\n')}`)
  }
}

/** A random key has about thirty different bytes among its 32. */
const LEAST_DIFFERENT_BYTES = 16
/** A network that is wider than this is no proxy's. */
const LEAST_PREFIX = { 4: 8, 6: 16 } as const

/** Throws {@link UnsafeSettings}, with all that is wrong at once. */
export function refuseUnsafe(config: Config, { demo }: { demo: boolean }): void {
  const offences = [...network(config, demo), ...files(config), ...(demo ? [] : databaseFiles(config)), ...keys(config)]
  if (offences.length > 0) throw new UnsafeSettings(offences)
}

function network({ host, tls, trustedProxies, insecureHttp }: Config, demo: boolean): string[] {
  const offences: string[] = []
  const half = (tls.certFile === undefined) !== (tls.keyFile === undefined)
  if (half) offences.push('TIMEBANK_TLS_CERT 与 TIMEBANK_TLS_KEY 须同时设置 · are set together or not at all')
  if (!insecureHttp && !isLoopback(host)) {
    if (tls.certFile === undefined && trustedProxies.length === 0) {
      offences.push(
        'TIMEBANK_HOST 不是本机,须设 TIMEBANK_TLS_CERT、TIMEBANK_TLS_KEY 或 TIMEBANK_TRUSTED_PROXIES;确要明文,设 TIMEBANK_INSECURE_HTTP=yes · beyond this machine, TLS or a trusted proxy is needed; where plain HTTP is meant, say so'
      )
    }
  }
  // Whatever else is set: a proxy hands on what comes from anywhere.
  if (demo && (!isLoopback(host) || trustedProxies.length > 0)) {
    offences.push(
      '演示账号的密码人人知道,只在本机提供(TIMEBANK_HOST),不经代理 · the demo’s passwords are known to all; it is served on this machine only, behind no proxy'
    )
  }
  for (const proxy of trustedProxies) {
    if (!isProxy(proxy)) offences.push(`TIMEBANK_TRUSTED_PROXIES:${proxy} 不是地址或网段,或过宽 · is no address or network, or is too wide`)
  }
  return offences
}

function isLoopback(host: string): boolean {
  if (host === 'localhost') return true
  const loopback = new BlockList()
  loopback.addSubnet('127.0.0.0', 8, 'ipv4')
  loopback.addAddress('::1', 'ipv6')
  const family = isIP(host)
  return family !== 0 && loopback.check(host, family === 4 ? 'ipv4' : 'ipv6')
}

function isProxy(text: string): boolean {
  const [address = '', prefix, ...more] = text.split('/')
  const family = isIP(address)
  if ((family !== 4 && family !== 6) || more.length > 0) return false
  if (prefix === undefined) return true
  return /^\d{1,3}$/.test(prefix) && Number(prefix) >= LEAST_PREFIX[family] && Number(prefix) <= (family === 4 ? 32 : 128)
}

function files({ tls, databaseFile }: Config): string[] {
  const secret = { TIMEBANK_TLS_KEY: tls.keyFile, TIMEBANK_DATABASE_FILE: databaseFile }
  return Object.entries(secret).flatMap(([setting, file]) => {
    if (file === undefined) return []
    if (!existsSync(file)) return [`${setting}:没有文件 ${file} · there is no such file`]
    if (!isForOthers(file)) return []
    return [`${setting}:他人可读 ${file},请 chmod 600 · others can read it; chmod 600`]
  })
}

/** Made for their owner alone, they were copied or changed since: whoever it was may have read them. */
function databaseFiles({ database }: Config): string[] {
  const wide = /^\w+:\/\//.test(database) ? [] : filesForOthers(database)
  return wide.map((file) => `TIMEBANK_DATABASE:他人可读 ${file},请 chmod 600 · others can read it; chmod 600`)
}

/** A file of keys that is not there yet is made with a random one. */
function keys({ keys: file }: Config): string[] {
  if (!existsSync(file)) return []
  const weak = readKeys(file).filter(({ bytes }) => new Set(bytes).size < LEAST_DIFFERENT_BYTES)
  return weak.map(({ id }) => `TIMEBANK_KEYS:密钥 ${id} 不是随机的 · the key ${id} is not random`)
}
