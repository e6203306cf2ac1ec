import { type Refusal, refuse } from '../refusal.ts'
import type { Actor } from './actor.ts'
import type { OperationRule } from './operation-rule.ts'
import type { Role } from '../roles.ts'
import type { Assignment } from './roles.ts'

/** What a request is about, as its address says, with the areas that lie above it. */
export interface Place {
  communityId?: string | undefined
  areaId?: string | undefined
  /** The area itself and all above it, or those above the community; undefined where the place does not exist. */
  areaIds: readonly string[] | undefined
  member?: number | undefined
}

/**
 * Whether the actor may do the operation there: undefined where so, else the refusal. Roles are inherited downwards. Who
 * has no role at all in a place is told that it does not exist, in the same words as of one that indeed does not.
 */
export function refusedTo(actor: Actor | undefined, operationId: string, rule: OperationRule, place: Place): Refusal | undefined {
  if (rule.scope === 'public') return undefined
  if (!actor) return refuse('not_signed_in')
  if (actor.mustChangePassword && !rule.beforePasswordChange) return refuse('password_change_needed')
  const roles = rolesFor(actor, rule, place)
  if (rule.scope === 'area' && (place.areaIds === undefined || roles.length === 0)) return refuse('unknown_area', { area: place.areaId ?? '' })
  if (rule.scope === 'community' || rule.scope === 'member') {
    if (place.areaIds === undefined || roles.length === 0) return refuse('unknown_community', { community: place.communityId ?? '' })
  }
  if (actor.operations !== undefined && !actor.operations.includes(operationId)) return refuse('not_permitted')
  if (rule.scope === 'account') return undefined
  return roles.some((role) => rule.roles.includes(role) && (role !== 'resident' || staysWithSelf(actor, rule, place))) ? undefined : refuse('not_permitted')
}

/** Whether a role of the actor lets them do it on another day, and to what others recorded. Asked of those it is not refused to. */
export function mayLate(actor: Actor, rule: OperationRule, place: Place): boolean {
  return rule.late === undefined || rolesIn(actor, place).some((role) => rule.late?.includes(role))
}

function rolesFor(actor: Actor, { scope }: OperationRule, place: Place): Role[] {
  if (scope === 'service') return rolesInService(actor)
  return scope === 'level' ? actor.assignments.map(({ role }) => role) : rolesIn(actor, place)
}

/** What the actor is in the whole service, wherever the request points. */
function rolesInService({ assignments }: Actor): Role[] {
  return assignments.filter(({ scope }) => scope === 'service').map(({ role }) => role)
}

/** What the actor is in a place, by assignments there and above, and by being a member there. */
export function rolesIn(actor: Actor, place: Place): Role[] {
  const roles = actor.assignments.filter((assignment) => holdsIn(assignment, place)).map(({ role }) => role)
  return place.communityId !== undefined && actor.member?.communityId === place.communityId ? [...roles, 'resident'] : roles
}

function holdsIn(assignment: Assignment, { communityId, areaIds = [] }: Place): boolean {
  switch (assignment.scope) {
    case 'service':
      return true
    case 'area':
      return areaIds.includes(assignment.areaId)
    case 'community':
      return assignment.communityId === communityId
  }
}

/** Residents see of people themselves alone. */
function staysWithSelf({ member }: Actor, { scope }: OperationRule, place: Place): boolean {
  return scope !== 'member' || (member !== undefined && member.communityId === place.communityId && member.number === place.member)
}

const SEES_CARE_TAGS: readonly Role[] = ['administrator', 'coordinator']

/** Whether the actor is shown the care tags of people there. A counter is told who is entitled, never why. */
export function seesCareTags(actor: Actor, place: Place): boolean {
  return rolesIn(actor, place).some((role) => SEES_CARE_TAGS.includes(role))
}
