import { and, asc, eq, gt } from 'drizzle-orm'
import { needsTwoPeople } from '../../communities/four-eyes.ts'
import { answerOf, once } from '../../communities/once.ts'
import type { Answered, Keyed } from '../../communities/request-keys.ts'
import { newId } from '../../id.ts'
import type { Page } from '../../ledger/read-books.ts'
import type { Service } from '../../communities/communities.ts'
import type { Reason } from '../../reason.ts'
import { isRefusal, type Refusal, refuse } from '../../refusal.ts'
import type { Database } from '../../store/store.ts'
import { notInTeam } from './memberships.ts'
import { recordTeamHours, type TeamHours } from './record-team-hours.ts'
import { teamStands } from './teams.ts'
import { todayIn } from '../../communities/today.ts'

export type TeamServiceState = 'submitted' | 'approved' | 'posted' | 'returned'

/** What a team did, and what surrounds it. */
export interface TeamServiceContent extends TeamHours {
  evidence?: string | undefined
  attachments?: number | undefined
}

export interface TeamService {
  refused?: undefined
  serviceId: string
  team: string
  serviceDate: string
  service: TeamServiceContent
  state: TeamServiceState
  recordedBy: string
  recordedAt: number
  approvals: { by: string; at: number }[]
  reason: string | null
  decidedAt: number | null
  number: number | null
}

type Row = Service['bank']['store']['tables']['teamService']['$inferSelect']

function toTeamService({ communityId: _, service, state, approvals, ...rest }: Row): TeamService {
  return { ...rest, service: service as TeamServiceContent, state: state as TeamServiceState, approvals: approvals as TeamService['approvals'] }
}

/**
 * Hands in what a team did, for another person to approve; nothing is posted. Refuses `unknown_community`, `community_archived`,
 * `key_reused`, `unknown_team`, `team_inactive`, `not_in_team` and `future_date`.
 */
export async function submitTeamService(
  service: Service,
  communityId: string,
  { serviceDate: stated, ...content }: TeamServiceContent & { serviceDate?: string | undefined },
  asked: Keyed
): Promise<Answered<TeamService> | Refusal> {
  const unwritable = await service.directory.refusalOfWrites(communityId)
  if (unwritable) return unwritable
  const today = await todayIn(service, communityId)
  const { teamService } = service.bank.store.tables
  const serviceDate = stated ?? today
  const made = await once(service, communityId, asked, async (db) => {
    if (serviceDate > today) return refuse('future_date', { value: serviceDate, today })
    const wrong = await teamStands(service, db, communityId, content.team)
    if (wrong) return wrong
    const outside = await notInTeam(service, communityId, { team: content.team, members: content.members.map(({ member }) => member), day: serviceDate })
    if (outside !== undefined) return refuse('not_in_team', { member: outside, team: content.team })
    const serviceId = newId()
    await db.insert(teamService).values({
      communityId, serviceId, team: content.team, serviceDate, service: content, state: 'submitted', recordedBy: asked.actor, recordedAt: service.clock.now(),
      approvals: [], reason: null, decidedAt: null, number: null
    })
    return serviceId
  })
  return answerOf(made, (serviceId) => findTeamService(service, communityId, serviceId))
}

async function findTeamService({ bank }: Service, communityId: string, serviceId: string, db: Database = bank.store.db): Promise<TeamService | Refusal> {
  const { teamService } = bank.store.tables
  const [row] = await db.select().from(teamService).where(and(eq(teamService.communityId, communityId), eq(teamService.serviceId, serviceId)))
  return row ? toTeamService(row) : refuse('unknown_team_service')
}

async function change({ bank }: Service, db: Database, communityId: string, serviceId: string, values: Partial<Row>): Promise<void> {
  const { teamService } = bank.store.tables
  await db.update(teamService).set(values).where(and(eq(teamService.communityId, communityId), eq(teamService.serviceId, serviceId)))
}

export interface TeamServiceFilter {
  state?: TeamServiceState | undefined
  team?: string | undefined
  after?: string | undefined
  limit: number
}

/** In the order in which they were handed in. */
export async function listTeamServices({ bank }: Service, communityId: string, { state, team, after, limit }: TeamServiceFilter): Promise<Page<TeamService>> {
  const { teamService } = bank.store.tables
  const rows = await bank.store.db
    .select()
    .from(teamService)
    .where(
      and(
        eq(teamService.communityId, communityId),
        state === undefined ? undefined : eq(teamService.state, state),
        team === undefined ? undefined : eq(teamService.team, team),
        after === undefined ? undefined : gt(teamService.serviceId, after)
      )
    )
    .orderBy(asc(teamService.serviceId))
    .limit(limit + 1)
  const items = rows.slice(0, limit).map(toTeamService)
  return { items, next: rows.length > limit ? (items.at(-1)?.serviceId ?? null) : null }
}

/**
 * Approves a service of a team, as many different people one after another as the policy of its day wants; the last one's approval
 * posts it, once whoever asks again. Under a policy with a public notice the members' services are recorded singly.
 *
 * Refuses `unknown_team_service`, `record_not_open`, `second_person_needed`, `no_policy`, `approval_needed` for a public notice, and
 * what recording it refuses, which leaves it to be approved again or returned.
 */
export async function approveTeamService(service: Service, communityId: string, serviceId: string, asked: Keyed): Promise<Answered<TeamService> | Refusal> {
  const found = await findTeamService(service, communityId, serviceId)
  if (isRefusal(found)) return found
  const policy = await service.directory.policies.on(communityId, found.serviceDate)
  if (!policy) return refuse('no_policy')
  const { approvalLevels, publicNoticeDays } = policy.earning
  if (publicNoticeDays > 0) return refuse('approval_needed')
  const twoPeople = await needsTwoPeople(service, communityId)
  const given = await once(service, communityId, asked, async (db) => {
    const standing = await findTeamService(service, communityId, serviceId, db)
    if (isRefusal(standing)) return standing
    const { state, approvals, recordedBy } = standing
    const before = approvals.some(({ by }) => by === asked.actor)
    // What broke off between the approval and its posting is taken up by who approved it.
    if (before && (state === 'approved' || state === 'posted')) return serviceId
    if (state !== 'submitted') return refuse('record_not_open', { state })
    if (before || (twoPeople && recordedBy === asked.actor)) return refuse('second_person_needed', { by: asked.actor })
    const all = [...approvals, { by: asked.actor, at: service.clock.now() }]
    await change(service, db, communityId, serviceId, { approvals: all, state: all.length < approvalLevels ? 'submitted' : 'approved' })
    return serviceId
  })
  if (isRefusal(given)) return given
  const approved = await findTeamService(service, communityId, serviceId)
  if (isRefusal(approved) || approved.state !== 'approved') return isRefusal(approved) ? approved : { answer: approved, replayed: given.replayed }
  const refusal = await postTeamService(service, communityId, approved)
  if (refusal) return refusal
  const posted = await findTeamService(service, communityId, serviceId)
  return isRefusal(posted) ? posted : { answer: posted, replayed: given.replayed }
}

async function postTeamService(service: Service, communityId: string, { serviceId, service: content, serviceDate, recordedBy, approvals }: TeamService): Promise<Refusal | undefined> {
  const { evidence, attachments, ...hours } = content
  const asking = {
    actor: recordedBy, approvedBy: approvals.at(-1)?.by, idempotencyKey: `team-service:${serviceId}`, request: content, serviceDate, evidence, attachments
  }
  const outcome = await recordTeamHours(service, communityId, hours, asking)
  const { teamService } = service.bank.store.tables
  const own = and(eq(teamService.communityId, communityId), eq(teamService.serviceId, serviceId), eq(teamService.state, 'approved'))
  const number = outcome.refused ? null : (outcome.transactions.findLast((each) => each.kind === 'earn_team')?.number ?? null)
  const after = outcome.refused ? { state: 'submitted', approvals: approvals.slice(0, -1) } : { state: 'posted', number, decidedAt: service.clock.now() }
  await service.bank.store.write((db) => db.update(teamService).set(after).where(own))
  return outcome.refused ? outcome : undefined
}

/** Hands a service back to who recorded it. Refuses `unknown_team_service`, `record_not_open` and `second_person_needed`. */
export async function returnTeamService(
  service: Service,
  communityId: string,
  { serviceId, reason }: { serviceId: string; reason: Reason },
  asked: Keyed
): Promise<Answered<TeamService> | Refusal> {
  const twoPeople = await needsTwoPeople(service, communityId)
  const made = await once(service, communityId, asked, async (db) => {
    const standing = await findTeamService(service, communityId, serviceId, db)
    if (isRefusal(standing)) return standing
    if (standing.state !== 'submitted') return refuse('record_not_open', { state: standing.state })
    if (twoPeople && standing.recordedBy === asked.actor) return refuse('second_person_needed', { by: asked.actor })
    await change(service, db, communityId, serviceId, { state: 'returned', reason, decidedAt: service.clock.now() })
    return serviceId
  })
  return answerOf(made, () => findTeamService(service, communityId, serviceId))
}
