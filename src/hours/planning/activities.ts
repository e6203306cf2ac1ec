import { and, asc, eq, gt, gte, inArray, lte, or } from 'drizzle-orm'
import type { Service } from '../../communities/communities.ts'
import type { Answered, Keyed } from '../../communities/request-keys.ts'
import { writeOnce } from '../../communities/write-once.ts'
import { enqueueNotice } from '../../communities/webhooks/notices.ts'
import type { ActivityState } from '../../contracts/planning-codes.ts'
import { newId } from '../../id.ts'
import type { Page } from '../../ledger/read-books.ts'
import { isRefusal, type Refusal, refuse } from '../../refusal.ts'
import type { Database } from '../../store/store.ts'
import { type Activity, type ActivityPlan, columnsOf, readActivityRow, refusalOfTimes, type Responsible, toActivity } from './activity.ts'
import { refusalOfBrand } from './brands.ts'
import { policyCategories, refusalOfCategory } from './categories.ts'
import { refusalOfProject } from './projects.ts'
import { settleSignUps } from './settle-sign-ups.ts'
import { readVolunteer } from './volunteers.ts'

/**
 * Plans an activity. Refuses `end_before_start`, `activity_too_long`, `category_not_in_use`, `unknown_brand`, `brand_ended`, `unknown_entry`,
 * `unknown_user`, and for the responsible member `unknown_member`, `member_merged` and `member_died`.
 */
export async function createActivity(service: Service, communityId: string, plan: ActivityPlan, asked: Keyed): Promise<Answered<Activity> | Refusal> {
  const bad = refusalOfTimes(plan)
  if (bad) return bad
  const { activity } = service.bank.store.tables
  const timeZone = (await service.directory.timeZoneOf(communityId)) ?? 'UTC'
  const named = await policyCategories(service, communityId)
  return writeOnce(service, communityId, asked, {
    write: async (db) => {
      const refusal = await refusalOfPlan(service, db, communityId, { plan, named })
      if (refusal) return refusal
      const activityId = newId()
      await db.insert(activity).values({
        communityId, activityId, ...columnsOf(timeZone, plan), state: 'planned', cancelReason: null, cancelNote: null, taken: 0, waiting: 0,
        remindedAt: null, recordedBy: asked.actor, recordedAt: service.clock.now()
      })
      return activityId
    },
    find: (activityId) => findActivity(service, communityId, activityId)
  })
}

/** What the plan names that is not there, or no longer. What is not named need not be asked about. */
async function refusalOfPlan(
  service: Service,
  db: Database,
  communityId: string,
  { plan, named }: { plan: Partial<ActivityPlan>; named: ReadonlySet<string> }
): Promise<Refusal | undefined> {
  const { category, brand, projectId, responsible } = plan
  return (
    (category === undefined ? undefined : await refusalOfCategory(service, db, communityId, { category, named })) ??
    (await refusalOfBrand(service, db, communityId, brand ?? null)) ??
    (await refusalOfProject(service, db, communityId, projectId ?? null)) ??
    (responsible && (await refusalOfResponsible(service, db, communityId, responsible)))
  )
}

async function refusalOfResponsible(service: Service, db: Database, communityId: string, responsible: Responsible): Promise<Refusal | undefined> {
  if ('member' in responsible) {
    const found = await readVolunteer(service, db, communityId, responsible.member)
    return isRefusal(found) ? found : undefined
  }
  const { user } = service.bank.store.tables
  const [found] = await db
    .select({ name: user.username })
    .from(user)
    .where(and(eq(user.username, responsible.user), eq(user.kind, 'staff')))
  return found ? undefined : refuse('unknown_user', { user: responsible.user })
}

/** States in which an activity is still to come. */
const TO_COME: readonly ActivityState[] = ['planned', 'open', 'full', 'closed']

/** What those who signed up must be told of when it changes. */
const MATTERS = ['place', 'date', 'startMinute', 'endMinute'] as const

/**
 * Changes what is named. Those who signed up are told (`activity_changed`) where place or time change; with more room, those who
 * wait move up. Refuses what planning refuses, `activity_state` and `capacity_below_taken`.
 */
export async function changeActivity(
  service: Service,
  communityId: string,
  { activityId, change }: { activityId: string; change: Partial<ActivityPlan> },
  asked: Keyed
): Promise<Answered<Activity> | Refusal> {
  if (Object.values(change).every((each) => each === undefined)) return refuse('nothing_to_change')
  const { activity } = service.bank.store.tables
  const timeZone = (await service.directory.timeZoneOf(communityId)) ?? 'UTC'
  const named = await policyCategories(service, communityId)
  return writeOnce(service, communityId, asked, {
    write: async (db) => {
      const row = await readActivityRow(service, db, communityId, activityId)
      if (isRefusal(row)) return row
      const before = toActivity(service, row)
      const refusal = refusalOfChange(before, change) ?? (await refusalOfPlan(service, db, communityId, { plan: change, named }))
      if (refusal) return refusal
      const plan = { ...before, ...(Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as Partial<ActivityPlan>) }
      const { title, place, grid, building, category, brand, projectId, capacity, requiredSkills, minimumAgeYears, expectedMinutes } = plan
      const times = columnsOf(timeZone, plan)
      await db
        .update(activity)
        .set({
          title, place, grid, building, category, brand, projectId, capacity, requiredSkills, minimumAgeYears, expectedMinutes, date: times.date,
          startMinute: times.startMinute, endMinute: times.endMinute, startsAt: times.startsAt, endsAt: times.endsAt,
          responsibleMember: times.responsibleMember, responsibleUser: times.responsibleUser, remindedAt: times.startsAt === row.startsAt ? row.remindedAt : null
        })
        .where(and(eq(activity.communityId, communityId), eq(activity.activityId, activityId)))
      const members = await settleSignUps(service, db, communityId, activityId)
      if (members.length > 0 && MATTERS.some((each) => before[each] !== plan[each])) {
        await enqueueNotice(service, db, communityId, {
          event: 'activity_changed',
          content: { activityId, date: plan.date, startMinute: plan.startMinute, endMinute: plan.endMinute, members }
        })
      }
      return activityId
    },
    find: (id) => findActivity(service, communityId, id)
  })
}

function refusalOfChange(before: Activity, change: Partial<ActivityPlan>): Refusal | undefined {
  if (!TO_COME.includes(before.state)) return refuse('activity_state', { state: before.state })
  const bad = refusalOfTimes({ startMinute: change.startMinute ?? before.startMinute, endMinute: change.endMinute ?? before.endMinute })
  if (bad) return bad
  return change.capacity != null && change.capacity < before.taken ? refuse('capacity_below_taken', { taken: before.taken }) : undefined
}

export async function findActivity(service: Service, communityId: string, activityId: string): Promise<Activity | Refusal> {
  const row = await readActivityRow(service, service.bank.store.db, communityId, activityId)
  return isRefusal(row) ? row : toActivity(service, row)
}

export interface ActivityFilter {
  from?: string | undefined
  through?: string | undefined
  states?: ActivityState[] | undefined
  brand?: string | undefined
  category?: string | undefined
  projectId?: string | undefined
  after?: { date: string; activityId: string } | undefined
  limit: number
}

/** In order of their dates. */
export async function listActivities(service: Service, communityId: string, filter: ActivityFilter): Promise<Page<Activity, { date: string; activityId: string }>> {
  const { activity } = service.bank.store.tables
  const { from, through, states, brand, category, projectId, after, limit } = filter
  const rows = await service.bank.store.db
    .select()
    .from(activity)
    .where(
      and(
        eq(activity.communityId, communityId),
        from === undefined ? undefined : gte(activity.date, from),
        through === undefined ? undefined : lte(activity.date, through),
        states === undefined ? undefined : inArray(activity.state, states),
        brand === undefined ? undefined : eq(activity.brand, brand),
        category === undefined ? undefined : eq(activity.category, category),
        projectId === undefined ? undefined : eq(activity.projectId, projectId),
        after && or(gt(activity.date, after.date), and(eq(activity.date, after.date), gt(activity.activityId, after.activityId)))
      )
    )
    .orderBy(asc(activity.date), asc(activity.activityId))
    .limit(limit + 1)
  const items = rows.slice(0, limit).map((row) => toActivity(service, row))
  const last = items.at(-1)
  return { items, next: rows.length > limit && last ? { date: last.date, activityId: last.activityId } : null }
}
