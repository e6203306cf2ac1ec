import { join } from 'node:path'
import type { Test } from 'tap'
import { createService, type Service } from '../src/communities/communities.ts'
import { openBank } from '../src/ledger/open-bank.ts'
import { type Dialect, freshDatabase } from './postgres.ts'
import { temporaryFolder } from './temporary-folder.ts'
import { testVault } from './test-vault.ts'

/** A service over a database of its own, on 20 March 2025; closed when the test ends. */
export async function openService(t: Test, dialect: Dialect): Promise<Service> {
  const database = dialect === 'sqlite' ? join(temporaryFolder('service'), 'timebank.db') : await freshDatabase(t)
  const bank = await openBank({ database })
  t.teardown(() => bank.close())
  return createService(bank, { now: () => Date.parse('2025-03-20T02:00:00Z') }, testVault())
}
