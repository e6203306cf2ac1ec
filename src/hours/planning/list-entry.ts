import { and, eq } from 'drizzle-orm'
import { type ListWords, openWords } from '../../communities/list-words.ts'
import type { Service } from '../../communities/communities.ts'
import type { EntryState, LinkKind, ListName } from '../../contracts/planning-codes.ts'
import { type Refusal, refuse } from '../../refusal.ts'
import type { Database } from '../../store/store.ts'

/** An entry of the list of needs, of resources or of projects. */
export interface ListEntry extends ListWords {
  entryId: string
  list: ListName
  state: EntryState
  field: string | null
  category: string | null
  /** Who raised the need or offers the resource, where a member. */
  member: number | null
  /** The team that claimed the project. */
  team: string | null
  availableFrom: string | null
  availableThrough: string | null
  /** By when it is to be done again. */
  redoBy: string | null
  reviewedBy: string | null
  recordedBy: string
  recordedAt: number
  /** What grew from it. */
  links: { kind: LinkKind; targetId: string }[]
  /** The needs and resources that it grew from. */
  grewFrom: string[]
}

/** States in which an entry is for everybody to see. */
export const PUBLIC_STATES: readonly EntryState[] = ['published', 'taken_up', 'offered', 'in_use', 'open', 'claimed', 'done', 'redoing']

export type EntryRow = Service['bank']['store']['tables']['listEntry']['$inferSelect']

/** Where an entry may go from where it is. */
const NEXT: { [List in ListName]: Partial<Record<EntryState, readonly EntryState[]>> } = {
  needs: {
    raised: ['reviewed', 'published', 'withdrawn'],
    reviewed: ['published', 'withdrawn'],
    published: ['taken_up', 'withdrawn'],
    taken_up: ['done', 'published', 'withdrawn'],
    done: ['redoing'],
    redoing: ['done']
  },
  resources: { offered: ['in_use', 'withdrawn'], in_use: ['offered', 'withdrawn'] },
  projects: { open: ['claimed', 'withdrawn'], claimed: ['open', 'done', 'withdrawn'], done: ['redoing'], redoing: ['done'] }
}

export function mayBecome({ list, state }: Pick<EntryRow, 'list' | 'state'>, next: EntryState): boolean {
  return NEXT[list as ListName][state as EntryState]?.includes(next) ?? false
}

/** The row of an entry within whatever is being read or written. Refuses `unknown_entry`. */
export async function readEntryRow({ bank }: Service, db: Database, communityId: string, entryId: string): Promise<EntryRow | Refusal> {
  const { listEntry } = bank.store.tables
  const [found] = await db
    .select()
    .from(listEntry)
    .where(and(eq(listEntry.communityId, communityId), eq(listEntry.entryId, entryId)))
  return found ?? refuse('unknown_entry', { entry: entryId })
}

export function toEntry({ vault }: Service, row: EntryRow, { links, grewFrom }: Pick<ListEntry, 'links' | 'grewFrom'>): ListEntry {
  const { communityId: _, words, memberNumber, list, state, ...rest } = row
  return { ...rest, list: list as ListName, state: state as EntryState, ...openWords(vault, row.entryId, words), member: memberNumber, links, grewFrom }
}
