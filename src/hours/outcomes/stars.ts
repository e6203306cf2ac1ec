import { and, asc, eq, gt, gte, inArray, isNull } from 'drizzle-orm'
import type { Service } from '../../communities/communities.ts'
import { needsTwoPeople } from '../../communities/four-eyes.ts'
import { insertNote } from '../../communities/notes.ts'
import { answerOf, once } from '../../communities/once.ts'
import { notActive } from '../../communities/relations.ts'
import type { Answered, Keyed } from '../../communities/request-keys.ts'
import { newId } from '../../id.ts'
import type { Page } from '../../ledger/read-books.ts'
import { isRefusal, type Refusal, refuse } from '../../refusal.ts'
import type { Database } from '../../store/store.ts'
import { lastDayOfNotice, readStarLevels } from './star-levels.ts'
import { todayIn } from '../../communities/today.ts'

export const STAR_STATES = ['on_notice', 'awarded', 'stopped'] as const
export type StarState = (typeof STAR_STATES)[number]

/** A star of a member: proposed and on public notice, then awarded, or stopped by an objection. */
export interface Star {
  starId: string
  member: number
  level: number
  /** Verified hours that it is given for. */
  hours: number
  /** Verified minutes when it was proposed. */
  minutes: number
  state: StarState
  noticeFrom: string
  noticeThrough: string
  proposedBy: string
  decidedBy: string | null
  awardedOn: string | null
}

export interface Candidate {
  member: number
  level: number
  hours: number
  minutes: number
}

/** Members who have reached a star above those they have, by number. */
export async function listStarCandidates(service: Service, communityId: string, { after = 0, limit }: { after?: number | undefined; limit: number }): Promise<Page<Candidate, number>> {
  const { levels } = await readStarLevels(service, communityId)
  const items: Candidate[] = []
  for (let from = after; ; ) {
    const rows = await verifiedFrom(service, communityId, { minutes: (levels[0] ?? 0) * 60, after: from, limit: limit + 1 })
    const held = await starsHeld(service, communityId, rows.map((row) => row.member))
    for (const { member, minutes } of rows) {
      const level = levelReached(levels, minutes)
      if (level > (held.get(member) ?? 0)) items.push({ member, level, hours: levels[level - 1] ?? 0, minutes })
    }
    const last = rows.at(-1)
    if (items.length > limit) return { items: items.slice(0, limit), next: items[limit - 1]?.member ?? null }
    if (!last || rows.length <= limit) return { items, next: null }
    from = last.member
  }
}

/** 0 where not even the first is reached. */
export function levelReached(levels: readonly number[], minutes: number): number {
  return levels.filter((hours) => minutes >= hours * 60).length
}

async function verifiedFrom({ bank }: Service, communityId: string, { minutes, after, limit }: { minutes: number; after: number; limit: number }): Promise<{ member: number; minutes: number }[]> {
  const { account } = bank.store.journal
  const { member } = bank.store.tables
  const rows = await bank.store.db
    .select({ member: account.memberNumber, balance: account.balance })
    .from(account)
    .innerJoin(member, and(eq(member.communityId, account.communityId), eq(member.number, account.memberNumber)))
    .where(and(eq(account.communityId, communityId), eq(account.code, 'M6201'), isNull(member.mergedInto), isNull(member.leftOn), gt(account.memberNumber, after)))
    .orderBy(asc(account.memberNumber))
    .limit(limit)
  // Members below the first star stay in the page, so that its end tells where the next begins.
  return rows.map(({ member: number, balance }) => ({ member: Number(number), minutes: -balance })).map((each) => (each.minutes >= minutes ? each : { ...each, minutes: 0 }))
}

/** The highest star that is awarded or on notice. */
async function starsHeld({ bank }: Service, communityId: string, members: number[]): Promise<Map<number, number>> {
  if (members.length === 0) return new Map()
  const { star } = bank.store.tables
  const rows = await bank.store.db
    .select({ member: star.memberNumber, level: star.level })
    .from(star)
    .where(and(eq(star.communityId, communityId), inArray(star.memberNumber, members), inArray(star.state, ['on_notice', 'awarded'])))
  const highest = new Map<number, number>()
  for (const { member, level } of rows) highest.set(member, Math.max(level, highest.get(member) ?? 0))
  return highest
}

/** Puts a star on public notice from today. Refuses `unknown_member`, `member_merged`, `invalid_request`, `star_not_reached`, `star_already`. */
export async function proposeStar(service: Service, communityId: string, { member, level }: { member: number; level: number }, asked: Keyed): Promise<{ star: Star; replayed: boolean } | Refusal> {
  const { bank, clock } = service
  const bad = await notActive(service, communityId, member)
  if (bad) return bad
  const { levels, noticeDays } = await readStarLevels(service, communityId)
  const hours = levels[level - 1]
  if (hours === undefined) return refuse('invalid_request', { detail: 'level' })
  const minutes = await verifiedMinutesOf(service, bank.store.db, communityId, member)
  if (minutes < hours * 60) return refuse('star_not_reached', { member, minutes, needed: hours * 60 })
  const closed = await closedDates(service, communityId)
  const { star } = bank.store.tables
  const made = await once(service, communityId, asked, async (db) => {
    const same = and(eq(star.communityId, communityId), eq(star.memberNumber, member), gte(star.level, level), inArray(star.state, ['on_notice', 'awarded']))
    const already = await db.select({ starId: star.starId }).from(star).where(same)
    if (already.length > 0) return refuse('star_already', { member })
    const noticeFrom = await todayIn(service, communityId)
    const starId = newId()
    await db.insert(star).values({
      communityId, starId, memberNumber: member, level, hours, minutes, state: 'on_notice', noticeFrom, noticeThrough: lastDayOfNotice(noticeFrom, noticeDays, closed),
      proposedBy: asked.actor, proposedAt: clock.now(), decidedBy: null, decidedAt: null, awardedOn: null, objectionCommitment: null
    })
    return starId
  })
  if (isRefusal(made)) return made
  const found = await findStar(service, communityId, made.made)
  return isRefusal(found) ? found : { star: found, replayed: made.replayed }
}

/** Stops a star on notice; what was objected is kept, sealed. Refuses `unknown_star`, `star_not_on_notice` and `key_reused`. */
export async function objectToStar(
  service: Service,
  communityId: string,
  { starId, objection }: { starId: string; objection: string },
  asked: Keyed
): Promise<Answered<Star> | Refusal> {
  const stopped = await once(service, communityId, asked, async (db) => {
    const found = await starOnNotice(service, db, communityId, starId)
    if (isRefusal(found)) return found
    const objectionCommitment = await insertNote(service, db, communityId, objection)
    return decide(service, db, communityId, { starId, set: { state: 'stopped', decidedBy: asked.actor, objectionCommitment } })
  })
  return answerOf(stopped, () => findStar(service, communityId, starId))
}

/**
 * Awards a star once its notice is over, by another person than who proposed it where the community wants two. Refuses
 * `unknown_star`, `star_not_on_notice`, `notice_not_over`, `second_person_needed`, `key_reused`, and `star_not_reached` where hours
 * were reversed meanwhile.
 */
export async function awardStar(service: Service, communityId: string, { starId }: { starId: string }, asked: Keyed): Promise<Answered<Star> | Refusal> {
  const today = await todayIn(service, communityId)
  const isForTwo = await needsTwoPeople(service, communityId)
  const awarded = await once(service, communityId, asked, async (db) => {
    const found = await starOnNotice(service, db, communityId, starId)
    if (isRefusal(found)) return found
    if (today <= found.noticeThrough) return refuse('notice_not_over', { through: found.noticeThrough })
    if (found.proposedBy === asked.actor && isForTwo) return refuse('second_person_needed')
    const minutes = await verifiedMinutesOf(service, db, communityId, found.member)
    if (minutes < found.hours * 60) return refuse('star_not_reached', { member: found.member, minutes, needed: found.hours * 60 })
    return decide(service, db, communityId, { starId, set: { state: 'awarded', decidedBy: asked.actor, awardedOn: today } })
  })
  return answerOf(awarded, () => findStar(service, communityId, starId))
}

interface Deciding {
  starId: string
  set: { state: StarState; decidedBy: string; awardedOn?: string; objectionCommitment?: string }
}

/** The community's row is locked: of two who decide at once, the second finds what the first did. */
async function decide({ bank, clock }: Service, db: Database, communityId: string, { starId, set }: Deciding): Promise<string> {
  const { star } = bank.store.tables
  await db
    .update(star)
    .set({ ...set, decidedAt: clock.now() })
    .where(and(eq(star.communityId, communityId), eq(star.starId, starId)))
  return starId
}

async function starOnNotice(service: Service, db: Database, communityId: string, starId: string): Promise<Star | Refusal> {
  const found = await readStar(service, db, communityId, starId)
  return isRefusal(found) || found.state === 'on_notice' ? found : refuse('star_not_on_notice', { state: found.state })
}

export function findStar(service: Service, communityId: string, starId: string): Promise<Star | Refusal> {
  return readStar(service, service.bank.store.db, communityId, starId)
}

async function readStar({ bank }: Service, db: Database, communityId: string, starId: string): Promise<Star | Refusal> {
  const { star } = bank.store.tables
  const [found] = await db.select().from(star).where(and(eq(star.communityId, communityId), eq(star.starId, starId)))
  return found ? toStar(found) : refuse('unknown_star')
}

/** In the order in which they were proposed. */
export async function listStars(
  { bank }: Service,
  communityId: string,
  { state, member, after = '', limit }: { state?: StarState | undefined; member?: number | undefined; after?: string | undefined; limit: number }
): Promise<Page<Star>> {
  const { star } = bank.store.tables
  const rows = await bank.store.db
    .select()
    .from(star)
    .where(
      and(
        eq(star.communityId, communityId), gt(star.starId, after), state === undefined ? undefined : eq(star.state, state),
        member === undefined ? undefined : eq(star.memberNumber, member)
      )
    )
    .orderBy(asc(star.starId))
    .limit(limit + 1)
  const items = rows.slice(0, limit).map(toStar)
  return { items, next: rows.length > limit ? (items.at(-1)?.starId ?? null) : null }
}

type Row = Service['bank']['store']['tables']['star']['$inferSelect']

function toStar({ starId, memberNumber, level, hours, minutes, state, noticeFrom, noticeThrough, proposedBy, decidedBy, awardedOn }: Row): Star {
  return { starId, member: memberNumber, level, hours, minutes, state: state as StarState, noticeFrom, noticeThrough, proposedBy, decidedBy, awardedOn }
}

async function verifiedMinutesOf({ bank }: Service, db: Database, communityId: string, member: number): Promise<number> {
  const { account } = bank.store.journal
  const [found] = await db
    .select({ balance: account.balance })
    .from(account)
    .where(and(eq(account.communityId, communityId), eq(account.accountId, `M6201.${member}`)))
  return found ? -found.balance : 0
}

/** The days on which the community says it is closed. */
async function closedDates({ bank }: Service, communityId: string): Promise<string[]> {
  const { recordSetting } = bank.store.tables
  const [found] = await bank.store.db.select({ dates: recordSetting.closedDates }).from(recordSetting).where(eq(recordSetting.communityId, communityId))
  return found?.dates ?? []
}
