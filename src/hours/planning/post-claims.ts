import { and, asc, eq, gt, inArray } from 'drizzle-orm'
import type { Service } from '../../communities/communities.ts'
import type { Answered, Keyed } from '../../communities/request-keys.ts'
import { writeOnce } from '../../communities/write-once.ts'
import type { ClaimEndReason } from '../../contracts/planning-codes.ts'
import { newId } from '../../id.ts'
import type { Page } from '../../ledger/read-books.ts'
import { isRefusal, type Refusal, refuse } from '../../refusal.ts'
import type { Database } from '../../store/store.ts'
import { teamStands } from '../teams/teams.ts'
import { readEnds } from './posts.ts'
import { todayIn } from '../../communities/today.ts'
import { readVolunteer } from './volunteers.ts'

/** Who holds a post: a member, or a team by its code. */
export type Holder = { member: number } | { team: string }

export interface PostClaim {
  claimId: string
  postId: string
  batchId: string
  year: number
  holder: Holder
  /** The claim that this one took over. */
  takenOverFrom: string | null
  beganOn: string
  endedOn: string | null
  endReason: ClaimEndReason | null
  recordedBy: string
  recordedAt: number
}

/** What was claimed together. */
export interface ClaimBatch {
  year: number
  claims: PostClaim[]
}

/** How far ahead posts are claimed: this year and the next. */
const YEARS_AHEAD = 1

/**
 * Claims posts for a calendar year, all of them together or none, as a community does at the start of a year. Refuses `year_not_open`
 * for a year that is over or too far ahead, `unknown_post`, `post_ended`, `post_claimed` (also by another line of the same batch), and
 * for a member `unknown_member`, `member_merged` and `member_died`, for a team `unknown_team` and `team_inactive`.
 */
export async function claimPosts(
  service: Service,
  communityId: string,
  { year, claims }: { year: number; claims: { postId: string; holder: Holder }[] },
  asked: Keyed
): Promise<Answered<ClaimBatch> | Refusal> {
  const today = await todayIn(service, communityId)
  return writeOnce(service, communityId, asked, {
    write: async (db) => {
      const thisYear = Number(today.slice(0, 4))
      if (year < thisYear || year > thisYear + YEARS_AHEAD) return refuse('year_not_open', { year })
      const refusal = await refusalOfClaims(service, db, communityId, { year, claims })
      if (refusal) return refusal
      const batchId = newId()
      const beganOn = year > thisYear ? `${year}-01-01` : today
      for (const { postId, holder } of claims) {
        await insertClaim(service, db, communityId, { postId, holder, year, batchId, beganOn, takenOverFrom: null, actor: asked.actor })
      }
      return batchId
    },
    find: async (batchId) => ({ year, claims: await readBatch(service, communityId, batchId) })
  })
}

async function refusalOfClaims(
  service: Service,
  db: Database,
  communityId: string,
  { year, claims }: { year: number; claims: { postId: string; holder: Holder }[] }
): Promise<Refusal | undefined> {
  const { postClaim } = service.bank.store.tables
  const postIds = claims.map((each) => each.postId)
  const posts = await readEnds(service, db, communityId, postIds)
  const held = await db
    .select({ postId: postClaim.postId })
    .from(postClaim)
    .where(and(eq(postClaim.communityId, communityId), inArray(postClaim.postId, postIds), eq(postClaim.heldYear, year)))
  const claimed = new Set(held.map((each) => each.postId))
  for (const { postId, holder } of claims) {
    const post = posts.get(postId)
    if (!post) return refuse('unknown_post', { post: postId })
    if (post.endedOn !== null) return refuse('post_ended', { post: postId })
    if (claimed.has(postId)) return refuse('post_claimed', { post: postId, year })
    const bad = await refusalOfHolder(service, db, communityId, holder)
    if (bad) return bad
    claimed.add(postId)
  }
  return undefined
}

async function refusalOfHolder(service: Service, db: Database, communityId: string, holder: Holder): Promise<Refusal | undefined> {
  if ('team' in holder) return teamStands(service, db, communityId, holder.team)
  const found = await readVolunteer(service, db, communityId, holder.member)
  return isRefusal(found) ? found : undefined
}

interface NewClaim {
  postId: string
  holder: Holder
  year: number
  batchId: string
  beganOn: string
  takenOverFrom: string | null
  actor: string
}

async function insertClaim({ bank, clock }: Service, db: Database, communityId: string, { holder, actor, year, ...rest }: NewClaim): Promise<string> {
  const claimId = newId()
  await db.insert(bank.store.tables.postClaim).values({
    communityId, claimId, ...rest, year, heldYear: year, memberNumber: 'member' in holder ? holder.member : null, team: 'team' in holder ? holder.team : null,
    endedOn: null, endReason: null, recordedBy: actor, recordedAt: clock.now()
  })
  return claimId
}

/** A claim that has not ended. Refuses `unknown_claim` and `claim_ended`. */
async function standingClaim(service: Service, db: Database, communityId: string, claimId: string): Promise<PostClaim | Refusal> {
  const claim = await readClaim(service, db, communityId, claimId)
  return isRefusal(claim) || claim.endedOn === null ? claim : refuse('claim_ended')
}

/** Ends a claim today; the post is then unclaimed for the rest of the year. Refuses `unknown_claim` and `claim_ended`. */
export async function endPostClaim(
  service: Service,
  communityId: string,
  { claimId, reason }: { claimId: string; reason: ClaimEndReason },
  asked: Keyed
): Promise<Answered<PostClaim> | Refusal> {
  const today = await todayIn(service, communityId)
  return writeOnce(service, communityId, asked, {
    write: async (db) => {
      const claim = await standingClaim(service, db, communityId, claimId)
      if (isRefusal(claim)) return claim
      await endClaim(service, db, communityId, { claimId, today, reason })
      return claimId
    },
    find: (id) => readClaim(service, service.bank.store.db, communityId, id)
  })
}

async function endClaim(
  { bank }: Service,
  db: Database,
  communityId: string,
  { claimId, today, reason }: { claimId: string; today: string; reason: ClaimEndReason }
): Promise<void> {
  const { postClaim } = bank.store.tables
  await db
    .update(postClaim)
    .set({ heldYear: null, endedOn: today, endReason: reason })
    .where(and(eq(postClaim.communityId, communityId), eq(postClaim.claimId, claimId)))
}

/** Hands a post over within its year: the one claim ends and the next begins today. Refuses as above, and `same_holder`. */
export async function handOverPost(
  service: Service,
  communityId: string,
  { claimId, to }: { claimId: string; to: Holder },
  asked: Keyed
): Promise<Answered<PostClaim> | Refusal> {
  const today = await todayIn(service, communityId)
  return writeOnce(service, communityId, asked, {
    write: async (db) => {
      const claim = await standingClaim(service, db, communityId, claimId)
      if (isRefusal(claim)) return claim
      const { holder, postId, year, batchId, beganOn } = claim
      if (('member' in holder && 'member' in to && holder.member === to.member) || ('team' in holder && 'team' in to && holder.team === to.team)) return refuse('same_holder')
      const bad = await refusalOfHolder(service, db, communityId, to)
      if (bad) return bad
      await endClaim(service, db, communityId, { claimId, today, reason: 'handed_over' })
      // One that was claimed for next year is handed over before it begins.
      const begins = beganOn > today ? beganOn : today
      return insertClaim(service, db, communityId, { postId, holder: to, year, batchId, beganOn: begins, takenOverFrom: claimId, actor: asked.actor })
    },
    find: (id) => readClaim(service, service.bank.store.db, communityId, id)
  })
}

type ClaimRow = Service['bank']['store']['tables']['postClaim']['$inferSelect']

function toClaim({ claimId, postId, batchId, year, memberNumber, team, takenOverFrom, beganOn, endedOn, endReason, recordedBy, recordedAt }: ClaimRow): PostClaim {
  return {
    claimId, postId, batchId, year, holder: memberNumber === null ? { team: team ?? '' } : { member: memberNumber }, takenOverFrom, beganOn, endedOn,
    endReason: endReason as ClaimEndReason | null, recordedBy, recordedAt
  }
}

async function readClaim({ bank }: Service, db: Database, communityId: string, claimId: string): Promise<PostClaim | Refusal> {
  const { postClaim } = bank.store.tables
  const [found] = await db
    .select()
    .from(postClaim)
    .where(and(eq(postClaim.communityId, communityId), eq(postClaim.claimId, claimId)))
  return found ? toClaim(found) : refuse('unknown_claim')
}

/** The claims as they were made together; what took over from them since is not among them. */
async function readBatch({ bank }: Service, communityId: string, batchId: string): Promise<PostClaim[]> {
  const { postClaim } = bank.store.tables
  const rows = await bank.store.db
    .select()
    .from(postClaim)
    .where(and(eq(postClaim.communityId, communityId), eq(postClaim.batchId, batchId)))
    .orderBy(asc(postClaim.claimId))
  return rows.map(toClaim).filter((each) => each.takenOverFrom === null)
}

export interface ClaimFilter {
  year?: number | undefined
  post?: string | undefined
  member?: number | undefined
  after?: string | undefined
  limit: number
}

/** Claims in the order in which they were made, the ended ones among them. */
export async function listPostClaims({ bank }: Service, communityId: string, { year, post, member, after = '', limit }: ClaimFilter): Promise<Page<PostClaim>> {
  const { postClaim } = bank.store.tables
  const rows = await bank.store.db
    .select()
    .from(postClaim)
    .where(
      and(
        eq(postClaim.communityId, communityId),
        gt(postClaim.claimId, after),
        year === undefined ? undefined : eq(postClaim.year, year),
        post === undefined ? undefined : eq(postClaim.postId, post),
        member === undefined ? undefined : eq(postClaim.memberNumber, member)
      )
    )
    .orderBy(asc(postClaim.claimId))
    .limit(limit + 1)
  const items = rows.slice(0, limit).map(toClaim)
  return { items, next: rows.length > limit ? (items.at(-1)?.claimId ?? null) : null }
}
