import { and, asc, desc, eq, gt, inArray, lt } from 'drizzle-orm'
import type { Service } from '../../communities/communities.ts'
import { openWords, sealWords } from '../../communities/list-words.ts'
import type { Answered, Keyed } from '../../communities/request-keys.ts'
import { writeOnce } from '../../communities/write-once.ts'
import type { EntryState, ListName } from '../../contracts/planning-codes.ts'
import { newId } from '../../id.ts'
import type { Page } from '../../ledger/read-books.ts'
import { isRefusal, type Refusal, refuse } from '../../refusal.ts'
import type { Database } from '../../store/store.ts'
import { policyCategories, refusalOfCategory } from './categories.ts'
import { refusalOfField } from './fields.ts'
import { type EntryRow, type ListEntry, PUBLIC_STATES, readEntryRow, toEntry } from './list-entry.ts'
import { readLinks, readOrigins } from './read-links.ts'
import { readVolunteer } from './volunteers.ts'

export interface NewEntry {
  list: ListName
  title: string
  details?: string | null | undefined
  field?: string | null | undefined
  category?: string | null | undefined
  /** Who raises or offers it: a member, or somebody in words. */
  member?: number | null | undefined
  by?: string | null | undefined
  availableFrom?: string | null | undefined
  availableThrough?: string | null | undefined
}

const FIRST_STATE: Record<ListName, EntryState> = { needs: 'raised', resources: 'offered', projects: 'open' }

/**
 * Puts an entry on one of the lists. Refuses `bad_range`, `unknown_service_field`, `category_not_in_use`, and for a member
 * `unknown_member`, `member_merged` and `member_died`.
 */
export async function addListEntry(service: Service, communityId: string, given: NewEntry, asked: Keyed): Promise<Answered<ListEntry> | Refusal> {
  const { list, title, details = null, field = null, category = null, member = null, by = null, availableFrom = null, availableThrough = null } = given
  if (availableFrom !== null && availableThrough !== null && availableThrough < availableFrom) return refuse('bad_range', { from: availableFrom, to: availableThrough })
  const { listEntry } = service.bank.store.tables
  const named = await policyCategories(service, communityId)
  return writeOnce(service, communityId, asked, {
    write: async (db) => {
      const volunteer = member === null ? undefined : await readVolunteer(service, db, communityId, member)
      if (isRefusal(volunteer)) return volunteer
      const refusal = await refusalOfKind(service, db, communityId, { field, category, named })
      if (refusal) return refusal
      const entryId = newId()
      await db.insert(listEntry).values({
        communityId, entryId, list, state: FIRST_STATE[list], field, category, words: sealWords(service.vault, entryId, { title, details, by }), memberNumber: member,
        team: null, availableFrom, availableThrough, redoBy: null, reviewedBy: null, recordedBy: asked.actor, recordedAt: service.clock.now()
      })
      return entryId
    },
    find: (entryId) => findEntry(service, communityId, entryId)
  })
}

async function refusalOfKind(
  service: Service,
  db: Database,
  communityId: string,
  { field = null, category = null, named }: { field?: string | null | undefined; category?: string | null | undefined; named: ReadonlySet<string> }
): Promise<Refusal | undefined> {
  const bad = await refusalOfField(service, db, communityId, field)
  return bad ?? (category === null ? undefined : refusalOfCategory(service, db, communityId, { category, named }))
}

export interface EntryChange {
  title?: string | undefined
  details?: string | null | undefined
  field?: string | null | undefined
  category?: string | null | undefined
}

/** Puts right what was said of an entry. Refuses `nothing_to_change`, `unknown_entry`, and what adding it refuses. */
export async function changeListEntry(
  service: Service,
  communityId: string,
  { entryId, change }: { entryId: string; change: EntryChange },
  asked: Keyed
): Promise<Answered<ListEntry> | Refusal> {
  if (Object.values(change).every((each) => each === undefined)) return refuse('nothing_to_change')
  const { vault, bank } = service
  const { listEntry } = bank.store.tables
  const named = await policyCategories(service, communityId)
  return writeOnce(service, communityId, asked, {
    write: async (db) => {
      const found = await readEntryRow(service, db, communityId, entryId)
      if (isRefusal(found)) return found
      const refusal = await refusalOfKind(service, db, communityId, { ...change, named })
      if (refusal) return refusal
      const before = openWords(vault, entryId, found.words)
      const { title = before.title, details = before.details, field = found.field, category = found.category } = change
      await db
        .update(listEntry)
        .set({ field, category, words: sealWords(vault, entryId, { ...before, title, details }) })
        .where(and(eq(listEntry.communityId, communityId), eq(listEntry.entryId, entryId)))
      return entryId
    },
    find: (id) => findEntry(service, communityId, id)
  })
}

async function withLinks(service: Service, communityId: string, rows: EntryRow[]): Promise<ListEntry[]> {
  const ids = rows.map((row) => row.entryId)
  const links = await readLinks(service, communityId, ids)
  const origins = await readOrigins(service, communityId, 'project', ids)
  return rows.map((row) => toEntry(service, row, { links: links.get(row.entryId) ?? [], grewFrom: origins.get(row.entryId) ?? [] }))
}

/** Refuses `unknown_entry`, for who only sees what is public also of what is not. */
export async function findEntry(service: Service, communityId: string, entryId: string, { publicOnly = false }: { publicOnly?: boolean } = {}): Promise<ListEntry | Refusal> {
  const row = await readEntryRow(service, service.bank.store.db, communityId, entryId)
  if (isRefusal(row)) return row
  if (publicOnly && !PUBLIC_STATES.includes(row.state as EntryState)) return refuse('unknown_entry', { entry: entryId })
  const [entry] = await withLinks(service, communityId, [row])
  return entry ?? refuse('unknown_entry', { entry: entryId })
}

export interface EntryFilter {
  list?: ListName | undefined
  state?: EntryState | undefined
  publicOnly?: boolean | undefined
  after?: string | undefined
  limit: number
}

/** In the order in which they were put on the lists. */
export async function listEntries(service: Service, communityId: string, { list, state, publicOnly = false, after = '', limit }: EntryFilter): Promise<Page<ListEntry>> {
  const { listEntry } = service.bank.store.tables
  const rows = await service.bank.store.db
    .select()
    .from(listEntry)
    .where(
      and(
        eq(listEntry.communityId, communityId),
        gt(listEntry.entryId, after),
        list === undefined ? undefined : eq(listEntry.list, list),
        state === undefined ? undefined : eq(listEntry.state, state),
        publicOnly ? inArray(listEntry.state, [...PUBLIC_STATES]) : undefined
      )
    )
    .orderBy(asc(listEntry.entryId))
    .limit(limit + 1)
  const items = await withLinks(service, communityId, rows.slice(0, limit))
  return { items, next: rows.length > limit ? (items.at(-1)?.entryId ?? null) : null }
}

/** What a member raised, the latest first. Refuses `unknown_member`. */
export async function listNeedsOf(
  service: Service,
  communityId: string,
  member: number,
  { after, limit }: { after?: string | undefined; limit: number }
): Promise<Page<ListEntry> | Refusal> {
  if (!(await service.directory.memberStandingOf(communityId, member))) return refuse('unknown_member', { member })
  const { listEntry } = service.bank.store.tables
  const rows = await service.bank.store.db
    .select()
    .from(listEntry)
    .where(
      and(
        eq(listEntry.communityId, communityId), eq(listEntry.memberNumber, member), eq(listEntry.list, 'needs'),
        after === undefined ? undefined : lt(listEntry.entryId, after)
      )
    )
    .orderBy(desc(listEntry.entryId))
    .limit(limit + 1)
  const items = await withLinks(service, communityId, rows.slice(0, limit))
  return { items, next: rows.length > limit ? (items.at(-1)?.entryId ?? null) : null }
}
