import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'
import { createService, type Service } from '../../src/communities/communities.ts'
import { openBank } from '../../src/ledger/open-bank.ts'
import { isRefusal } from '../../src/refusal.ts'
import { type Dialect, migratedDatabase, testDialects } from '../postgres.ts'
import { testVault } from '../test-vault.ts'

/** The moment at which the services of these tests stand still. */
export const NOW = Date.parse('2025-03-20T02:00:00Z')

/** A service over a database that others may have open too; closed when the test ends. */
export async function openService(t: Test, database: string): Promise<Service> {
  const bank = await openBank({ database })
  t.teardown(() => bank.close())
  return createService(bank, { now: () => NOW }, testVault())
}

export async function emptyDatabase(t: Test, dialect: Dialect): Promise<string> {
  if (dialect === 'postgres') return migratedDatabase(t)
  const folder = mkdtempSync(join(tmpdir(), 'timebank-service-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  return join(folder, 'timebank.db')
}

/** The same test with a service over a fresh database of every dialect. */
export function onEveryService(t: Test, name: string, test: (t: Test, service: Service, database: string) => Promise<void>): void {
  for (const dialect of testDialects()) {
    t.test(`${name} (${dialect})`, async (t) => {
      const database = await emptyDatabase(t, dialect)
      await test(t, await openService(t, database), database)
    })
  }
}

/** What was not refused. */
export function granted<T extends object>(value: T): Exclude<T, { refused: true }> {
  if (isRefusal(value)) throw new Error(`refused: ${value.code} ${JSON.stringify(value.parameters)}`)
  return value as Exclude<T, { refused: true }>
}

/** The code of a refusal; `granted` where nothing was refused. */
export function codeOf(value: unknown): string {
  return isRefusal(value) ? value.code : 'granted'
}
