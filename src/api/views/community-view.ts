import type { Community } from '../../communities/communities.ts'

/** A community as answers write it. */
export function communityView({ archivedAt, ...community }: Community) {
  return { ...community, archivedAt: archivedAt === null ? null : new Date(archivedAt).toISOString() }
}
