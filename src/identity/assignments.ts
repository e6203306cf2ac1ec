import { and, asc, eq, isNull } from 'drizzle-orm'
import { newId } from '../id.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { Identity } from './identity.ts'
import type { Role } from '../roles.ts'
import type { Assignment, Scope } from './roles.ts'
import { findUser, isLastAdministrator, type User } from './users.ts'

/** A role that a user has or had somewhere. */
export interface GrantedRole {
  assignmentId: string
  assignment: Assignment
  grantedBy: string
  grantedAt: number
}

export async function rolesOf({ service }: Pick<Identity, 'service'>, userId: string): Promise<GrantedRole[]> {
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

function scopeOf(scope: string, scopeId: string): Scope {
  if (scope === 'area') return { scope, areaId: scopeId }
  return scope === 'community' ? { scope, communityId: scopeId } : { scope: 'service' }
}

function idOf(scope: Scope): string {
  if (scope.scope === 'area') return scope.areaId
  return scope.scope === 'community' ? scope.communityId : ''
}

/** Refuses `role_unfit`: residents are so by their card alone, and what programs may do is not for people. */
export function checkFit(kind: User['kind'], { role }: Assignment): Refusal | undefined {
  return role === 'resident' || (role === 'program' && kind !== 'program') ? refuse('role_unfit', { role }) : undefined
}

/** Grants a role; one that is there already stays as it is. Refuses `unknown_user`, `role_unfit`, and what `checkPlace` does. */
export async function grantRole(
  identity: Identity,
  { name, assignment: granted, by }: { name: string; assignment: Assignment; by: string }
): Promise<GrantedRole | Refusal> {
  const { service, actors } = identity
  const { store } = service.bank
  const user = await findUser(identity, name)
  if (!user) return refuse('unknown_user', { user: name })
  const wrong = checkFit(user.kind, granted) ?? (await checkPlace(identity, granted))
  if (wrong) return wrong
  const scopeId = idOf(granted)
  const { assignment } = store.tables
  const result = await store.write(async (db) => {
    const [existing] = await db
      .select()
      .from(assignment)
      .where(
        and(
          eq(assignment.userId, user.id), eq(assignment.role, granted.role), eq(assignment.scope, granted.scope), eq(assignment.scopeId, scopeId),
          isNull(assignment.endedAt)
        )
      )
    if (existing) return existing
    const row = {
      assignmentId: newId(), userId: user.id, role: granted.role, scope: granted.scope, scopeId, grantedBy: by, grantedAt: service.clock.now(), endedAt: null
    }
    await db.insert(assignment).values(row)
    return row
  })
  actors.evict(user.id)
  return { assignmentId: result.assignmentId, assignment: granted, grantedBy: result.grantedBy, grantedAt: result.grantedAt }
}

/** Refuses `unknown_community` and `unknown_area` where the place of a role does not exist. */
export async function checkPlace({ service }: Identity, scope: Scope): Promise<Refusal | undefined> {
  if (scope.scope === 'service') return undefined
  if (scope.scope === 'community') {
    return (await service.directory.timeZoneOf(scope.communityId)) === undefined ? refuse('unknown_community', { community: scope.communityId }) : undefined
  }
  const { area } = service.bank.store.tables
  const [found] = await service.bank.store.db.select({ areaId: area.areaId }).from(area).where(eq(area.areaId, scope.areaId))
  return found ? undefined : refuse('unknown_area', { area: scope.areaId })
}

/** Ends a role, and returns what it was. Refuses `unknown_user`, `unknown_assignment`, and `last_administrator`. */
export async function endRole(identity: Identity, { name, assignmentId }: { name: string; assignmentId: string }): Promise<Assignment | Refusal> {
  const { service, actors } = identity
  const { store } = service.bank
  const user = await findUser(identity, name)
  if (!user) return refuse('unknown_user', { user: name })
  const ending = (await rolesOf(identity, user.id)).find((each) => each.assignmentId === assignmentId)
  if (!ending) return refuse('unknown_assignment')
  const { role, scope } = ending.assignment
  if (role === 'administrator' && scope === 'service' && (await isLastAdministrator(identity, user.id))) return refuse('last_administrator')
  const { assignment } = store.tables
  await store.write((db) => db.update(assignment).set({ endedAt: service.clock.now() }).where(eq(assignment.assignmentId, assignmentId)))
  actors.evict(user.id)
  return ending.assignment
}
