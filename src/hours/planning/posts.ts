import { and, asc, eq, gt, gte, inArray, isNull, notInArray } from 'drizzle-orm'
import type { Service } from '../../communities/communities.ts'
import type { Answered, Keyed } from '../../communities/request-keys.ts'
import { writeOnce } from '../../communities/write-once.ts'
import { newId } from '../../id.ts'
import type { Page } from '../../ledger/read-books.ts'
import { isRefusal, type Refusal, refuse } from '../../refusal.ts'
import type { Database } from '../../store/store.ts'
import { policyCategories, refusalOfCategory } from './categories.ts'
import { refusalOfField } from './fields.ts'
import { todayIn } from '../../communities/today.ts'

/** A long-standing post (定岗定人), claimed year by year. */
export interface PostPlan {
  title: string
  field: string
  category: string
  grid: string | null
  building: string | null
  /** What its holder is expected to do in a year. */
  expectedYearMinutes: number
}

export interface Post extends PostPlan {
  postId: string
  endedOn: string | null
  recordedBy: string
  recordedAt: number
}

/** Refuses `unknown_service_field` and `category_not_in_use`. */
export async function createPost(service: Service, communityId: string, plan: PostPlan, asked: Keyed): Promise<Answered<Post> | Refusal> {
  const { post } = service.bank.store.tables
  const named = await policyCategories(service, communityId)
  return writeOnce(service, communityId, asked, {
    write: async (db) => {
      const bad = await refusalOfPlan(service, db, communityId, { plan, named })
      if (bad) return bad
      const postId = newId()
      await db.insert(post).values({ communityId, postId, ...plan, endedOn: null, recordedBy: asked.actor, recordedAt: service.clock.now() })
      return postId
    },
    find: (postId) => findPost(service, communityId, postId)
  })
}

async function refusalOfPlan(
  service: Service,
  db: Database,
  communityId: string,
  { plan: { field, category }, named }: { plan: Partial<PostPlan>; named: ReadonlySet<string> }
): Promise<Refusal | undefined> {
  const bad = await refusalOfField(service, db, communityId, field ?? null)
  return bad ?? (category === undefined ? undefined : refusalOfCategory(service, db, communityId, { category, named }))
}

/** Changes what is named. Refuses what creating refuses, `unknown_post`, `post_ended` and `nothing_to_change`. */
export async function changePost(
  service: Service,
  communityId: string,
  { postId, change }: { postId: string; change: Partial<PostPlan> },
  asked: Keyed
): Promise<Answered<Post> | Refusal> {
  if (Object.values(change).every((each) => each === undefined)) return refuse('nothing_to_change')
  const { post } = service.bank.store.tables
  const named = await policyCategories(service, communityId)
  return writeOnce(service, communityId, asked, {
    write: async (db) => {
      const found = await readPost(service, db, communityId, postId)
      if (isRefusal(found)) return found
      if (found.endedOn !== null) return refuse('post_ended', { post: postId })
      const bad = await refusalOfPlan(service, db, communityId, { plan: change, named })
      if (bad) return bad
      await db.update(post).set(change).where(and(eq(post.communityId, communityId), eq(post.postId, postId)))
      return postId
    },
    find: (id) => findPost(service, communityId, id)
  })
}

/** Ends a post today, and every claim to it of this year and later. One that has ended stays as it is. Refuses `unknown_post`. */
export async function endPost(service: Service, communityId: string, postId: string, asked: Keyed): Promise<Answered<Post> | Refusal> {
  const { post, postClaim } = service.bank.store.tables
  const today = await todayIn(service, communityId)
  return writeOnce(service, communityId, asked, {
    write: async (db) => {
      const found = await readPost(service, db, communityId, postId)
      if (isRefusal(found)) return found
      if (found.endedOn !== null) return postId
      await db.update(post).set({ endedOn: today }).where(and(eq(post.communityId, communityId), eq(post.postId, postId)))
      await db
        .update(postClaim)
        .set({ heldYear: null, endedOn: today, endReason: 'post_ended' })
        .where(and(eq(postClaim.communityId, communityId), eq(postClaim.postId, postId), gte(postClaim.heldYear, Number(today.slice(0, 4)))))
      return postId
    },
    find: (id) => findPost(service, communityId, id)
  })
}

function columns({ bank }: Service) {
  const { postId, title, field, category, grid, building, expectedYearMinutes, endedOn, recordedBy, recordedAt } = bank.store.tables.post
  return { postId, title, field, category, grid, building, expectedYearMinutes, endedOn, recordedBy, recordedAt }
}

/** Refuses `unknown_post`. */
export async function readPost(service: Service, db: Database, communityId: string, postId: string): Promise<Post | Refusal> {
  const { post } = service.bank.store.tables
  const [found] = await db
    .select(columns(service))
    .from(post)
    .where(and(eq(post.communityId, communityId), eq(post.postId, postId)))
  return found ?? refuse('unknown_post', { post: postId })
}

export async function findPost(service: Service, communityId: string, postId: string): Promise<Post | Refusal> {
  return readPost(service, service.bank.store.db, communityId, postId)
}

export interface PostFilter {
  field?: string | undefined
  /** Only those that nobody holds in this year, and that have not ended. */
  unclaimedIn?: number | undefined
  after?: string | undefined
  limit: number
}

/** In the order in which they were created. */
export async function listPosts(service: Service, communityId: string, { field, unclaimedIn, after = '', limit }: PostFilter): Promise<Page<Post>> {
  const { post, postClaim } = service.bank.store.tables
  const { db } = service.bank.store
  const held = db
    .select({ postId: postClaim.postId })
    .from(postClaim)
    .where(and(eq(postClaim.communityId, communityId), eq(postClaim.heldYear, unclaimedIn ?? 0)))
  const rows = await db
    .select(columns(service))
    .from(post)
    .where(
      and(
        eq(post.communityId, communityId),
        gt(post.postId, after),
        field === undefined ? undefined : eq(post.field, field),
        unclaimedIn === undefined ? undefined : and(notInArray(post.postId, held), isNull(post.endedOn))
      )
    )
    .orderBy(asc(post.postId))
    .limit(limit + 1)
  const items = rows.slice(0, limit)
  return { items, next: rows.length > limit ? (items.at(-1)?.postId ?? null) : null }
}

/** Those of these posts that there are, with the day of their end. */
/** Refuses `unknown_post`, and `post_ended` for one that ended before a day; what is for no post is not refused. */
export async function refusalOfPost(service: Service, db: Database, communityId: string, { postId, day }: { postId: string | null | undefined; day: string }): Promise<Refusal | undefined> {
  if (postId == null) return undefined
  const found = (await readEnds(service, db, communityId, [postId])).get(postId)
  if (!found) return refuse('unknown_post', { post: postId })
  return found.endedOn !== null && found.endedOn < day ? refuse('post_ended', { post: postId }) : undefined
}

export async function readEnds({ bank }: Service, db: Database, communityId: string, postIds: string[]): Promise<Map<string, { endedOn: string | null }>> {
  const { post } = bank.store.tables
  const rows = await db
    .select({ postId: post.postId, endedOn: post.endedOn })
    .from(post)
    .where(and(eq(post.communityId, communityId), inArray(post.postId, postIds)))
  return new Map(rows.map(({ postId, endedOn }) => [postId, { endedOn }]))
}
