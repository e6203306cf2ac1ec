import { existsSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { isNotNull } from 'drizzle-orm'
import type { Clock } from '../clock.ts'
import { openBank } from '../ledger/open-bank.ts'
import type { Store } from '../store/store.ts'
import { KeysError, openVault } from '../vault-keys.ts'
import { Vault } from '../vault.ts'
import { createService, type Service } from './communities.ts'

export interface ServicePlaces {
  /** A file, or a `postgres://` address. */
  database: string
  /** The file of keys. */
  keys: string
  /** Opens a database that is not as it was made, so that it can be verified; its keys are not asked for. */
  evenDamaged?: boolean | undefined
}

/**
 * Opens a database and the file of keys that belongs to it. A new database gets a new key. Throws `StoreError` where
 * the database, and `KeysError` where the keys cannot be used.
 */
export async function openService({ database, keys, evenDamaged = false }: ServicePlaces, clock: Clock): Promise<Service> {
  const bank = await openBank({ database, evenDamaged })
  try {
    // Who verifies reads the journal alone, which holds nothing that is sealed: an auditor has no keys.
    const vault = evenDamaged ? new Vault([{ id: 'none', bytes: randomBytes(32) }]) : await openFittingVault(bank.store, keys, clock)
    return createService(bank, clock, vault)
  } catch (error) {
    await bank.close()
    throw error
  }
}

/**
 * The vault over a file of keys, proved to be the one that this database was sealed with. Where the file is missing
 * and something is sealed, no new key is made: it would open nothing, and hide that the right one is lost.
 */
export async function openFittingVault(store: Store, file: string, clock: Clock): Promise<Vault> {
  const { vaultKey } = store.tables
  const known = await store.db.select().from(vaultKey)
  if (!existsSync(file) && (known.length > 0 || (await holdsSealedData(store)))) {
    throw new KeysError(
      'keys_missing',
      `数据库中有加密的个人信息,但没有密钥文件 ${file}:请从备份恢复该文件 · the database holds sealed data and there is no file of keys at ${file}: restore it from its backup`
    )
  }
  const vault = openVault(file, { orCreate: true })
  const strange = known.filter(({ keyId, check }) => !vault.fits(keyId, check)).map(({ keyId }) => keyId)
  if (strange.length > 0) {
    throw new KeysError(
      'keys_do_not_fit',
      `密钥文件 ${file} 不属于这个数据库(密钥 ${strange.join('、')}):请恢复与数据库同期备份的密钥文件,或改正 TIMEBANK_KEYS · the file of keys at ${file} is not the one of this database (key ${strange.join(', ')}): restore the file that was backed up with the database, or correct TIMEBANK_KEYS`
    )
  }
  const current = vault.checks().filter(({ id }) => id === vault.currentKey && !known.some(({ keyId }) => keyId === id))
  if (current.length > 0) {
    await store.write((db) =>
      db.insert(vaultKey).values(current.map(({ id, check }) => ({ keyId: id, check, firstUsedAt: clock.now() }))).onConflictDoNothing()
    )
  }
  return vault
}

async function holdsSealedData(store: Store): Promise<boolean> {
  const { person, note, importRow, listEntry, webhook } = store.tables
  const sealed = [
    store.db.select({ found: person.personId }).from(person).where(isNotNull(person.phone)).limit(1),
    store.db.select({ found: note.commitment }).from(note).limit(1),
    store.db.select({ found: importRow.importId }).from(importRow).limit(1),
    store.db.select({ found: listEntry.entryId }).from(listEntry).limit(1),
    store.db.select({ found: webhook.webhookId }).from(webhook).limit(1)
  ]
  for (const query of sealed) if ((await query).length > 0) return true
  return false
}
