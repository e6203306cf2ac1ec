import { and, asc, eq, gt, inArray, or } from 'drizzle-orm'
import type { Clock } from '../clock.ts'
import type { Bank } from '../ledger/open-bank.ts'
import type { Page } from '../ledger/read-books.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { Vault } from '../vault.ts'
import { Directory } from './directory.ts'
import { type Answered, type Keyed, registerOnce } from './request-keys.ts'

/** What every use case works with. */
export interface Service {
  bank: Bank
  clock: Clock
  vault: Vault
  directory: Directory
}

export function createService(bank: Bank, clock: Clock, vault: Vault): Service {
  return { bank, clock, vault, directory: new Directory(bank.store) }
}

export interface Community {
  communityId: string
  name: string
  timeZone: string
}

/** A community's id stands in addresses, keys and exports: 2 to 32 small letters, digits and hyphens. */
export const COMMUNITY_ID = /^[a-z][a-z0-9-]{1,31}$/

/** Opens a community. Refuses `bad_code`, `invalid_request` (time zone, name), `community_exists` and `key_reused`. */
export async function createCommunity(
  service: Service,
  { communityId, name, timeZone }: Community,
  asked?: Keyed
): Promise<Answered<Community> | Refusal> {
  if (!COMMUNITY_ID.test(communityId)) return refuse('bad_code', { value: communityId })
  if (name.trim() === '' || name.length > 100) return refuse('invalid_request', { detail: 'name' })
  if (!isTimeZone(timeZone)) return refuse('invalid_request', { detail: 'timeZone' })
  const { community } = service.bank.store.tables
  const row = { communityId, name: name.trim(), timeZone }
  const settings = { areaId: null, language: 'zh', cardPrefix: cardPrefixOf(communityId), fourEyes: true, archivedAt: null }
  return registerOnce(service, communityId, asked, {
    kind: 'community',
    register: async (db) => {
      const inserted = await db
        .insert(community)
        .values({ ...row, ...settings, createdAt: service.clock.now() })
        .onConflictDoNothing()
        .returning()
      return inserted.length === 0 ? refuse('community_exists', { community: communityId }) : row
    },
    referenceOf: () => communityId,
    again: () => findCommunity(service, communityId)
  })
}

/** The first letters of the community's id. */
function cardPrefixOf(communityId: string): string {
  return communityId.replace(/[^a-z]/g, '').slice(0, 4).toUpperCase()
}

function isTimeZone(name: string): boolean {
  return Intl.supportedValuesOf('timeZone').includes(name) || name === 'UTC'
}

export async function findCommunity({ bank }: Service, communityId: string): Promise<Community | Refusal> {
  const { community } = bank.store.tables
  const [found] = await bank.store.db.select().from(community).where(eq(community.communityId, communityId))
  if (!found) return refuse('unknown_community', { community: communityId })
  return { communityId: found.communityId, name: found.name, timeZone: found.timeZone }
}

/** Communities, and areas with all that is in them. */
export interface Places {
  communityIds: string[]
  areaIds: string[]
}

/** Communities in order of their ids; of the given places alone, where some are given. */
export async function listCommunities(
  { bank }: Service,
  { after = '', limit, places }: { after?: string | undefined; limit: number; places?: Places | undefined }
): Promise<Page<Community>> {
  const { community } = bank.store.tables
  const within = places && or(inArray(community.communityId, places.communityIds), inArray(community.areaId, await areasWithin(bank, places.areaIds)))
  const rows = await bank.store.db
    .select({ communityId: community.communityId, name: community.name, timeZone: community.timeZone })
    .from(community)
    .where(and(gt(community.communityId, after), within))
    .orderBy(asc(community.communityId))
    .limit(limit + 1)
  const items = rows.slice(0, limit)
  return { items, next: rows.length > limit ? (items.at(-1)?.communityId ?? null) : null }
}

/** The areas and all below them. */
async function areasWithin({ store }: Bank, areaIds: string[]): Promise<string[]> {
  const { area } = store.tables
  const found = new Set(areaIds)
  for (let level = areaIds; level.length > 0; ) {
    const below = await store.db.select({ areaId: area.areaId }).from(area).where(inArray(area.parentId, level))
    level = below.map((each) => each.areaId).filter((areaId) => !found.has(areaId))
    for (const areaId of level) found.add(areaId)
  }
  return [...found]
}
