import { eq, ne } from 'drizzle-orm'
import { isRefusal } from '../refusal.ts'
import { createUser } from './create-user.ts'
import type { UserBook } from './user-book.ts'

/** Where nobody can sign in yet, makes the administrator `admin` with a password to be used once, and returns both. */
export async function createFirstAdministrator(book: UserBook): Promise<{ name: string; password: string } | undefined> {
  const { user } = book.service.bank.store.tables
  const [anybody] = await book.service.bank.store.db.select({ id: user.id }).from(user).where(ne(user.kind, 'resident')).limit(1)
  if (anybody) return undefined
  const name = 'admin'
  const created = await createUser(book, { name, kind: 'staff', roles: [{ role: 'administrator', scope: 'service' }] })
  // Another process of the service was first; it has told the password.
  if (isRefusal(created) || created.password === null) return undefined
  return { name, password: created.password }
}

/** Users of the demo, with passwords that everybody knows, who can still sign in. */
export async function demoUsers({ service }: UserBook): Promise<string[]> {
  const { user } = service.bank.store.tables
  const rows = await service.bank.store.db.select({ name: user.name, disabledAt: user.disabledAt }).from(user).where(eq(user.demo, true))
  return rows.filter((row) => row.disabledAt === null).map((row) => row.name)
}
