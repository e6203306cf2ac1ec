import type { Community } from '../../communities/communities.ts'
import { instantOrNull } from './instants.ts'

/** A community as answers write it. */
export function communityView({ archivedAt, ...community }: Community) {
  return { ...community, archivedAt: instantOrNull(archivedAt) }
}
