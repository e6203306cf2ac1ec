import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'

/** A key that people's data is sealed with: 32 bytes, and a short id that stands in front of what it sealed. */
export interface VaultKey {
  id: string
  bytes: Buffer
}

/** What was sealed cannot be opened: its key is not there, or it was changed or put in another place. */
export class VaultError extends Error {
  readonly code: 'unknown_key' | 'tampered'

  constructor(code: 'unknown_key' | 'tampered', message: string) {
    super(message)
    this.code = code
  }
}

const IV_BYTES = 12
const TAG_BYTES = 16

interface OpenedKey {
  id: string
  sealing: Buffer
  indexing: Buffer
  master: Buffer
}

/**
 * Seals personal data (phone, ID number, address) with keys from outside the database. AES-256-GCM; the place that a
 * value stands in (`person.phone:ID`) is sealed with it, so that it cannot be moved to another row. The first key is the
 * current one; older ones open what they sealed until it is sealed anew.
 */
export class Vault {
  private readonly keys: OpenedKey[]

  constructor(keys: VaultKey[]) {
    if (keys.length === 0) throw new Error('a vault needs a key')
    this.keys = keys.map(({ id, bytes }) => ({
      id,
      master: bytes,
      sealing: derive(bytes, 'seal'),
      indexing: derive(bytes, 'index')
    }))
  }

  /** The id of the key that seals now. */
  get currentKey(): string {
    return this.current.id
  }

  private get current(): OpenedKey {
    return this.keys[0] as OpenedKey
  }

  /** `KEY.BASE64URL`, another text each time. */
  seal(text: string, place: string): string {
    const { id, sealing } = this.current
    const iv = randomBytes(IV_BYTES)
    const cipher = createCipheriv('aes-256-gcm', sealing, iv)
    cipher.setAAD(Buffer.from(place))
    const bytes = Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
    return `${id}.${bytes.toString('base64url')}`
  }

  /** The text that was sealed in that place. Throws {@link VaultError}. */
  open(sealed: string, place: string): string {
    const dot = sealed.indexOf('.')
    const key = this.keys.find(({ id }) => id === sealed.slice(0, dot))
    if (!key) throw new VaultError('unknown_key', `sealed with the key ${sealed.slice(0, dot)}, which is not there`)
    const bytes = Buffer.from(sealed.slice(dot + 1), 'base64url')
    try {
      const decipher = createDecipheriv('aes-256-gcm', key.sealing, bytes.subarray(0, IV_BYTES))
      decipher.setAAD(Buffer.from(place))
      decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
      return decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8')
    } catch {
      throw new VaultError('tampered', `what stands in ${place} was not sealed there`)
    }
  }

  /** The blind index of a value, to find it by without its being readable: the same for the same text and kind. */
  index(text: string, kind: string): string {
    return indexOf(this.current, text, kind)
  }

  /** The blind indexes under every key there is, for looking up while a key is being changed. */
  indexes(text: string, kind: string): string[] {
    return this.keys.map((key) => indexOf(key, text, kind))
  }

  /** A secret of its own for another purpose (signing sessions, …), from the current key. */
  secretFor(purpose: string): string {
    return derive(this.current.master, `secret:${purpose}`).toString('base64url')
  }

  /** The secrets of a purpose from every key, the current one first: what an older one encrypted stays readable. */
  secretsFor(purpose: string): { id: string; secret: string }[] {
    return this.keys.map(({ id, master }) => ({ id, secret: derive(master, `secret:${purpose}`).toString('base64url') }))
  }

  /** Proves that a key of that id is this very key, without telling it. */
  checks(): { id: string; check: string }[] {
    return this.keys.map(({ id, master }) => ({ id, check: derive(master, 'check').toString('base64url') }))
  }

  /** Whether the key of that id is there and is the one that gave the check. */
  fits(id: string, check: string): boolean {
    const own = this.checks().find((each) => each.id === id)
    return own !== undefined && own.check.length === check.length && timingSafeEqual(Buffer.from(own.check), Buffer.from(check))
  }
}

function derive(master: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', master, '', `timebank ${purpose}`, 32))
}

function indexOf({ id, indexing }: OpenedKey, text: string, kind: string): string {
  return `${id}.${createHmac('sha256', indexing).update(`${kind}\0${text}`).digest('base64url')}`
}
