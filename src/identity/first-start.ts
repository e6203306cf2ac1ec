import { eq, ne } from 'drizzle-orm'
import { isRefusal } from '../refusal.ts'
import { grantRole } from './assignments.ts'
import type { Identity } from './identity.ts'
import { createUser } from './users.ts'

/** Where nobody can sign in yet, makes the administrator `admin` with a password to be used once, and returns both. */
export async function createFirstAdministrator(identity: Identity): Promise<{ name: string; password: string } | undefined> {
  const { user } = identity.service.bank.store.tables
  const [anybody] = await identity.service.bank.store.db.select({ id: user.id }).from(user).where(ne(user.kind, 'resident')).limit(1)
  if (anybody) return undefined
  const name = 'admin'
  const created = await createUser(identity, { name, kind: 'staff' })
  // Another process of the service was first; it has told the password.
  if (isRefusal(created) || created.password === null) return undefined
  await grantRole(identity, { name, assignment: { role: 'administrator', scope: 'service' }, by: 'system' })
  return { name, password: created.password }
}

/** Users of the demo, with passwords that everybody knows, who can still sign in. */
export async function demoUsers({ service }: Identity): Promise<string[]> {
  const { user } = service.bank.store.tables
  const rows = await service.bank.store.db.select({ name: user.name, disabledAt: user.disabledAt }).from(user).where(eq(user.demo, true))
  return rows.filter((row) => row.disabledAt === null).map((row) => row.name)
}
