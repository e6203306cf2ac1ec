import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import type { Role } from '../roles.ts'
import type { Actor } from './actor.ts'
import { checkFit, checkPlace, findRole, type GrantedRole, rolesOf } from './assignments.ts'
import { covers, type Reach, reachOf } from './reach.ts'
import { AUDIT } from './role-groups.ts'
import { type Assignment, isSamePlace, type Scope } from './roles.ts'
import type { UserBook } from './user-book.ts'
import { findUser, type User } from './users.ts'

const ADMINISTRATOR: readonly Role[] = ['administrator']

export interface SeenUser {
  refused?: undefined
  user: User
  /** Those within the reader's reach; of roles elsewhere nothing is told. */
  roles: GrantedRole[]
}

/** How far whoever looks at accounts sees. */
export function sightOf({ service }: UserBook, actor: Actor): Promise<Reach> {
  return reachOf(service, actor, AUDIT)
}

/**
 * A user as somebody sees them who administers or audits the level that the user belongs to, or one in which the user has a
 * role. Refuses `unknown_user`, for everybody else's users too.
 */
export async function seeUser(book: UserBook, reach: Reach, name: string): Promise<SeenUser | Refusal> {
  const user = await findUser(book, name)
  const roles = user ? (await rolesOf(book, user.id)).filter(({ assignment }) => covers(reach, assignment)) : []
  if (!user || (roles.length === 0 && !covers(reach, user.level))) return refuse('unknown_user', { user: name })
  return { user, roles }
}

/**
 * A user whom the actor administers: who belongs to the actor's level or below and has no role beyond it. Whoever resets a
 * password or makes a key can act as the user, and must not become more by it. Refuses `unknown_user` and `not_permitted`.
 */
export async function administeredUser(book: UserBook, actor: Actor, name: string): Promise<User | Refusal> {
  return wholeUser(book, await reachOf(book.service, actor, ADMINISTRATOR), name)
}

/** What keeps the actor from seeing all of a user, the keys among it. Refuses `unknown_user` and `not_permitted`. */
export async function refusalOfAudit(book: UserBook, actor: Actor, name: string): Promise<Refusal | undefined> {
  const whole = await wholeUser(book, await sightOf(book, actor), name)
  return isRefusal(whole) ? whole : undefined
}

async function wholeUser(book: UserBook, reach: Reach, name: string): Promise<User | Refusal> {
  const seen = await seeUser(book, reach, name)
  if (isRefusal(seen)) return seen
  const all = await rolesOf(book, seen.user.id)
  return covers(reach, seen.user.level) && all.length === seen.roles.length ? seen.user : refuse('not_permitted')
}

/**
 * A user to whom the actor may grant a role, or whose role may be ended: seen by the actor, and the place of the role is within
 * the actor's reach. Refuses `unknown_user`, `role_unfit`, `not_to_oneself`, and what {@link refusalOfPlace} does.
 */
export async function refusalOfRole(book: UserBook, actor: Actor, { name, assignment }: { name: string; assignment: Assignment }): Promise<Refusal | undefined> {
  const reach = await reachOf(book.service, actor, ADMINISTRATOR)
  const seen = await seeUser(book, reach, name)
  if (isRefusal(seen)) return seen
  const wrong = checkFit(seen.user.kind, assignment) ?? (await refusalOfPlace(book, reach, assignment))
  if (wrong) return wrong
  if (name !== actor.name) return undefined
  const own = await reachOf(book.service, actor, [assignment.role])
  return covers(own, assignment) ? undefined : refuse('not_to_oneself')
}

/**
 * What keeps an administrator from a place: it is not there, or is beyond their reach. A community beyond it is answered as one
 * that is not there; areas are known to everybody. Refuses `unknown_community`, `unknown_area` and `not_permitted`.
 */
async function refusalOfPlace(book: UserBook, reach: Reach, scope: Scope): Promise<Refusal | undefined> {
  if (scope.scope === 'community' && !covers(reach, scope)) return refuse('unknown_community', { community: scope.communityId })
  return (await checkPlace(book, scope)) ?? (covers(reach, scope) ? undefined : refuse('not_permitted'))
}

/** What of a new user is asked for. */
interface Wanted {
  kind: User['kind']
  roles: readonly Assignment[]
  level?: Scope | undefined
}

/**
 * The level that a new user belongs to: the one asked for, else the one place of all roles, else the one level of the actor.
 * Refuses `invalid_request` where that is several, `role_unfit`, and what {@link refusalOfPlace} does.
 */
export async function levelOfNewUser(book: UserBook, actor: Actor, { kind, roles, level }: Wanted): Promise<Scope | Refusal> {
  const reach = await reachOf(book.service, actor, ADMINISTRATOR)
  for (const each of roles) {
    const wrong = checkFit(kind, each) ?? (await refusalOfPlace(book, reach, each))
    if (wrong) return wrong
  }
  const own = actor.assignments.filter(({ role }) => role === 'administrator')
  const wanted = level ?? onlyPlace(roles) ?? own.find(({ scope }) => scope === 'service') ?? onlyPlace(own)
  if (!wanted) return refuse('invalid_request', { detail: 'level' })
  return (await refusalOfPlace(book, reach, wanted)) ?? plain(wanted)
}

function onlyPlace([first, ...others]: readonly Assignment[]): Scope | undefined {
  return first && others.every((each) => isSamePlace(each, first)) ? first : undefined
}

/** The place alone of what may be a role in it. */
function plain(scope: Scope): Scope {
  if (scope.scope === 'service') return { scope: 'service' }
  return scope.scope === 'area' ? { scope: 'area', areaId: scope.areaId } : { scope: 'community', communityId: scope.communityId }
}

/** What keeps the actor from ending a role: it is beyond their reach, or there is none. Refuses `unknown_user` and `unknown_assignment`. */
export async function refusalOfEnding(book: UserBook, actor: Actor, asked: { name: string; assignmentId: string }): Promise<Refusal | undefined> {
  const reach = await reachOf(book.service, actor, ADMINISTRATOR)
  const seen = await seeUser(book, reach, asked.name)
  if (isRefusal(seen)) return seen
  const ending = await findRole(book, asked)
  if (isRefusal(ending)) return ending
  return covers(reach, ending) ? undefined : refuse('unknown_assignment')
}
