import { and, asc, eq, gt, inArray, or } from 'drizzle-orm'
import type { Clock } from '../clock.ts'
import type { Bank } from '../ledger/open-bank.ts'
import type { Page } from '../ledger/read-books.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { Database } from '../store/store.ts'
import type { Vault } from '../vault.ts'
import { readArea } from './areas.ts'
import { CARD_PREFIX, freeCardPrefix } from './card-prefix.ts'
import { Directory } from './directory.ts'
import { answerOf, once } from './once.ts'
import { badPlaceName, PLACE_ID } from './place-name.ts'
import type { Answered, Keyed } from './request-keys.ts'

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

/** What may be changed of a community as long as it is not archived. Its id and time zone stay: the books rest on them. */
export interface CommunitySettings {
  name: string
  /** The subdistrict it belongs to. */
  areaId: string | null
  language: 'zh' | 'en'
  /** What the numbers of its own cards begin with; cards that were issued keep theirs. */
  cardPrefix: string
  /** Whether the recorder of a thing may never approve it. */
  fourEyes: boolean
}

export interface Community extends CommunitySettings {
  communityId: string
  timeZone: string
  /** Milliseconds since the epoch; from then on it is only read. */
  archivedAt: number | null
  archiveReason: string | null
}

export type NewCommunity = Pick<Community, 'communityId' | 'name' | 'timeZone'> & { [Setting in keyof CommunitySettings]?: CommunitySettings[Setting] | undefined }

/**
 * Opens a community. Refuses `bad_code`, `invalid_request` (time zone, name, card prefix), `bad_text`, `unknown_area`,
 * `not_a_subdistrict`, `community_exists`, `card_prefix_taken` and `key_reused`.
 */
export async function createCommunity(service: Service, given: NewCommunity, asked?: Keyed): Promise<Answered<Community> | Refusal> {
  const { communityId, timeZone } = given
  if (!PLACE_ID.test(communityId)) return refuse('bad_code', { value: communityId })
  const bad = badSettings(given)
  if (bad) return bad
  if (!isTimeZone(timeZone)) return refuse('invalid_request', { detail: 'timeZone' })
  const made = await once(service, communityId, asked, (db) => insertCommunity(service, db, given), 'community')
  return answerOf(made, () => findCommunity(service, communityId))
}

async function insertCommunity({ bank, clock }: Service, db: Database, given: NewCommunity): Promise<string | Refusal> {
  const { communityId, timeZone, areaId = null, language = 'zh', fourEyes = true } = given
  const { tables } = bank.store
  const { community } = tables
  const misplaced = await refusalOfArea(db, tables, areaId)
  if (misplaced) return misplaced
  const row = {
    communityId, name: given.name.trim(), timeZone, areaId, language, fourEyes, createdAt: clock.now(), archivedAt: null, archiveReason: null
  }
  for (;;) {
    const [existing] = await db.select({ communityId: community.communityId }).from(community).where(eq(community.communityId, communityId))
    if (existing) return refuse('community_exists', { community: communityId })
    const cardPrefix = given.cardPrefix ?? (await freeCardPrefix(db, tables, communityId))
    if (cardPrefix === undefined) return refuse('card_prefix_taken', { prefix: communityId })
    const [inserted] = await db.insert(community).values({ ...row, cardPrefix }).onConflictDoNothing().returning({ communityId: community.communityId })
    if (inserted) return communityId
    // Somebody else has it, before or since; another prefix is looked for only where none was asked for.
    if (given.cardPrefix !== undefined) return refuse('card_prefix_taken', { prefix: cardPrefix })
  }
}

/** What is wrong with settings in themselves. */
export function badSettings({ name, cardPrefix }: { name?: string | undefined; cardPrefix?: string | undefined }): Refusal | undefined {
  const bad = name === undefined ? undefined : badPlaceName(name)
  if (bad) return bad
  return cardPrefix === undefined || CARD_PREFIX.test(cardPrefix) ? undefined : refuse('invalid_request', { detail: 'cardPrefix' })
}

/** A community belongs to a subdistrict that there is, or to none. */
export async function refusalOfArea(db: Database, { area }: Service['bank']['store']['tables'], areaId: string | null): Promise<Refusal | undefined> {
  if (areaId === null) return undefined
  const found = await readArea(db, area, areaId)
  if (!found) return refuse('unknown_area', { area: areaId })
  return found.level === 'subdistrict' ? undefined : refuse('not_a_subdistrict', { area: areaId })
}

function isTimeZone(name: string): boolean {
  return Intl.supportedValuesOf('timeZone').includes(name) || name === 'UTC'
}

export type CommunityRow = Omit<Community, 'language'> & { language: string; createdAt: number }

export function toCommunity({ communityId, name, timeZone, areaId, language, cardPrefix, fourEyes, archivedAt, archiveReason }: CommunityRow): Community {
  return { communityId, name, timeZone, areaId, language: language === 'en' ? 'en' : 'zh', cardPrefix, fourEyes, archivedAt, archiveReason }
}

export async function findCommunity({ bank }: Service, communityId: string): Promise<Community | Refusal> {
  const { community } = bank.store.tables
  const [found] = await bank.store.db.select().from(community).where(eq(community.communityId, communityId))
  return found ? toCommunity(found) : refuse('unknown_community', { community: communityId })
}

/** Communities, and areas with all that is in them. */
export interface Places {
  communityIds: string[]
  areaIds: string[]
}

export interface CommunityFilter {
  /** A subdistrict, or a district with all its subdistricts. */
  area?: string | undefined
  /** What the reader may see; everything where absent. */
  places?: Places | undefined
  after?: string | undefined
  limit: number
}

/** Communities in order of their ids, archived ones among them. */
export async function listCommunities({ bank }: Service, { area: under, places, after = '', limit }: CommunityFilter): Promise<Page<Community>> {
  const { community } = bank.store.tables
  const conditions = [gt(community.communityId, after)]
  if (under !== undefined) conditions.push(inArray(community.areaId, await areasWithin(bank, [under])))
  const visible = places && or(inArray(community.communityId, places.communityIds), inArray(community.areaId, await areasWithin(bank, places.areaIds)))
  if (visible) conditions.push(visible)
  const rows = await bank.store.db
    .select()
    .from(community)
    .where(and(...conditions))
    .orderBy(asc(community.communityId))
    .limit(limit + 1)
  const items = rows.slice(0, limit).map(toCommunity)
  return { items, next: rows.length > limit ? (items.at(-1)?.communityId ?? null) : null }
}

/** The places and all that lies below them. */
export async function placesWithin(bank: Bank, { communityIds, areaIds }: Places): Promise<Places> {
  const { community } = bank.store.tables
  const areas = await areasWithin(bank, areaIds)
  if (areas.length === 0) return { communityIds, areaIds }
  const below = await bank.store.db.select({ communityId: community.communityId }).from(community).where(inArray(community.areaId, areas))
  return { communityIds: [...new Set([...communityIds, ...below.map((each) => each.communityId)])], areaIds: areas }
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
