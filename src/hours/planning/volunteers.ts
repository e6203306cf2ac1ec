import { and, eq, isNull, or } from 'drizzle-orm'
import { ageOn } from '../../communities/age.ts'
import type { Service } from '../../communities/communities.ts'
import { ADULT_YEARS } from '../../communities/member-data.ts'
import type { Policy } from '../../policy/content.ts'
import { type Refusal, refuse } from '../../refusal.ts'
import type { Database } from '../../store/store.ts'

/** What it takes to know whether a member may take part. */
export interface Volunteer {
  number: number
  birthDate: string | null
  skills: string[]
}

/** A member who is there to do something. Refuses `unknown_member`, `member_merged` and `member_died`. */
export async function readVolunteer({ bank }: Service, db: Database, communityId: string, number: number): Promise<Volunteer | Refusal> {
  const { member, person } = bank.store.tables
  const [found] = await db
    .select({ mergedInto: member.mergedInto, skills: member.skills, birthDate: person.birthDate, diedOn: person.diedOn })
    .from(member)
    .innerJoin(person, eq(person.personId, member.personId))
    .where(and(eq(member.communityId, communityId), eq(member.number, number), isNull(person.erasedAt)))
  if (!found) return refuse('unknown_member', { member: number })
  if (found.mergedInto !== null) return refuse('member_merged', { member: number, into: found.mergedInto })
  if (found.diedOn !== null) return refuse('member_died', { member: number })
  return { number, birthDate: found.birthDate, skills: found.skills }
}

interface Requirements {
  date: string
  requiredSkills: string[]
  minimumAgeYears: number
}

/**
 * Why a member may not take part in an activity: `skill_missing`; `birth_date_unknown` and `too_young` by the activity's own
 * minimum; `too_young` and `minor_without_guardian` by the policy of its day. Under 18 a guardian must be on record whatever
 * the policy says, as at registration.
 */
export async function refusalOfVolunteer(
  service: Service,
  db: Database,
  communityId: string,
  { volunteer, activity, policy }: { volunteer: Volunteer; activity: Requirements; policy: Policy | undefined }
): Promise<Refusal | undefined> {
  const { number, birthDate, skills } = volunteer
  const { date, requiredSkills, minimumAgeYears } = activity
  const missing = requiredSkills.find((each) => !skills.includes(each))
  if (missing !== undefined) return refuse('skill_missing', { skill: missing })
  if (birthDate === null) return minimumAgeYears > 0 ? refuse('birth_date_unknown', { age: minimumAgeYears }) : undefined
  const age = ageOn(birthDate, date)
  if (age < minimumAgeYears) return refuse('too_young', { age: minimumAgeYears })
  const policyAge = policy?.earning.minimumAgeYears ?? 0
  if (age < policyAge && policy?.earning.minorsWithGuardian === false) return refuse('too_young', { age: policyAge })
  const guardedAge = Math.max(policyAge, ADULT_YEARS)
  if (age >= guardedAge || (await hasGuardian(service, db, communityId, number))) return undefined
  return refuse('minor_without_guardian', { age: guardedAge })
}

/** Whether a guardian is recorded, in the member's own record or in the guardian's. */
async function hasGuardian({ bank }: Service, db: Database, communityId: string, number: number): Promise<boolean> {
  const { relation } = bank.store.tables
  const [found] = await db
    .select({ relationId: relation.relationId })
    .from(relation)
    .where(
      and(
        eq(relation.communityId, communityId),
        isNull(relation.endedAt),
        or(and(eq(relation.kind, 'guardian'), eq(relation.memberNumber, number)), and(eq(relation.kind, 'ward'), eq(relation.relativeNumber, number)))
      )
    )
    .limit(1)
  return found !== undefined
}
