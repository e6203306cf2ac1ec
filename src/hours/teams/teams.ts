import { and, asc, count, eq, gt, inArray, isNull } from 'drizzle-orm'
import type { Service } from '../../communities/communities.ts'
import { answerOf, once } from '../../communities/once.ts'
import { notActive } from '../../communities/relations.ts'
import type { Answered, Keyed } from '../../communities/request-keys.ts'
import type { Page } from '../../ledger/read-books.ts'
import { isAccountPart } from '../../ledger/chart.ts'
import { isRefusal, type Refusal, refuse } from '../../refusal.ts'
import type { Database } from '../../store/store.ts'

export interface NewTeam {
  /** Stands in the team's account in the books, and never changes. */
  team: string
  name: string
  leader?: number | null | undefined
}

export interface Team {
  team: string
  name: string
  leader: number | null
  active: boolean
  /** In it today. */
  members: number
}

/** Refuses `bad_code`, `unknown_member` or `member_merged` of the leader, `team_exists` and `key_reused`. */
export async function createTeam(service: Service, communityId: string, { team, name, leader = null }: NewTeam, asked: Keyed): Promise<{ team: Team; replayed: boolean } | Refusal> {
  if (!isAccountPart(team)) return refuse('bad_code', { value: team })
  const bad = leader === null ? undefined : await notActive(service, communityId, leader)
  if (bad) return bad
  const { tables } = service.bank.store
  const made = await once(service, communityId, asked, async (db) => {
    const inserted = await db
      .insert(tables.team)
      .values({ communityId, team, name: name.trim(), leaderNumber: leader, active: true, createdBy: asked.actor, createdAt: service.clock.now() })
      .onConflictDoNothing()
      .returning({ team: tables.team.team })
    return inserted.length === 0 ? refuse('team_exists', { team }) : team
  })
  if (isRefusal(made)) return made
  const found = await findTeam(service, communityId, made.made)
  return isRefusal(found) ? found : { team: found, replayed: made.replayed }
}

/** A team that is not active records no more; its hours and members stay as they are. */
export interface TeamChange {
  name?: string | undefined
  leader?: number | null | undefined
  active?: boolean | undefined
}

/** Refuses `unknown_team`, `unknown_member`, `member_merged`, `nothing_to_change` and `key_reused`. */
export async function changeTeam(
  service: Service,
  communityId: string,
  { team, change }: { team: string; change: TeamChange },
  asked: Keyed
): Promise<Answered<Team> | Refusal> {
  const { name, leader, active } = change
  if (name === undefined && leader === undefined && active === undefined) return refuse('nothing_to_change')
  const bad = leader == null ? undefined : await notActive(service, communityId, leader)
  if (bad) return bad
  const { tables } = service.bank.store
  const changed = await once(service, communityId, asked, async (db) => {
    const rows = await db
      .update(tables.team)
      .set({ ...(name === undefined ? {} : { name: name.trim() }), ...(leader === undefined ? {} : { leaderNumber: leader }), ...(active === undefined ? {} : { active }) })
      .where(and(eq(tables.team.communityId, communityId), eq(tables.team.team, team)))
      .returning({ team: tables.team.team })
    return rows.length === 0 ? refuse('unknown_team', { team }) : team
  })
  return answerOf(changed, () => findTeam(service, communityId, team))
}

export async function findTeam(service: Service, communityId: string, team: string): Promise<Team | Refusal> {
  const { items } = await readTeams(service, communityId, { only: team, limit: 1 })
  return items[0] ?? refuse('unknown_team', { team })
}

/** In order of their codes. */
export function listTeams(service: Service, communityId: string, filter: { after?: string | undefined; limit: number }): Promise<Page<Team>> {
  return readTeams(service, communityId, filter)
}

async function readTeams(
  { bank }: Service,
  communityId: string,
  { only, after = '', limit }: { only?: string; after?: string | undefined; limit: number }
): Promise<Page<Team>> {
  const { tables, db } = bank.store
  const { team, teamMembership } = tables
  const rows = await db
    .select()
    .from(team)
    .where(and(eq(team.communityId, communityId), only === undefined ? gt(team.team, after) : eq(team.team, only)))
    .orderBy(asc(team.team))
    .limit(limit + 1)
  const page = rows.slice(0, limit)
  const codes = page.map((each) => each.team)
  const sizes = await db
    .select({ team: teamMembership.team, members: count() })
    .from(teamMembership)
    .where(and(eq(teamMembership.communityId, communityId), inArray(teamMembership.team, codes), isNull(teamMembership.leftOn)))
    .groupBy(teamMembership.team)
  const sizeOf = new Map(sizes.map((each) => [each.team, Number(each.members)]))
  const items = page.map(({ team: code, name, leaderNumber, active }): Team => ({ team: code, name, leader: leaderNumber, active, members: sizeOf.get(code) ?? 0 }))
  return { items, next: rows.length > limit ? (items.at(-1)?.team ?? null) : null }
}

/** Whether there is such a team, and whether it is active; within whatever is being written. */
export async function teamStands({ bank }: Service, db: Database, communityId: string, code: string): Promise<Refusal | undefined> {
  const { team } = bank.store.tables
  const [found] = await db.select({ active: team.active }).from(team).where(and(eq(team.communityId, communityId), eq(team.team, code)))
  if (!found) return refuse('unknown_team', { team: code })
  return found.active ? undefined : refuse('team_inactive', { team: code })
}
