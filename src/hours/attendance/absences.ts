import { and, desc, eq, gte, inArray, isNull, lte } from 'drizzle-orm'
import type { Service } from '../../communities/communities.ts'
import { answerOf, once } from '../../communities/once.ts'
import type { Asking } from '../../communities/post-action.ts'
import type { Answered, Keyed } from '../../communities/request-keys.ts'
import { newId } from '../../id.ts'
import { isRefusal, type Refusal, refuse } from '../../refusal.ts'
import type { Database } from '../../store/store.ts'
import { notAvailable } from './rosters.ts'

const MOST_ABSENCES = 200

export interface Absence {
  absenceId: string
  member: number
  from: string
  through: string
  recordedBy: string
  recordedAt: number
  endedAt: number | null
}

/** Records days on which a member takes no turn. Refuses `bad_range`, `unknown_member`, `member_merged` and `member_died`. */
export async function addAbsence(
  service: Service,
  communityId: string,
  { member, from, through }: { member: number; from: string; through: string },
  asking: Asking
): Promise<{ absence: Absence; replayed: boolean } | Refusal> {
  if (through < from) return refuse('bad_range', { from, to: through })
  const bad = await notAvailable(service, communityId, [member])
  if (bad) return bad
  const { bank, clock } = service
  const made = await once(service, communityId, asking, async (db) => {
    const absenceId = newId()
    await db
      .insert(bank.store.tables.absence)
      .values({ communityId, absenceId, memberNumber: member, from, through, recordedBy: asking.actor, recordedAt: clock.now(), endedAt: null })
    return absenceId
  })
  if (isRefusal(made)) return made
  const absence = await findAbsence(service, communityId, { member, absenceId: made.made })
  return isRefusal(absence) ? absence : { absence, replayed: made.replayed }
}

/** Ends an absence; one that has ended stays as it is. Refuses `unknown_absence` and `key_reused`. */
export async function endAbsence(
  service: Service,
  communityId: string,
  { member, absenceId }: { member: number; absenceId: string },
  asked: Keyed
): Promise<Answered<Absence> | Refusal> {
  const { bank, clock } = service
  const { absence } = bank.store.tables
  const its = and(eq(absence.communityId, communityId), eq(absence.memberNumber, member), eq(absence.absenceId, absenceId))
  const ended = await once(service, communityId, asked, async (db) => {
    const found = await db.select({ absenceId: absence.absenceId }).from(absence).where(its)
    if (found.length === 0) return refuse('unknown_absence')
    await db.update(absence).set({ endedAt: clock.now() }).where(and(its, isNull(absence.endedAt)))
    return absenceId
  })
  return answerOf(ended, () => findAbsence(service, communityId, { member, absenceId }))
}

async function findAbsence({ bank }: Service, communityId: string, { member, absenceId }: { member: number; absenceId: string }): Promise<Absence | Refusal> {
  const { absence } = bank.store.tables
  const [found] = await bank.store.db
    .select()
    .from(absence)
    .where(and(eq(absence.communityId, communityId), eq(absence.memberNumber, member), eq(absence.absenceId, absenceId)))
  return found ? toAbsence(found) : refuse('unknown_absence')
}

/** A member's absences, the ended ones too, the newest two hundred. */
export async function listAbsences({ bank, directory }: Service, communityId: string, member: number): Promise<Absence[] | Refusal> {
  if (!(await directory.memberStandingOf(communityId, member))) return refuse('unknown_member', { member })
  const { absence } = bank.store.tables
  const rows = await bank.store.db
    .select()
    .from(absence)
    .where(and(eq(absence.communityId, communityId), eq(absence.memberNumber, member)))
    .orderBy(desc(absence.absenceId))
    .limit(MOST_ABSENCES)
  return rows.map(toAbsence)
}

function toAbsence({ communityId: _, memberNumber, ...rest }: Omit<Absence, 'member'> & { communityId: string; memberNumber: number }): Absence {
  return { member: memberNumber, ...rest }
}

/** Tells of members whether they are away on a day between the two. */
export async function absencesAmong(
  db: Database,
  { bank }: Service,
  communityId: string,
  { members, from, to }: { members: number[]; from: string; to: string }
): Promise<(member: number, day: string) => boolean> {
  const { absence } = bank.store.tables
  const rows = await db
    .select({ member: absence.memberNumber, from: absence.from, through: absence.through })
    .from(absence)
    .where(
      and(
        eq(absence.communityId, communityId), inArray(absence.memberNumber, members), gte(absence.through, from), lte(absence.from, to), isNull(absence.endedAt)
      )
    )
  return (member, day) => rows.some((row) => row.member === member && row.from <= day && day <= row.through)
}
