import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { isForOthers } from './file-rights.ts'
import { Vault, type VaultKey } from './vault.ts'

/** The keys cannot be used: no file, one that others can read, one that holds no keys, or those of another database. */
export class KeysError extends Error {
  readonly code: 'keys_missing' | 'keys_readable_by_others' | 'keys_not_valid' | 'keys_do_not_fit'

  constructor(code: KeysError['code'], message: string) {
    super(message)
    this.code = code
  }
}

const KEY_BYTES = 32
const LINE = /^([a-z0-9]{1,16}) ([A-Za-z0-9_-]{43})$/

/**
 * Reads the file of keys: one `ID KEY` a line, the current one first; blank lines and `#` remarks are passed over.
 * Refuses a file that others than its owner can read: whoever has it and the database can read everything.
 */
export function readKeys(file: string): VaultKey[] {
  if (!existsSync(file)) throw new KeysError('keys_missing', `there is no file of keys at ${file}`)
  if (isForOthers(file)) {
    throw new KeysError('keys_readable_by_others', `others can read the file of keys: chmod 600 ${file}`)
  }
  const lines = readFileSync(file, 'utf8').split('\n').map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'))
  const keys = lines.map((line) => {
    const [, id = '', key = ''] = LINE.exec(line) ?? []
    if (id === '') throw new KeysError('keys_not_valid', `a line of ${file} is no key`)
    return { id, bytes: Buffer.from(key, 'base64url') }
  })
  if (keys.length === 0) throw new KeysError('keys_not_valid', `there is no key in ${file}`)
  if (new Set(keys.map(({ id }) => id)).size < keys.length) throw new KeysError('keys_not_valid', `two keys in ${file} have the same id`)
  return keys
}

/** Makes a file with one new key that only its owner can read. Throws where there is a file already. */
function createKeys(file: string): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, fileOf([newKey([])]), { mode: 0o600, flag: 'wx' })
}

/** Puts a new key in front; what the older ones sealed they still open. Returns the new key's id. */
export function addKey(file: string): string {
  const keys = readKeys(file)
  const added = newKey(keys)
  // Beside the old file first: whatever breaks off, one of the two is whole.
  const beside = `${file}.new`
  writeFileSync(beside, fileOf([added, ...keys]), { mode: 0o600, flush: true })
  chmodSync(beside, 0o600)
  renameSync(beside, file)
  return added.id
}

function newKey(known: VaultKey[]): VaultKey {
  const last = Math.max(0, ...known.map(({ id }) => Number(/^k(\d+)$/.exec(id)?.[1] ?? 0)))
  return { id: `k${last + 1}`, bytes: randomBytes(KEY_BYTES) }
}

function fileOf(keys: VaultKey[]): string {
  const lines = keys.map(({ id, bytes }) => `${id} ${bytes.toString('base64url')}`)
  return [
    '# 时间银行的密钥:个人信息以此加密。请与数据库分开备份;遗失则无法解密。',
    '# Keys of the time bank: personal data is sealed with them. Back them up apart from the database; lost, it is unreadable.',
    ...lines,
    ''
  ].join('\n')
}

/** The vault over a file of keys; with `orCreate`, one with a new key where there is no file yet. */
export function openVault(file: string, { orCreate = false }: { orCreate?: boolean } = {}): Vault {
  if (orCreate && !existsSync(file)) createKeys(file)
  return new Vault(readKeys(file))
}
