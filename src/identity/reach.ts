import { placesWithin, type Service } from '../communities/communities.ts'
import type { Role } from '../roles.ts'
import type { Actor } from './actor.ts'
import type { Scope } from './roles.ts'

/** The places in which somebody is something, with all that lies below them. */
export type Reach = 'everywhere' | { areaIds: ReadonlySet<string>; communityIds: ReadonlySet<string> }

/** How far one of the roles of the actor reaches; empty where the actor has none of them. */
export async function reachOf({ bank }: Service, { assignments }: Pick<Actor, 'assignments'>, roles: readonly Role[]): Promise<Reach> {
  const held = assignments.filter(({ role }) => roles.includes(role))
  if (held.some(({ scope }) => scope === 'service')) return 'everywhere'
  const within = await placesWithin(bank, {
    communityIds: held.flatMap((each) => (each.scope === 'community' ? [each.communityId] : [])),
    areaIds: held.flatMap((each) => (each.scope === 'area' ? [each.areaId] : []))
  })
  return { areaIds: new Set(within.areaIds), communityIds: new Set(within.communityIds) }
}

/** Whether a place lies within: the whole service is within itself alone. */
export function covers(reach: Reach, scope: Scope): boolean {
  if (reach === 'everywhere') return true
  if (scope.scope === 'service') return false
  return scope.scope === 'area' ? reach.areaIds.has(scope.areaId) : reach.communityIds.has(scope.communityId)
}
