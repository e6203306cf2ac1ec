import { createHash } from 'node:crypto'
import { Vault } from '../src/vault.ts'

/** The vault of tests: one key, the same in every run. */
export function testVault(): Vault {
  return new Vault([{ id: 'k1', bytes: createHash('sha256').update('the key of tests').digest() }])
}
