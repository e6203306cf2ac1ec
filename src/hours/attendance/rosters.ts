import { and, asc, eq, gt } from 'drizzle-orm'
import type { Service } from '../../communities/communities.ts'
import { answerOf, once } from '../../communities/once.ts'
import type { Asking } from '../../communities/post-action.ts'
import { notActive } from '../../communities/relations.ts'
import type { Answered } from '../../communities/request-keys.ts'
import { todayIn } from '../../communities/today.ts'
import { newId } from '../../id.ts'
import type { Page } from '../../ledger/read-books.ts'
import { isRefusal, type Refusal, refuse } from '../../refusal.ts'
import { refusalOfPost } from '../planning/posts.ts'

const DAY_MINUTES = 1440

/** What a roster says of its shifts. */
export interface RosterPlan {
  title: string
  category: string
  postId: string | null
  /** The member who keeps the list on the spot. */
  responsible: number | null
  weekdays: number[]
  startMinute: number
  /** Beyond 1440 where it ends on the next day. */
  endMinute: number
  everyWeeks: number
  startsOn: string
  endsOn: string | null
  places: number
  /** Who takes turns, in their order. */
  members: number[]
}

export interface Roster extends RosterPlan {
  rosterId: string
  nextTurn: number
  endedAt: number | null
  recordedBy: string
  recordedAt: number
}

/** What of a roster may be changed; shifts that were generated stay as they are. */
export type RosterChange = { [Field in keyof RosterPlan]?: RosterPlan[Field] | undefined } & { ended?: true | undefined }

/** Plans a roster. Refuses `bad_pattern`, `end_before_start`, `unknown_post`, `post_ended`, `unknown_member`, `member_merged` and `member_died`. */
export async function planRoster(service: Service, communityId: string, plan: RosterPlan, asking: Asking): Promise<{ roster: Roster; replayed: boolean } | Refusal> {
  const bad = badPlan(plan) ?? (await notAvailable(service, communityId, [...plan.members, ...(plan.responsible === null ? [] : [plan.responsible])]))
  if (bad) return bad
  const { bank, clock } = service
  const made = await once(service, communityId, asking, async (db) => {
    const noPost = await refusalOfPost(service, db, communityId, { postId: plan.postId, day: plan.startsOn })
    if (noPost) return noPost
    const rosterId = newId()
    await db
      .insert(bank.store.tables.roster)
      .values({ communityId, rosterId, ...plan, nextTurn: 0, endedAt: null, recordedBy: asking.actor, recordedAt: clock.now() })
    return rosterId
  })
  if (isRefusal(made)) return made
  const roster = await findRoster(service, communityId, made.made)
  return isRefusal(roster) ? roster : { roster, replayed: made.replayed }
}

function badPlan({ weekdays, startMinute, endMinute, everyWeeks, startsOn, endsOn, places, members }: RosterPlan): Refusal | undefined {
  const badTimes = badSpan({ startMinute, endMinute })
  if (badTimes) return badTimes
  if (weekdays.length === 0 || weekdays.some((day) => !Number.isInteger(day) || day < 1 || day > 7)) return refuse('bad_pattern', { detail: 'weekdays' })
  if (everyWeeks < 1) return refuse('bad_pattern', { detail: 'everyWeeks' })
  if (endsOn !== null && endsOn < startsOn) return refuse('bad_range', { from: startsOn, to: endsOn })
  if (places < 1) return refuse('bad_pattern', { detail: 'places' })
  return new Set(members).size === members.length ? undefined : refuse('bad_pattern', { detail: 'members' })
}

/** A shift lasts less than a day, and may go on beyond midnight. */
export function badSpan({ startMinute, endMinute }: { startMinute: number; endMinute: number }): Refusal | undefined {
  return endMinute > startMinute && endMinute - startMinute < DAY_MINUTES ? undefined : refuse('end_before_start')
}

/** Refuses members that there are not, that were merged into others, and the dead. */
export async function notAvailable(service: Service, communityId: string, members: readonly number[]): Promise<Refusal | undefined> {
  for (const member of new Set(members)) {
    const bad = await notActive(service, communityId, member)
    if (bad) return bad
    const standing = await service.directory.memberStandingOf(communityId, member)
    if (standing?.diedOn) return refuse('member_died', { member })
  }
  return undefined
}

/** Changes a roster, or ends it. Refuses `unknown_roster`, `roster_ended`, and what {@link planRoster} refuses. */
export async function changeRoster(
  service: Service,
  communityId: string,
  rosterId: string,
  { ended, ...change }: RosterChange,
  asking: Asking
): Promise<Answered<Roster> | Refusal> {
  const { bank, clock } = service
  const { roster } = bank.store.tables
  const before = await findRoster(service, communityId, rosterId)
  if (isRefusal(before)) return before
  const named = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as Partial<RosterPlan>
  if (!ended && Object.keys(named).length === 0) return refuse('nothing_to_change')
  const after = { ...before, ...named }
  const bad = badPlan(after) ?? (await notAvailable(service, communityId, [...(named.members ?? []), ...(named.responsible ? [named.responsible] : [])]))
  if (bad) return bad
  const its = and(eq(roster.communityId, communityId), eq(roster.rosterId, rosterId))
  const today = await todayIn(service, communityId)
  const done = await once(service, communityId, asking, async (db) => {
    const [now] = await db.select().from(roster).where(its)
    if (!now || now.endedAt !== null) return refuse('roster_ended')
    const noPost = await refusalOfPost(service, db, communityId, { postId: named.postId, day: today })
    if (noPost) return noPost
    await db
      .update(roster)
      .set({ ...named, nextTurn: turnAfterChange(now, after.members), ...(ended ? { endedAt: clock.now() } : {}) })
      .where(its)
    return rosterId
  })
  return answerOf(done, () => findRoster(service, communityId, rosterId))
}

/** The turn stays with who has it; where they left, with the next of those who stayed. */
function turnAfterChange({ members, nextTurn }: Pick<Roster, 'members' | 'nextTurn'>, after: number[]): number {
  const inTurn = [...members.slice(nextTurn), ...members.slice(0, nextTurn)]
  const next = inTurn.find((member) => after.includes(member))
  return next === undefined ? 0 : after.indexOf(next)
}

export async function findRoster({ bank }: Service, communityId: string, rosterId: string): Promise<Roster | Refusal> {
  const { roster } = bank.store.tables
  const [found] = await bank.store.db
    .select()
    .from(roster)
    .where(and(eq(roster.communityId, communityId), eq(roster.rosterId, rosterId)))
  return found ? toRoster(found) : refuse('unknown_roster')
}

/** The rosters of a community in the order they were planned in. */
export async function listRosters({ bank }: Service, communityId: string, { after = '', limit }: { after?: string | undefined; limit: number }): Promise<Page<Roster>> {
  const { roster } = bank.store.tables
  const rows = await bank.store.db
    .select()
    .from(roster)
    .where(and(eq(roster.communityId, communityId), gt(roster.rosterId, after)))
    .orderBy(asc(roster.rosterId))
    .limit(limit + 1)
  const items = rows.slice(0, limit).map(toRoster)
  return { items, next: rows.length > limit ? (items.at(-1)?.rosterId ?? null) : null }
}

function toRoster({ communityId: _, ...roster }: Roster & { communityId: string }): Roster {
  return roster
}
