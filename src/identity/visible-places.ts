import type { Places } from '../communities/communities.ts'
import type { Actor } from './actor.ts'

/** The places in which the actor is something; undefined for everywhere. */
export function placesOf({ assignments, member }: Actor): Places | undefined {
  const communityIds = member ? [member.communityId] : []
  const areaIds: string[] = []
  for (const assignment of assignments) {
    if (assignment.scope === 'service') return undefined
    if (assignment.scope === 'area') areaIds.push(assignment.areaId)
    else communityIds.push(assignment.communityId)
  }
  return { communityIds, areaIds }
}
