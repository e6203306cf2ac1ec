import { asc, eq, inArray } from 'drizzle-orm'
import { type Area, readArea } from '../communities/areas.ts'
import { byName } from '../communities/places.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { Store } from '../store/store.ts'
import type { DateRange } from './audit-source.ts'
import { REPORT_NOTICE } from './report-notice.ts'
import { type PlaceFigures, summarizeBooks } from './summarize-books.ts'
import { type Figures, type FiguresJson, figuresJson, sumFigures } from './summary-figures.ts'

/** A row of a summary. What of a community belongs to no member has a row of its own, `common`. */
export interface SummaryPlace {
  level: 'district' | 'subdistrict' | 'community' | 'grid' | 'building' | 'common'
  /** Of a district, a subdistrict or a community. */
  id: string | null
  /** Null for members of whom it is not known, and for what is common. */
  name: string | null
  /** Of a building. */
  grid: string | null
}

export interface Summary {
  place: SummaryPlace
  range: DateRange
  rows: { place: SummaryPlace; figures: Figures }[]
  /** The sum of the rows. */
  total: Figures
}

type Snapshot = Pick<Store, 'db' | 'tables' | 'journal'>

/** The figures of a community by grid or by building, at one moment. Refuses `unknown_community`. */
export function summarizeCommunity(
  store: Store,
  communityId: string,
  { range, by }: { range: DateRange; by: 'grid' | 'building' }
): Promise<Summary | Refusal> {
  return store.snapshot(async (db) => {
    const { community } = store.tables
    const [found] = await db.select({ name: community.name }).from(community).where(eq(community.communityId, communityId))
    if (!found) return refuse('unknown_community', { community: communityId })
    const parts = new Map<string, { place: SummaryPlace; figures: Figures[] }>()
    for (const { place, figures } of await summarizeBooks({ ...store, db }, communityId, range)) {
      const shown = placeWithin(place, by)
      const key = JSON.stringify(shown)
      parts.set(key, { place: shown, figures: [...(parts.get(key)?.figures ?? []), figures] })
    }
    const rows = [...parts.values()].map(({ place, figures }) => ({ place, figures: sumFigures(figures) })).sort((a, b) => inOrder(a.place, b.place))
    return summaryOf({ level: 'community', id: communityId, name: found.name, grid: null }, range, rows)
  })
}

function placeWithin({ common, grid, building }: PlaceFigures['place'], by: 'grid' | 'building'): SummaryPlace {
  if (common) return { level: 'common', id: null, name: null, grid: null }
  return by === 'grid' ? { level: 'grid', id: null, name: grid, grid: null } : { level: 'building', id: null, name: building, grid }
}

function inOrder(a: SummaryPlace, b: SummaryPlace): number {
  if (a.level !== b.level) return a.level === 'common' ? 1 : -1
  return byName(a.grid, b.grid) || byName(a.name, b.name)
}

/**
 * The figures of all communities below an area, at one moment: a district's by subdistrict, a subdistrict's by community.
 * Archived communities are among them. Refuses `unknown_area`.
 */
export function summarizeArea(store: Store, areaId: string, range: DateRange): Promise<Summary | Refusal> {
  return store.snapshot(async (db) => {
    const snapshot = { ...store, db }
    const area = await readArea(db, store.tables.area, areaId)
    if (!area) return refuse('unknown_area', { area: areaId })
    const rows = area.level === 'district' ? await rowsOfDistrict(snapshot, area) : []
    for (const community of await communitiesOf(snapshot, [areaId, ...rows.map(({ place }) => place.id ?? '')])) {
      const figures = sumFigures((await summarizeBooks(snapshot, community.communityId, range)).map((each) => each.figures))
      const row = rows.find(({ place }) => place.id === community.areaId)
      if (row) row.figures = sumFigures([row.figures, figures])
      else rows.push({ place: { level: 'community', id: community.communityId, name: community.name, grid: null }, figures })
    }
    return summaryOf({ level: area.level, id: areaId, name: area.name, grid: null }, range, rows)
  })
}

async function rowsOfDistrict({ db, tables: { area } }: Snapshot, { areaId }: Area): Promise<Summary['rows']> {
  const below = await db.select({ id: area.areaId, name: area.name }).from(area).where(eq(area.parentId, areaId)).orderBy(asc(area.areaId))
  return below.map(({ id, name }) => ({ place: { level: 'subdistrict', id, name, grid: null }, figures: sumFigures([]) }))
}

function communitiesOf({ db, tables: { community } }: Snapshot, areaIds: string[]) {
  const { communityId, name, areaId } = community
  return db.select({ communityId, name, areaId }).from(community).where(inArray(areaId, areaIds)).orderBy(asc(communityId))
}

function summaryOf(place: SummaryPlace, range: DateRange, rows: Summary['rows']): Summary {
  return { place, range, rows, total: sumFigures(rows.map((row) => row.figures)) }
}

export interface SummaryJson {
  notice: typeof REPORT_NOTICE
  place: SummaryPlace
  range: { from: string; through: string }
  rows: (SummaryPlace & { figures: FiguresJson })[]
  total: FiguresJson
}

export function summaryJson({ place, range, rows, total }: Summary): SummaryJson {
  return {
    notice: REPORT_NOTICE,
    place,
    range: { from: range.from, through: range.to },
    rows: rows.map((row) => ({ ...row.place, figures: figuresJson(row.figures) })),
    total: figuresJson(total)
  }
}
