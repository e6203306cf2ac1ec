import { and, asc, count, eq, isNull } from 'drizzle-orm'
import type { Service } from './communities.ts'

/** A grid with its buildings as they occur among the members; null for those of whom it is not known. */
export interface GridPlaces {
  grid: string | null
  members: number
  buildings: { building: string | null; members: number }[]
}

/** Where the members of a community live who have not left and were not merged into another. */
export async function listPlaces({ bank }: Service, communityId: string): Promise<GridPlaces[]> {
  const { member } = bank.store.tables
  const rows = await bank.store.db
    .select({ grid: member.grid, building: member.building, members: count() })
    .from(member)
    .where(and(eq(member.communityId, communityId), isNull(member.leftOn), isNull(member.mergedInto)))
    .groupBy(member.grid, member.building)
    .orderBy(asc(member.grid), asc(member.building))
  const grids = new Map<string | null, GridPlaces>()
  for (const { grid, building, members } of rows) {
    const place = grids.get(grid) ?? { grid, members: 0, buildings: [] }
    place.members += members
    place.buildings.push({ building, members })
    grids.set(grid, place)
  }
  return [...grids.values()].map((place) => ({ ...place, buildings: place.buildings.sort((a, b) => byName(a.building, b.building)) })).sort((a, b) => byName(a.grid, b.grid))
}

/** `第2网格` before `第10网格`, and what is not known last; the same in both databases. */
export function byName(a: string | null, b: string | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1
  return names.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0)
}

const names = new Intl.Collator('zh', { numeric: true })
