import { asc, eq, gt } from 'drizzle-orm'
import type { Clock } from '../clock.ts'
import type { Bank } from '../ledger/open-bank.ts'
import type { Page } from '../ledger/read-books.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { Vault } from '../vault.ts'
import { Directory } from './directory.ts'

/** What every use case works with. */
export interface Service {
  bank: Bank
  clock: Clock
  vault: Vault
  directory: Directory
}

export function createService(bank: Bank, clock: Clock, vault: Vault): Service {
  return { bank, clock, vault, directory: new Directory(bank.store, clock) }
}

export interface Community {
  communityId: string
  name: string
  timeZone: string
}

/** A community's id stands in addresses, keys and exports: 2 to 32 small letters, digits and hyphens. */
export const COMMUNITY_ID = /^[a-z][a-z0-9-]{1,31}$/

/** Opens a community. Refuses `bad_code`, `invalid_request` (time zone, name) and `community_exists`. */
export async function createCommunity(
  { bank, clock }: Service,
  { communityId, name, timeZone }: Community
): Promise<Community | Refusal> {
  if (!COMMUNITY_ID.test(communityId)) return refuse('bad_code', { value: communityId })
  if (name.trim() === '' || name.length > 100) return refuse('invalid_request', { detail: 'name' })
  if (!isTimeZone(timeZone)) return refuse('invalid_request', { detail: 'timeZone' })
  const { community } = bank.store.tables
  const inserted = await bank.store.write((db) =>
    db
      .insert(community)
      .values({
        communityId, name: name.trim(), timeZone, areaId: null, language: 'zh', cardPrefix: cardPrefixOf(communityId), fourEyes: true,
        createdAt: clock.now(), archivedAt: null
      })
      .onConflictDoNothing()
      .returning()
  )
  return inserted.length === 0 ? refuse('community_exists', { community: communityId }) : { communityId, name: name.trim(), timeZone }
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

export async function listCommunities({ bank }: Service, { after = '', limit }: { after?: string | undefined; limit: number }): Promise<Page<Community>> {
  const { community } = bank.store.tables
  const rows = await bank.store.db
    .select({ communityId: community.communityId, name: community.name, timeZone: community.timeZone })
    .from(community)
    .where(gt(community.communityId, after))
    .orderBy(asc(community.communityId))
    .limit(limit + 1)
  const items = rows.slice(0, limit)
  return { items, next: rows.length > limit ? (items.at(-1)?.communityId ?? null) : null }
}
