import { and, eq, inArray, isNull, or } from 'drizzle-orm'
import { policyTags } from '../contracts/care-tags.ts'
import type { RelationKind } from '../contracts/person-codes.ts'
import type { Action } from '../ledger/command.ts'
import type { Policy } from '../policy/content.ts'
import { type Beneficiary, notEntitled } from '../policy/entitlement.ts'
import type { ServiceFacts } from '../policy/evaluate.ts'
import type { Relation } from '../policy/values.ts'
import { ageOn } from './age.ts'
import type { Service } from './communities.ts'

const JUDGED_BY_PEOPLE = ['earn', 'earn_team', 'redeem', 'gift', 'grant'] as const
type JudgedByPeople = Extract<Action, { action: (typeof JUDGED_BY_PEOPLE)[number] }>

function isJudgedByPeople(action: Action): action is JudgedByPeople {
  return JUDGED_BY_PEOPLE.some((each) => each === action.action)
}

/**
 * An action with what people's records know of it, as far as the policy of its day asks; where it does not, nobody's record
 * is read. What the caller stated stands.
 */
export async function withKnownFacts(service: Service, communityId: string, action: Action, day: string): Promise<Action> {
  if (!isJudgedByPeople(action)) return action
  const policy = await service.directory.policies.on(communityId, day)
  if (!policy) return action
  switch (action.action) {
    case 'earn': {
      const [known] = await readServiceFacts(service, communityId, [{ memberNumber: action.member, serviceDate: day }], () => policy)
      return known ? { ...action, facts: { ...known, ...action.facts } } : action
    }
    case 'earn_team': {
      const services = action.members.map(({ member }) => ({ memberNumber: member, serviceDate: day }))
      const known = await readServiceFacts(service, communityId, services, () => policy)
      return { ...action, members: action.members.map((each, at) => (known[at] ? { ...each, facts: { ...known[at], ...each.facts } } : each)) }
    }
    case 'redeem': {
      if (action.beneficiary || !asksForBeneficiary(policy)) return action
      return { ...action, beneficiary: await beneficiaryOf(service, communityId, action, { policy, day }) }
    }
    case 'grant': {
      if (action.recipient || policy.spending.grantGroups === null) return action
      return { ...action, recipient: await personOn(service, communityId, action.member, day) }
    }
    case 'gift': {
      if (action.relation || policy.spending.giftRelations === null) return action
      const relations = await relationsBetween(service, communityId, action)
      // One that the policy allows is enough, whatever else the two are to each other.
      return { ...action, relation: relations.find((each) => policy.spending.giftRelations?.includes(each)) ?? relations[0] }
    }
  }
}

/** Whether a member may benefit themselves by the policy of a day, by age and care tags; what came of it tells neither. */
export async function mayBenefit(service: Service, communityId: string, member: number, day: string): Promise<boolean> {
  const policy = await service.directory.policies.on(communityId, day)
  if (!policy || !asksForBeneficiary(policy)) return true
  return notEntitled(policy, await beneficiaryOf(service, communityId, { member }, { policy, day })) === undefined
}

function asksForBeneficiary({ spending }: Policy): boolean {
  return spending.beneficiaryAnyOf.length > 0 || spending.beneficiaryRelations !== null
}

function asksForPerson({ earning }: Policy): boolean {
  return earning.minimumAgeYears > 0 || earning.servicesBeforeJoining === 'refused'
}

/** What is known of who served on each day; undefined where the policy of that day does not ask. */
export async function readServiceFacts(
  service: Service,
  communityId: string,
  services: readonly { memberNumber: number; serviceDate: string }[],
  policyOn: (serviceDate: string) => Policy | undefined | Promise<Policy | undefined>
): Promise<(ServiceFacts | undefined)[]> {
  const policies = await Promise.all(services.map(({ serviceDate }) => policyOn(serviceDate)))
  const asked = policies.map((policy) => policy !== undefined && asksForPerson(policy))
  const numbers = [...new Set(services.filter((_, index) => asked[index]).map(({ memberNumber }) => memberNumber))]
  if (numbers.length === 0) return services.map(() => undefined)
  const people = await peopleOf(service, communityId, numbers)
  const guarded = await guardedAmong(service, communityId, numbers)
  return services.map(({ memberNumber, serviceDate }, index) => {
    const person = people.get(memberNumber)
    if (!asked[index] || !person) return undefined
    const ageYears = person.birthDate === null ? undefined : ageOn(person.birthDate, serviceDate)
    return { ageYears, withGuardian: guarded.has(memberNumber), joinedOn: person.joinedOn }
  })
}

interface Person {
  birthDate: string | null
  joinedOn: string
  careTags: string[]
}

async function peopleOf({ bank }: Service, communityId: string, numbers: number[]): Promise<Map<number, Person>> {
  const { member, person } = bank.store.tables
  const rows = await bank.store.db
    .select({ number: member.number, birthDate: person.birthDate, joinedOn: member.joinedOn, careTags: member.careTags })
    .from(member)
    .innerJoin(person, eq(person.personId, member.personId))
    .where(and(eq(member.communityId, communityId), inArray(member.number, numbers)))
  return new Map(rows.map(({ number, ...known }) => [number, known]))
}

/** Those for whom a guardian is recorded, in their own record or in the guardian's. */
async function guardedAmong({ bank }: Service, communityId: string, numbers: number[]): Promise<Set<number>> {
  const { relation } = bank.store.tables
  const rows = await bank.store.db
    .select({ member: relation.memberNumber, relative: relation.relativeNumber, kind: relation.kind })
    .from(relation)
    .where(
      and(
        eq(relation.communityId, communityId),
        isNull(relation.endedAt),
        or(and(eq(relation.kind, 'guardian'), inArray(relation.memberNumber, numbers)), and(eq(relation.kind, 'ward'), inArray(relation.relativeNumber, numbers)))
      )
    )
  return new Set(rows.flatMap(({ member, relative, kind }) => (kind === 'guardian' ? member : (relative ?? []))))
}

/** A person as policies ask for them; an age that nobody recorded is not known. */
async function personOn(service: Service, communityId: string, member: number, day: string): Promise<Beneficiary> {
  const person = (await peopleOf(service, communityId, [member])).get(member)
  const birthDate = person?.birthDate ?? null
  return { ageYears: birthDate === null ? undefined : ageOn(birthDate, day), tags: policyTags(person?.careTags ?? []) }
}

/** Who redeems benefits, unless another member is named: then what the two are to each other counts. */
async function beneficiaryOf(
  service: Service,
  communityId: string,
  { member, benefits = member }: { member: number; benefits?: number | undefined },
  { policy, day }: { policy: Policy; day: string }
): Promise<Beneficiary> {
  const person = await personOn(service, communityId, benefits, day)
  if (benefits === member) return { ...person, relation: 'self' }
  const relations = await relationsBetween(service, communityId, { from: member, to: benefits })
  return { ...person, relation: relations.find((each) => policy.spending.beneficiaryRelations?.includes(each)) ?? relations[0] }
}

/** The same whichever of the two is in whose record. Whoever answers for another by law need not be a relative. */
const IN_POLICIES: Record<RelationKind, Relation> = {
  spouse: 'spouse',
  parent: 'direct_relative',
  child: 'direct_relative',
  grandparent: 'direct_relative',
  grandchild: 'direct_relative',
  sibling: 'relative',
  guardian: 'other',
  ward: 'other',
  other: 'other'
}

/** What two members are to each other, as policies name it; empty where nothing is recorded that holds. */
async function relationsBetween({ bank }: Service, communityId: string, { from, to }: { from: number; to: number }): Promise<Relation[]> {
  const { relation } = bank.store.tables
  const rows = await bank.store.db
    .select({ kind: relation.kind })
    .from(relation)
    .where(
      and(
        eq(relation.communityId, communityId),
        isNull(relation.endedAt),
        or(and(eq(relation.memberNumber, from), eq(relation.relativeNumber, to)), and(eq(relation.memberNumber, to), eq(relation.relativeNumber, from)))
      )
    )
  return rows.map(({ kind }) => IN_POLICIES[kind as RelationKind])
}
