import { and, asc, eq, isNull } from 'drizzle-orm'
import { newId } from '../id.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import { once } from '../communities/once.ts'
import { type Keyed, OF_THE_SERVICE } from '../communities/request-keys.ts'
import type { Database } from '../store/store.ts'
import type { Role } from '../roles.ts'
import { type Assignment, idOf, type Scope, scopeOf } from './roles.ts'
import type { UserBook } from './user-book.ts'
import { findUser, isLastAdministrator, type User } from './users.ts'

/** A role that a user has or had somewhere. */
export interface GrantedRole {
  assignmentId: string
  assignment: Assignment
  grantedBy: string
  grantedAt: number
}

export async function rolesOf({ service }: Pick<UserBook, 'service'>, userId: string): Promise<GrantedRole[]> {
  const { assignment } = service.bank.store.tables
  const rows = await service.bank.store.db
    .select()
    .from(assignment)
    .where(and(eq(assignment.userId, userId), isNull(assignment.endedAt)))
    .orderBy(asc(assignment.assignmentId))
  return rows.map(({ assignmentId, role, scope, scopeId, grantedBy, grantedAt }) => ({
    assignmentId,
    assignment: { role: role as Role, ...scopeOf(scope, scopeId) },
    grantedBy,
    grantedAt
  }))
}

/** Refuses `role_unfit`: residents are so by their card alone, and what programs may do is not for people. */
export function checkFit(kind: User['kind'], { role }: Assignment): Refusal | undefined {
  return role === 'resident' || (role === 'program' && kind !== 'program') ? refuse('role_unfit', { role }) : undefined
}

/** Grants a role; one that is there already stays as it is. Refuses `unknown_user`, `role_unfit`, `key_reused`, and what `checkPlace` does. */
export async function grantRole(
  book: UserBook,
  { name, assignment, by }: { name: string; assignment: Assignment; by: string },
  asked?: Keyed
): Promise<GrantedRole & { replayed: boolean } | Refusal> {
  const user = await findUser(book, name)
  if (!user) return refuse('unknown_user', { user: name })
  const wrong = checkFit(user.kind, assignment) ?? (await checkPlace(book, assignment))
  if (wrong) return wrong
  const made = await once(book.service, OF_THE_SERVICE, asked, (db) => insertRole(book, db, { userId: user.id, assignment, by }))
  if (isRefusal(made)) return made
  book.actors.evict(user.id)
  const { assignment: table } = book.service.bank.store.tables
  const [row] = await book.service.bank.store.db.select().from(table).where(eq(table.assignmentId, made.made))
  if (!row) throw new Error('a role that was granted is not there')
  return { assignmentId: made.made, assignment, grantedBy: row.grantedBy, grantedAt: row.grantedAt, replayed: made.replayed }
}

/** Writes a role, unless it is there already; returns its id. */
export async function insertRole(
  { service }: Pick<UserBook, 'service'>,
  db: Database,
  { userId, assignment: granted, by }: { userId: string; assignment: Assignment; by: string }
): Promise<string> {
  const { assignment } = service.bank.store.tables
  const place = { userId, role: granted.role, scope: granted.scope, scopeId: idOf(granted) }
  const [existing] = await db
    .select({ assignmentId: assignment.assignmentId })
    .from(assignment)
    .where(
      and(
        eq(assignment.userId, userId), eq(assignment.role, place.role), eq(assignment.scope, place.scope), eq(assignment.scopeId, place.scopeId),
        isNull(assignment.endedAt)
      )
    )
  if (existing) return existing.assignmentId
  const assignmentId = newId()
  await db.insert(assignment).values({ assignmentId, ...place, grantedBy: by, grantedAt: service.clock.now(), endedAt: null })
  return assignmentId
}

/** Refuses `unknown_community` and `unknown_area` where the place of a role does not exist. */
export async function checkPlace({ service }: Pick<UserBook, 'service'>, scope: Scope): Promise<Refusal | undefined> {
  if (scope.scope === 'service') return undefined
  if (scope.scope === 'community') {
    return (await service.directory.timeZoneOf(scope.communityId)) === undefined ? refuse('unknown_community', { community: scope.communityId }) : undefined
  }
  const { area } = service.bank.store.tables
  const [found] = await service.bank.store.db.select({ areaId: area.areaId }).from(area).where(eq(area.areaId, scope.areaId))
  return found ? undefined : refuse('unknown_area', { area: scope.areaId })
}

/** A role of a user, also one that has ended. Refuses `unknown_user` and `unknown_assignment`. */
export async function findRole(book: UserBook, { name, assignmentId }: { name: string; assignmentId: string }): Promise<Assignment | Refusal> {
  const user = await findUser(book, name)
  if (!user) return refuse('unknown_user', { user: name })
  const { assignment } = book.service.bank.store.tables
  const [row] = await book.service.bank.store.db
    .select()
    .from(assignment)
    .where(and(eq(assignment.assignmentId, assignmentId), eq(assignment.userId, user.id)))
  return row ? { role: row.role as Role, ...scopeOf(row.scope, row.scopeId) } : refuse('unknown_assignment')
}

/** Ends a role. Refuses `unknown_user`, `unknown_assignment` (one that has ended too), `last_administrator` and `key_reused`. */
export async function endRole(
  book: UserBook,
  { name, assignmentId }: { name: string; assignmentId: string },
  asked?: Keyed
): Promise<{ refused?: undefined; replayed: boolean } | Refusal> {
  const { service, actors } = book
  const user = await findUser(book, name)
  if (!user) return refuse('unknown_user', { user: name })
  const { assignment } = service.bank.store.tables
  const ended = await once(service, OF_THE_SERVICE, asked, async (db) => {
    const standing = and(eq(assignment.assignmentId, assignmentId), eq(assignment.userId, user.id), isNull(assignment.endedAt))
    const [ending] = await db.select({ role: assignment.role, scope: assignment.scope }).from(assignment).where(standing)
    if (!ending) return refuse('unknown_assignment')
    if (ending.role === 'administrator' && ending.scope === 'service' && (await isLastAdministrator(book, db, user.id))) return refuse('last_administrator')
    await db.update(assignment).set({ endedAt: service.clock.now() }).where(standing)
    return assignmentId
  })
  if (isRefusal(ended)) return ended
  actors.evict(user.id)
  return { replayed: ended.replayed }
}
