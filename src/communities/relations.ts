import { and, asc, eq, isNull, or } from 'drizzle-orm'
import type { RelationKind } from '../contracts/person-codes.ts'
import { newId } from '../id.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import type { Database } from '../store/store.ts'
import type { Service } from './communities.ts'
import { badContact, type Contact, type MemberOrContact, openContact, sealContact } from './contact.ts'
import { maskPhone } from './mask.ts'
import { answerOf, once } from './once.ts'
import type { Asking } from './post-action.ts'
import type { Answered, Keyed } from './request-keys.ts'

/** What the relative is to the member, with what the member is to the relative. */
const INVERSE = {
  spouse: 'spouse',
  parent: 'child',
  child: 'parent',
  grandparent: 'grandchild',
  grandchild: 'grandparent',
  sibling: 'sibling',
  guardian: 'ward',
  ward: 'guardian',
  other: 'other'
} as const satisfies Record<RelationKind, RelationKind>

/** The relatives in the direct line (直系亲属: parents, children, grandparents, grandchildren), and the spouse. */
const DIRECT: readonly RelationKind[] = ['spouse', 'parent', 'child', 'grandparent', 'grandchild']

export interface NewRelation {
  kind: RelationKind
  relative: MemberOrContact
  /** What proves it, as a code: a household register, … */
  evidence: string
}

export interface Relation {
  relationId: string
  member: number
  kind: RelationKind
  direct: boolean
  relative: { number: number } | Contact
  evidence: string
  recordedBy: string
  recordedAt: number
  endedAt: number | null
}

export function badRelation({ relative }: NewRelation): Refusal | undefined {
  return badContact(relative)
}

/** Writes a relation; whether the relative exists has been seen to. */
export async function insertRelation(
  { bank, clock, vault }: Service,
  db: Database,
  communityId: string,
  { member, relation: { kind, relative, evidence }, actor }: { member: number; relation: NewRelation; actor: string }
): Promise<string> {
  const { relation } = bank.store.tables
  const relationId = newId()
  await db.insert(relation).values({
    communityId, memberNumber: member, relationId, kind, relativeNumber: 'number' in relative ? relative.number : null,
    relative: sealContact(vault, relative, placeOfRelation(relationId)), evidence, recordedBy: actor, recordedAt: clock.now(), endedAt: null
  })
  return relationId
}

export const placeOfRelation = (relationId: string) => `relation.relative:${relationId}`

/** Records a close relative. Refuses `unknown_member`, `member_merged`, `same_member`, and what is wrong with a contact. */
export async function addRelation(service: Service, communityId: string, member: number, given: NewRelation, asking: Asking): Promise<{ relation: Relation; replayed: boolean } | Refusal> {
  const bad = badRelation(given) ?? (await notActive(service, communityId, member, 'number' in given.relative ? given.relative.number : undefined))
  if (bad) return bad
  const made = await once(service, communityId, asking, (db) => insertRelation(service, db, communityId, { member, relation: given, actor: asking.actor }))
  if (isRefusal(made)) return made
  const relation = await findRelation(service, communityId, member, made.made)
  return isRefusal(relation) ? relation : { relation, replayed: made.replayed }
}

/** Refuses `unknown_member`, `member_merged` and `same_member` of a member and, where there is one, another. */
export async function notActive(service: Service, communityId: string, member: number, other?: number): Promise<Refusal | undefined> {
  if (member === other) return refuse('same_member')
  for (const number of other === undefined ? [member] : [member, other]) {
    const standing = await service.directory.memberStandingOf(communityId, number)
    if (!standing) return refuse('unknown_member', { member: number })
    if (standing.mergedInto !== null) return refuse('member_merged', { member: number, into: standing.mergedInto })
  }
  return undefined
}

/** A member's relatives, also those in whose record the member stands; the ended ones too. */
export async function listRelations(service: Service, communityId: string, member: number): Promise<Relation[] | Refusal> {
  if (!(await service.directory.memberStandingOf(communityId, member))) return refuse('unknown_member', { member })
  const { relation } = service.bank.store.tables
  const rows = await service.bank.store.db
    .select()
    .from(relation)
    .where(and(eq(relation.communityId, communityId), or(eq(relation.memberNumber, member), eq(relation.relativeNumber, member))))
    .orderBy(asc(relation.relationId))
  return rows.map((row) => viewOf(service, row, member))
}

type RelationRow = Service['bank']['store']['tables']['relation']['$inferSelect']

/** As it is seen from the member. */
function viewOf({ vault }: Service, row: RelationRow, member: number): Relation {
  const { relationId, evidence, recordedBy, recordedAt, endedAt } = row
  const own = row.memberNumber === member
  const kind = own ? (row.kind as RelationKind) : INVERSE[row.kind as RelationKind]
  const number = own ? row.relativeNumber : row.memberNumber
  const relative = number === null ? masked(openContact(vault, row.relative ?? '', placeOfRelation(relationId))) : { number }
  return { relationId, member, kind, direct: DIRECT.includes(kind), relative, evidence, recordedBy, recordedAt, endedAt }
}

export function masked({ name, phone }: Contact): Contact {
  return { name, phone: phone && maskPhone(phone) }
}

async function findRelation(service: Service, communityId: string, member: number, relationId: string): Promise<Relation | Refusal> {
  const all = await listRelations(service, communityId, member)
  if (isRefusal(all)) return all
  return all.find((each) => each.relationId === relationId) ?? refuse('unknown_relation')
}

/** Ends a relation; one that has ended stays as it is. Refuses `unknown_member`, `unknown_relation` and `key_reused`. */
export async function endRelation(
  service: Service,
  communityId: string,
  { member, relationId }: { member: number; relationId: string },
  asked?: Keyed
): Promise<Answered<Relation> | Refusal> {
  const found = await findRelation(service, communityId, member, relationId)
  if (isRefusal(found)) return found
  const { bank, clock } = service
  const { relation } = bank.store.tables
  const made = await once(service, communityId, asked, async (db) => {
    await db
      .update(relation)
      .set({ endedAt: clock.now() })
      .where(and(eq(relation.communityId, communityId), eq(relation.relationId, relationId), isNull(relation.endedAt)))
    return relationId
  })
  return answerOf(made, () => findRelation(service, communityId, member, relationId))
}
