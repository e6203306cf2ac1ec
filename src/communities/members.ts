import { and, asc, eq, gt, inArray, max } from 'drizzle-orm'
import { dateIn, isPlainDate } from '../clock.ts'
import type { Page } from '../ledger/read-books.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { Database } from '../store/store.ts'
import type { Service } from './communities.ts'
import { openPerson, type PersonalData, phoneOf, sealPerson } from './people.ts'
import { type Answered, type Keyed, registerOnce } from './request-keys.ts'

export interface NewMember {
  /** The points card's number; unique within the community. */
  card: string
  name: string
  sex?: string | null | undefined
  birthDate?: string | null | undefined
  phone?: string | null | undefined
  building?: string | null | undefined
  grid?: string | null | undefined
  /** 居民, 志愿者, … as the community says. */
  role?: string | null | undefined
  careTags?: string[] | undefined
}

export interface Member extends Required<NewMember> {
  /** 1, 2, 3 … within the community: the public number, which is never an ID number. */
  number: number
}

/** Card numbers are compared without blanks and in capitals. */
export function cardOf(text: string): string {
  return text.normalize('NFKC').replace(/\s+/g, '').toUpperCase()
}

/** Registers a member. Refuses `unknown_community`, `community_archived`, `invalid_request`, `bad_date`, `card_taken` and `key_reused`. */
export async function createMember(service: Service, communityId: string, given: NewMember, asked?: Keyed): Promise<Answered<Member> | Refusal> {
  const unwritable = await service.directory.refusalOfWrites(communityId)
  if (unwritable) return unwritable
  const bad = badMember(given)
  if (bad) return bad
  return registerOnce(service, communityId, asked, {
    kind: 'member',
    register: async (db) => {
      const [created] = await insertMembers(service, db, communityId, [given])
      return created ?? refuse('card_taken', { card: cardOf(given.card) })
    },
    referenceOf: (member) => String(member.number),
    again: ({ reference }) => findMember(service, communityId, Number(reference))
  })
}

export function badMember(given: NewMember): Refusal | undefined {
  if (!/^[\p{L}\p{N}_-]{1,32}$/u.test(cardOf(given.card))) return refuse('invalid_request', { detail: 'card' })
  if (given.name.trim() === '' || given.name.length > 100) return refuse('invalid_request', { detail: 'name' })
  if (given.birthDate != null && !isPlainDate(given.birthDate)) return refuse('bad_date', { value: given.birthDate })
  return undefined
}

/** Inserts members in order, giving each the next number; those whose card is taken are left out of the result. */
export async function insertMembers(service: Service, db: Database, communityId: string, given: NewMember[]): Promise<Member[]> {
  const { bank, clock, vault, directory } = service
  const { member, community, person, card } = bank.store.tables
  const now = clock.now()
  const joinedOn = dateIn((await directory.timeZoneOf(communityId)) ?? 'UTC', now)
  // The community's row is locked by a write that changes nothing, so that two processes never give the same number.
  await db.update(community).set({ communityId }).where(eq(community.communityId, communityId))
  const [last] = await db.select({ number: max(member.number) }).from(member).where(eq(member.communityId, communityId))
  let number = Number(last?.number ?? 0)
  const created: Member[] = []
  for (const each of given) {
    const { building = null, grid = null, role = null, careTags = [] } = each
    const personal = {
      name: each.name.trim(), sex: each.sex ?? null, birthDate: each.birthDate ?? null, phone: each.phone ?? null, idNumber: null, address: null
    }
    const sealed = sealPerson(vault, personal)
    const ofMember = { number: number + 1, card: cardOf(each.card), building, grid, role, careTags }
    const taken = await db
      .insert(card)
      .values({ communityId, card: ofMember.card, kind: 'points_card', memberNumber: ofMember.number, issuedAt: now, deadAt: null, deadReason: null })
      .onConflictDoNothing()
      .returning({ card: card.card })
    if (taken.length === 0) continue
    await db.insert(person).values({ ...sealed, diedOn: null, createdAt: now, erasedAt: null })
    await db.insert(member).values({
      ...ofMember, communityId, personId: sealed.personId, home: true, volunteerNumber: null, skills: [], teams: [], employer: null, joinedOn,
      leftOn: null, mergedInto: null, createdAt: now
    })
    number++
    const { idNumber: _, address: __, ...shown } = personal
    created.push({ ...ofMember, ...shown })
  }
  return created
}

/** The columns that make up a member, of the two tables they stand in. */
function memberColumns({ member, person }: Service['bank']['store']['tables']) {
  return {
    number: member.number, card: member.card, building: member.building, grid: member.grid, role: member.role, careTags: member.careTags,
    personId: person.personId, name: person.name, sex: person.sex, birthDate: person.birthDate, phone: person.phone, idNumber: person.idNumber,
    address: person.address
  }
}

type MemberRow = Omit<Member, keyof PersonalData> & PersonalData & { personId: string }

function toMember({ vault }: Service, row: MemberRow): Member {
  const { number, card, building, grid, role, careTags } = row
  const { name, sex, birthDate, phone } = openPerson(vault, row)
  return { number, card, name, sex, birthDate, phone, building, grid, role, careTags }
}

export async function findMember(service: Service, communityId: string, number: number): Promise<Member | Refusal> {
  const { tables } = service.bank.store
  const { member, person } = tables
  const [found] = await service.bank.store.db
    .select(memberColumns(tables))
    .from(member)
    .innerJoin(person, eq(person.personId, member.personId))
    .where(and(eq(member.communityId, communityId), eq(member.number, number)))
  return found ? toMember(service, found) : refuse('unknown_member', { member: number })
}

export async function findMemberByCard(service: Service, communityId: string, card: string): Promise<Member | Refusal> {
  const page = await listMembers(service, communityId, { card, limit: 1 })
  return page.items[0] ?? refuse('unknown_member', { member: card })
}

export interface MemberFilter {
  card?: string | undefined
  name?: string | undefined
  phone?: string | undefined
  after?: number | undefined
  limit: number
}

/** Members in order of their numbers; card, name and phone must match whole. */
export async function listMembers(service: Service, communityId: string, filter: MemberFilter): Promise<Page<Member, number>> {
  const { tables } = service.bank.store
  const { member, person } = tables
  const conditions = [eq(member.communityId, communityId), gt(member.number, filter.after ?? 0)]
  if (filter.card !== undefined) conditions.push(eq(member.card, cardOf(filter.card)))
  if (filter.name !== undefined) conditions.push(eq(person.name, filter.name.trim()))
  if (filter.phone !== undefined) conditions.push(inArray(person.phoneIndex, service.vault.indexes(phoneOf(filter.phone), 'phone')))
  const rows = await service.bank.store.db
    .select(memberColumns(tables))
    .from(member)
    .innerJoin(person, eq(person.personId, member.personId))
    .where(and(...conditions))
    .orderBy(asc(member.number))
    .limit(filter.limit + 1)
  const items = rows.slice(0, filter.limit).map((row) => toMember(service, row))
  return { items, next: rows.length > filter.limit ? (items.at(-1)?.number ?? null) : null }
}
