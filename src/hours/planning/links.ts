import { and, eq } from 'drizzle-orm'
import type { Service } from '../../communities/communities.ts'
import type { Answered, Keyed } from '../../communities/request-keys.ts'
import { writeOnce } from '../../communities/write-once.ts'
import type { LinkKind } from '../../contracts/planning-codes.ts'
import { isRefusal, type Refusal, refuse } from '../../refusal.ts'
import type { Database } from '../../store/store.ts'
import { readActivityRow } from './activity.ts'
import { findEntry } from './list-entries.ts'
import { type EntryRow, type ListEntry, mayBecome, readEntryRow } from './list-entry.ts'
import { readPost } from './posts.ts'
import { refusalOfProject } from './projects.ts'

interface Link {
  entryId: string
  kind: LinkKind
  targetId: string
}

/**
 * Notes what grew from a need or a resource: a project, an activity or a post. A need that was published is thereby taken up, a
 * resource in use. One that is linked stays so. Refuses `unknown_entry`, `unknown_activity`, `unknown_post`, `not_linkable` for a
 * project, and `entry_state` for a need that was not published or anything that was withdrawn.
 */
export async function linkListEntry(service: Service, communityId: string, { entryId, kind, targetId }: Link, asked: Keyed): Promise<Answered<ListEntry> | Refusal> {
  const { listEntry, listLink } = service.bank.store.tables
  return writeOnce(service, communityId, asked, {
    write: async (db) => {
      const entry = await readEntryRow(service, db, communityId, entryId)
      if (isRefusal(entry)) return entry
      const refusal = refusalOfSource(entry) ?? (await refusalOfTarget(service, db, communityId, { kind, targetId }))
      if (refusal) return refusal
      await db
        .insert(listLink)
        .values({ communityId, entryId, kind, targetId, recordedBy: asked.actor, recordedAt: service.clock.now() })
        .onConflictDoNothing()
      const next = entry.list === 'needs' ? 'taken_up' : 'in_use'
      if (mayBecome(entry, next)) {
        await db.update(listEntry).set({ state: next }).where(and(eq(listEntry.communityId, communityId), eq(listEntry.entryId, entryId)))
      }
      return entryId
    },
    find: (id) => findEntry(service, communityId, id)
  })
}

function refusalOfSource({ list, state }: EntryRow): Refusal | undefined {
  if (list === 'projects') return refuse('not_linkable')
  return ['raised', 'reviewed', 'withdrawn'].includes(state) ? refuse('entry_state', { state }) : undefined
}

async function refusalOfTarget(service: Service, db: Database, communityId: string, { kind, targetId }: Pick<Link, 'kind' | 'targetId'>): Promise<Refusal | undefined> {
  if (kind === 'project') return refusalOfProject(service, db, communityId, targetId)
  const found = kind === 'activity' ? await readActivityRow(service, db, communityId, targetId) : await readPost(service, db, communityId, targetId)
  return isRefusal(found) ? found : undefined
}

/** Takes a link away that was made by mistake; the state stays, and is put right by hand. Refuses `unknown_entry` and `unknown_link`. */
export async function unlinkListEntry(service: Service, communityId: string, { entryId, kind, targetId }: Link, asked: Keyed): Promise<Answered<ListEntry> | Refusal> {
  const { listLink } = service.bank.store.tables
  const own = and(eq(listLink.communityId, communityId), eq(listLink.entryId, entryId), eq(listLink.kind, kind), eq(listLink.targetId, targetId))
  return writeOnce(service, communityId, asked, {
    write: async (db) => {
      const entry = await readEntryRow(service, db, communityId, entryId)
      if (isRefusal(entry)) return entry
      const removed = await db.delete(listLink).where(own).returning({ targetId: listLink.targetId })
      return removed.length > 0 ? entryId : refuse('unknown_link')
    },
    find: (id) => findEntry(service, communityId, id)
  })
}
