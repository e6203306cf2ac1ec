import { and, asc, eq, gt } from 'drizzle-orm'
import type { Page } from '../ledger/read-books.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { Database } from '../store/store.ts'
import type { Service } from './communities.ts'
import { answerOf, once } from './once.ts'
import { badPlaceName, PLACE_ID } from './place-name.ts'
import { type Answered, type Keyed, OF_THE_SERVICE } from './request-keys.ts'

export type AreaLevel = 'district' | 'subdistrict'

/** What gathers communities: a district, or a subdistrict of one. */
export interface Area {
  areaId: string
  level: AreaLevel
  /** The district of a subdistrict. */
  parentId: string | null
  name: string
}

/** Refuses `bad_code`, `invalid_request` (name, a parent above a district), `district_required`, `unknown_area`, `not_a_district`, `area_exists` and `key_reused`. */
export async function createArea(service: Service, given: Area, asked?: Keyed): Promise<Answered<Area> | Refusal> {
  const { areaId, level, parentId } = given
  if (!PLACE_ID.test(areaId)) return refuse('bad_code', { value: areaId })
  const bad = badPlaceName(given.name)
  if (bad) return bad
  if (level === 'district' && parentId !== null) return refuse('invalid_request', { detail: 'parentId' })
  if (level === 'subdistrict' && parentId === null) return refuse('district_required')
  const insert = (db: Database) => insertArea(service, db, { areaId, level, parentId, name: given.name.trim() })
  return answerOf(await once(service, OF_THE_SERVICE, asked, insert, 'area'), () => findArea(service, areaId))
}

async function insertArea({ bank, clock }: Service, db: Database, given: Area): Promise<string | Refusal> {
  const { area } = bank.store.tables
  const { areaId, parentId } = given
  if (parentId !== null) {
    const parent = await readArea(db, area, parentId)
    if (!parent) return refuse('unknown_area', { area: parentId })
    if (parent.level !== 'district') return refuse('not_a_district', { area: parentId })
  }
  const inserted = await db
    .insert(area)
    .values({ ...given, createdAt: clock.now() })
    .onConflictDoNothing()
    .returning({ areaId: area.areaId })
  return inserted.length === 0 ? refuse('area_exists', { area: areaId }) : areaId
}

/** Refuses `unknown_area`, `invalid_request`, `bad_text` and `key_reused`. */
export async function renameArea(service: Service, areaId: string, name: string, asked?: Keyed): Promise<Answered<Area> | Refusal> {
  const bad = badPlaceName(name)
  if (bad) return bad
  const { area } = service.bank.store.tables
  const renamed = await once(
    service, OF_THE_SERVICE, asked,
    async (db) => {
      const changed = await db.update(area).set({ name: name.trim() }).where(eq(area.areaId, areaId)).returning({ areaId: area.areaId })
      return changed.length === 0 ? refuse('unknown_area', { area: areaId }) : areaId
    },
    'area'
  )
  return answerOf(renamed, () => findArea(service, areaId))
}

export async function findArea({ bank }: Service, areaId: string): Promise<Area | Refusal> {
  return (await readArea(bank.store.db, bank.store.tables.area, areaId)) ?? refuse('unknown_area', { area: areaId })
}

type AreaTable = Service['bank']['store']['tables']['area']

/** One area, within whatever is being read or written. */
export async function readArea(db: Database, area: AreaTable, areaId: string): Promise<Area | undefined> {
  const [found] = await db.select().from(area).where(eq(area.areaId, areaId))
  return found && toArea(found)
}

function toArea({ areaId, level, parentId, name }: { areaId: string; level: string; parentId: string | null; name: string }): Area {
  return { areaId, level: level === 'district' ? 'district' : 'subdistrict', parentId, name }
}

export interface AreaFilter {
  level?: AreaLevel | undefined
  /** Only the subdistricts of this district. */
  parent?: string | undefined
  after?: string | undefined
  limit: number
}

/** In order of their codes. */
export async function listAreas({ bank }: Service, { level, parent, after = '', limit }: AreaFilter): Promise<Page<Area>> {
  const { area } = bank.store.tables
  const conditions = [gt(area.areaId, after)]
  if (level !== undefined) conditions.push(eq(area.level, level))
  if (parent !== undefined) conditions.push(eq(area.parentId, parent))
  const rows = await bank.store.db
    .select()
    .from(area)
    .where(and(...conditions))
    .orderBy(asc(area.areaId))
    .limit(limit + 1)
  const items = rows.slice(0, limit).map(toArea)
  return { items, next: rows.length > limit ? (items.at(-1)?.areaId ?? null) : null }
}
