import { and, asc, eq, gt, gte, inArray, isNull, lte, or } from 'drizzle-orm'
import type { Service } from '../../communities/communities.ts'
import { once } from '../../communities/once.ts'
import { notActive } from '../../communities/relations.ts'
import type { Keyed } from '../../communities/request-keys.ts'
import type { Page } from '../../ledger/read-books.ts'
import { isRefusal, type Refusal, refuse } from '../../refusal.ts'
import { findTeam, teamStands } from './teams.ts'
import { todayIn } from '../../communities/today.ts'

/** Somebody in a team, from a day through a day; both included. */
export interface Membership {
  member: number
  joinedOn: string
  leftOn: string | null
}

/** Refuses `unknown_member`, `member_merged`, `future_date`, `unknown_team`, `team_inactive` and `already_in_team`. */
export async function joinTeam(
  service: Service,
  communityId: string,
  { team, member, joinedOn }: { team: string; member: number; joinedOn?: string | undefined },
  asked: Keyed
): Promise<{ membership: Membership; replayed: boolean } | Refusal> {
  const bad = await notActive(service, communityId, member)
  if (bad) return bad
  const today = await todayIn(service, communityId)
  const from = joinedOn ?? today
  if (from > today) return refuse('future_date', { value: from, today })
  const { teamMembership } = service.bank.store.tables
  const made = await once(service, communityId, asked, async (db) => {
    const wrong = await teamStands(service, db, communityId, team)
    if (wrong) return wrong
    // In it from that day on, or for some time after it: the two would overlap.
    const overlapping = await db
      .select({ joinedOn: teamMembership.joinedOn })
      .from(teamMembership)
      .where(and(ofMember(service, communityId, team, [member]), or(isNull(teamMembership.leftOn), gte(teamMembership.leftOn, from))))
    if (overlapping.length > 0) return refuse('already_in_team', { member, team })
    await db
      .insert(teamMembership)
      .values({ communityId, team, memberNumber: member, joinedOn: from, leftOn: null, recordedBy: asked.actor, recordedAt: service.clock.now() })
    return from
  })
  if (isRefusal(made)) return made
  return { membership: { member, joinedOn: made.made, leftOn: null }, replayed: made.replayed }
}

/** Refuses `unknown_team`, `future_date`, `not_in_team`, and `bad_date` for a day before joining. */
export async function leaveTeam(
  service: Service,
  communityId: string,
  { team, member, leftOn }: { team: string; member: number; leftOn?: string | undefined },
  asked: Keyed
): Promise<{ membership: Membership; replayed: boolean } | Refusal> {
  const today = await todayIn(service, communityId)
  const through = leftOn ?? today
  if (through > today) return refuse('future_date', { value: through, today })
  const known = await findTeam(service, communityId, team)
  if (isRefusal(known)) return known
  const { teamMembership } = service.bank.store.tables
  const made = await once(service, communityId, asked, async (db) => {
    const current = and(ofMember(service, communityId, team, [member]), isNull(teamMembership.leftOn))
    const [found] = await db.select({ joinedOn: teamMembership.joinedOn }).from(teamMembership).where(current)
    if (!found) return refuse('not_in_team', { member, team })
    if (through < found.joinedOn) return refuse('bad_date', { value: through })
    await db.update(teamMembership).set({ leftOn: through }).where(current)
    return `${found.joinedOn} ${through}`
  })
  if (isRefusal(made)) return made
  const [joinedOn = '', left = ''] = made.made.split(' ')
  return { membership: { member, joinedOn, leftOn: left }, replayed: made.replayed }
}

/** Everybody who is or was in a team, by number and the day of joining. Refuses `unknown_team`. */
export async function listMemberships(
  service: Service,
  communityId: string,
  { team, after, limit }: { team: string; after?: number | undefined; limit: number }
): Promise<Page<Membership, number> | Refusal> {
  const known = await findTeam(service, communityId, team)
  if (isRefusal(known)) return known
  const { teamMembership } = service.bank.store.tables
  const numbers = await service.bank.store.db
    .selectDistinct({ member: teamMembership.memberNumber })
    .from(teamMembership)
    .where(and(eq(teamMembership.communityId, communityId), eq(teamMembership.team, team), gt(teamMembership.memberNumber, after ?? 0)))
    .orderBy(asc(teamMembership.memberNumber))
    .limit(limit + 1)
  const page = numbers.slice(0, limit).map((each) => each.member)
  const items = await service.bank.store.db
    .select({ member: teamMembership.memberNumber, joinedOn: teamMembership.joinedOn, leftOn: teamMembership.leftOn })
    .from(teamMembership)
    .where(ofMember(service, communityId, team, page))
    .orderBy(asc(teamMembership.memberNumber), asc(teamMembership.joinedOn))
  return { items, next: numbers.length > limit ? (page.at(-1) ?? null) : null }
}

/** Who of the given was not in the team that day, merged records counted as one person. */
export async function notInTeam(service: Service, communityId: string, { team, members, day }: { team: string; members: number[]; day: string }): Promise<number | undefined> {
  const formerly = new Map<number, number>()
  for (const member of members) {
    formerly.set(member, member)
    for (const each of (await service.directory.memberStandingOf(communityId, member))?.formerly ?? []) formerly.set(each, member)
  }
  const { teamMembership } = service.bank.store.tables
  const rows = await service.bank.store.db
    .select({ member: teamMembership.memberNumber })
    .from(teamMembership)
    .where(
      and(
        ofMember(service, communityId, team, [...formerly.keys()]),
        lte(teamMembership.joinedOn, day),
        or(isNull(teamMembership.leftOn), gte(teamMembership.leftOn, day))
      )
    )
  const inIt = new Set(rows.map((row) => formerly.get(row.member)))
  return members.find((member) => !inIt.has(member))
}

function ofMember({ bank }: Service, communityId: string, team: string, members: number[]) {
  const { teamMembership } = bank.store.tables
  return and(eq(teamMembership.communityId, communityId), eq(teamMembership.team, team), inArray(teamMembership.memberNumber, members))
}
