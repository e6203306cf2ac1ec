import { and, asc, eq, exists, gt, inArray, isNull, not, or, type SQL } from 'drizzle-orm'
import type { Page } from '../ledger/read-books.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import { cardKeys, cardOf } from './card-number.ts'
import type { Service } from './communities.ts'
import { personOf } from './find-person.ts'
import { type FormerData, readFormers, wasFormerly } from './former-persons.ts'
import { hiddenAmong, isShown } from './home.ts'
import { minorsBornAfter } from './member-data.ts'
import { maskNumber, maskPhone } from './mask.ts'
import { idNumberOf, openPerson, type PersonalData, phoneOf } from './people.ts'

/** What a reader may see; who asks decides, and the use cases do what they are told. */
export interface Reading {
  careTags: boolean
}

/** A member as lists show it: phone and ID number masked, no address. */
export interface MemberView {
  /** 1, 2, 3 … within the community: the public number, which is never an ID number. */
  number: number
  card: string | null
  name: string
  sex: string | null
  birthDate: string | null
  phone: string | null
  idNumber: string | null
  building: string | null
  grid: string | null
  role: string | null
  /** Absent for who may not see them. */
  careTags?: string[]
  volunteer: { number: string; skills: string[]; teams: string[]; employer: string | null } | null
  joinedOn: string
  diedOn: string | null
  /** The member that carries on for this one. */
  mergedInto: number | null
  /** Under age, and nobody is registered who answers for them. */
  guardianMissing: boolean
}

/** Everything that is known, in clear; each look at it is logged by who calls. */
export interface FullMember extends MemberView {
  address: string | null
  /** Whether this is the person's home community. */
  home: boolean
}

/** Everything, with what the person was known by before two records became one. */
export interface WholeMember extends FullMember {
  formerly: FormerData[]
}

type Tables = Service['bank']['store']['tables']

/** The columns that make up a member, of the two tables they stand in. */
function memberColumns({ member, person }: Tables) {
  return {
    number: member.number, card: member.card, building: member.building, grid: member.grid, role: member.role, careTags: member.careTags,
    volunteerNumber: member.volunteerNumber, skills: member.skills, teams: member.teams, employer: member.employer, home: member.home,
    joinedOn: member.joinedOn, mergedInto: member.mergedInto, personId: person.personId, name: person.name, sex: person.sex,
    birthDate: person.birthDate, phone: person.phone, idNumber: person.idNumber, address: person.address, diedOn: person.diedOn
  }
}

type MemberRow = Omit<FullMember, 'volunteer' | 'guardianMissing' | 'careTags'> &
  PersonalData & { personId: string; careTags: string[]; volunteerNumber: string | null; skills: string[]; teams: string[]; employer: string | null }

export interface MemberFilter {
  card?: string | undefined
  name?: string | undefined
  phone?: string | undefined
  idNumber?: string | undefined
  guardianMissing?: boolean | undefined
  numbers?: number[] | undefined
  after?: number | undefined
  limit: number
}

/** Members in order of their numbers, in full; what is searched for must match whole. */
export async function listMembersInFull(service: Service, communityId: string, filter: MemberFilter, reading: Reading): Promise<Page<FullMember, number>> {
  const { bank } = service
  const { tables } = bank.store
  const { member, person, relation } = tables
  const conditions: SQL[] = [eq(member.communityId, communityId), gt(member.number, filter.after ?? 0), isNull(person.erasedAt)]
  if (filter.card !== undefined) conditions.push(inArray(member.number, holdersOf(service, communityId, filter.card)))
  conditions.push(...soughtBy(service, communityId, filter))
  if (filter.numbers !== undefined) conditions.push(inArray(member.number, filter.numbers))
  const bornAfter = await minorsBornAfter(service, communityId)
  const guardian = bank.store.db
    .select({ kind: relation.kind })
    .from(relation)
    .where(and(eq(relation.communityId, communityId), eq(relation.memberNumber, member.number), eq(relation.kind, 'guardian'), isNull(relation.endedAt)))
  if (filter.guardianMissing) conditions.push(gt(person.birthDate, bornAfter), not(exists(guardian)), isNull(member.mergedInto))
  const rows: MemberRow[] = await bank.store.db
    .select(memberColumns(tables))
    .from(member)
    .innerJoin(person, eq(person.personId, member.personId))
    .where(and(...conditions))
    .orderBy(asc(member.number))
    .limit(filter.limit + 1)
  const page = rows.slice(0, filter.limit)
  const minors = page.filter((row) => row.birthDate !== null && row.birthDate > bornAfter).map((row) => row.number)
  const guarded = await guardedAmong(service, communityId, minors)
  const foreign = page.filter((row) => !row.home).map((row) => row.personId)
  const hidden = await hiddenAmong(service, communityId, foreign)
  const items = page.map((row) => toMember(service, row, { reading, hidden: hidden.has(row.personId), guardianMissing: minors.includes(row.number) && !guarded.has(row.number) }))
  return { items, next: rows.length > filter.limit ? (page.at(-1)?.number ?? null) : null }
}

/** A person is found by what they are known by, or were before two records became one. */
function soughtBy(service: Service, communityId: string, { name, phone, idNumber }: MemberFilter): SQL[] {
  const { bank, vault } = service
  const { person } = bank.store.tables
  const sought: (SQL | undefined)[] = []
  if (name !== undefined) sought.push(or(eq(person.name, name.trim()), wasFormerly(service, communityId, { name })))
  if (phone !== undefined) {
    // To be found by the phone would tell the phone.
    const known = and(inArray(person.phoneIndex, vault.indexes(phoneOf(phone), 'phone')), isShown(service, communityId, person.personId))
    sought.push(or(known, wasFormerly(service, communityId, { phone })))
  }
  if (idNumber !== undefined) {
    const known = inArray(person.idNumberIndex, vault.indexes(idNumberOf(idNumber), 'id_number'))
    sought.push(or(known, wasFormerly(service, communityId, { idNumber })))
  }
  return sought.filter((each) => each !== undefined)
}

/** Who holds a card that is good: none or one. */
function holdersOf({ bank, vault }: Service, communityId: string, text: string) {
  const { card } = bank.store.tables
  return bank.store.db
    .select({ number: card.memberNumber })
    .from(card)
    .where(and(eq(card.communityId, communityId), inArray(card.card, cardKeys(vault, cardOf(text))), isNull(card.deadAt)))
}

async function guardedAmong({ bank }: Service, communityId: string, members: number[]): Promise<Set<number>> {
  if (members.length === 0) return new Set()
  const { relation } = bank.store.tables
  const rows = await bank.store.db
    .select({ member: relation.memberNumber })
    .from(relation)
    .where(and(eq(relation.communityId, communityId), inArray(relation.memberNumber, members), eq(relation.kind, 'guardian'), isNull(relation.endedAt)))
  return new Set(rows.map((row) => row.member))
}

function toMember({ vault }: Service, row: MemberRow, { reading, guardianMissing, hidden }: { reading: Reading; guardianMissing: boolean; hidden: boolean }): FullMember {
  const { number, card, building, grid, role, careTags, volunteerNumber, skills, teams, employer, joinedOn, diedOn, mergedInto, home } = row
  return {
    number, card, ...openPerson(vault, row), ...(hidden ? { phone: null, idNumber: null, address: null } : {}), building, grid, role,
    ...(reading.careTags ? { careTags } : {}),
    volunteer: volunteerNumber === null ? null : { number: volunteerNumber, skills, teams, employer },
    joinedOn, diedOn, mergedInto, guardianMissing, home
  }
}

export function maskedView({ address: _, home: __, phone, idNumber, ...rest }: FullMember): MemberView {
  return { ...rest, phone: phone && maskPhone(phone), idNumber: idNumber && maskNumber(idNumber) }
}

/** Members in order of their numbers, masked. */
export async function listMembers(service: Service, communityId: string, filter: MemberFilter, reading: Reading): Promise<Page<MemberView, number>> {
  const { items, next } = await listMembersInFull(service, communityId, filter, reading)
  return { items: items.map(maskedView), next }
}

/** Refuses `unknown_member`, also for a member whose data were erased. */
export async function findMemberInFull(service: Service, communityId: string, number: number, reading: Reading): Promise<FullMember | Refusal> {
  const { items } = await listMembersInFull(service, communityId, { after: number - 1, limit: 1 }, reading)
  return items[0]?.number === number ? items[0] : refuse('unknown_member', { member: number })
}

export async function findMember(service: Service, communityId: string, number: number, reading: Reading): Promise<MemberView | Refusal> {
  const found = await findMemberInFull(service, communityId, number, reading)
  return isRefusal(found) ? found : maskedView(found)
}

/** A member in full, with what was known before a merge. Refuses `unknown_member`. */
export async function findWholeMember(service: Service, communityId: string, number: number, reading: Reading): Promise<WholeMember | Refusal> {
  const found = await findMemberInFull(service, communityId, number, reading)
  if (isRefusal(found)) return found
  const personId = await personOf(service, communityId, number)
  return { ...found, formerly: await readFormers(service, communityId, { personId, home: found.home }) }
}
