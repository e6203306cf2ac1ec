import { and, eq } from 'drizzle-orm'
import type { Service } from '../../communities/communities.ts'
import { openWords, sealWords } from '../../communities/list-words.ts'
import type { Answered, Keyed } from '../../communities/request-keys.ts'
import { writeOnce } from '../../communities/write-once.ts'
import type { EntryState } from '../../contracts/planning-codes.ts'
import { isRefusal, type Refusal, refuse } from '../../refusal.ts'
import { findEntry } from './list-entries.ts'
import { type EntryRow, type ListEntry, mayBecome, readEntryRow } from './list-entry.ts'
import { todayIn } from '../../communities/today.ts'

export interface EntryMove {
  entryId: string
  state: EntryState
  /** Who claims the project: a team by its code, or an organisation in words. */
  claimedBy?: { team: string } | { organisation: string } | undefined
  /** By when it is to be done again. */
  redoBy?: string | undefined
}

/**
 * Moves an entry on. Where the policy wants it (services.reviewBeforePublication), a need is reviewed before it is published; with
 * four eyes, by another person than recorded it. Refuses `unknown_entry`, `entry_state`, `review_needed`, `second_person_needed`,
 * `claimer_needed` for a project that nobody claims, and `redo_date_needed`, or `date_over` where that day is over.
 */
export async function moveListEntry(service: Service, communityId: string, move: EntryMove, asked: Keyed): Promise<Answered<ListEntry> | Refusal> {
  const { vault, bank, directory } = service
  const { listEntry } = bank.store.tables
  const today = await todayIn(service, communityId)
  const reviewNeeded = (await directory.policies.on(communityId, today))?.services.reviewBeforePublication ?? false
  const fourEyes = (await directory.standingOf(communityId))?.fourEyes ?? true
  const { entryId, state, claimedBy, redoBy } = move
  return writeOnce(service, communityId, asked, {
    write: async (db) => {
      const found = await readEntryRow(service, db, communityId, entryId)
      if (isRefusal(found)) return found
      const refusal = refusalOfMove(found, move, { today, reviewNeeded, fourEyes, actor: asked.actor })
      if (refusal) return refusal
      const words = openWords(vault, entryId, found.words)
      const { team, by } = found.list === 'projects' && (state === 'claimed' || state === 'open') ? claimOf(claimedBy) : { team: found.team, by: words.by }
      await db
        .update(listEntry)
        .set({
          state, team, words: sealWords(vault, entryId, { ...words, by }), redoBy: state === 'redoing' ? (redoBy ?? null) : found.redoBy,
          reviewedBy: state === 'reviewed' ? asked.actor : found.reviewedBy
        })
        .where(and(eq(listEntry.communityId, communityId), eq(listEntry.entryId, entryId)))
      return entryId
    },
    find: (id) => findEntry(service, communityId, id)
  })
}

/** Who claims a project from now on; nobody where it is open again. */
function claimOf(claimedBy: EntryMove['claimedBy']): { team: string | null; by: string | null } {
  return { team: claimedBy && 'team' in claimedBy ? claimedBy.team : null, by: claimedBy && 'organisation' in claimedBy ? claimedBy.organisation : null }
}

interface Circumstances {
  today: string
  reviewNeeded: boolean
  fourEyes: boolean
  actor: string
}

function refusalOfMove(found: EntryRow, { state, claimedBy, redoBy }: EntryMove, { today, reviewNeeded, fourEyes, actor }: Circumstances): Refusal | undefined {
  if (!mayBecome(found, state)) return refuse('entry_state', { state: found.state })
  if (state === 'published' && found.state === 'raised' && reviewNeeded) return refuse('review_needed')
  if (state === 'reviewed' && fourEyes && found.recordedBy === actor) return refuse('second_person_needed', { by: actor })
  if (state === 'claimed' && claimedBy === undefined) return refuse('claimer_needed')
  if (state !== 'redoing') return undefined
  if (redoBy === undefined) return refuse('redo_date_needed')
  return redoBy < today ? refuse('date_over', { value: redoBy, today }) : undefined
}
