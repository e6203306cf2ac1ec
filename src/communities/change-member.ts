import { and, eq, ne } from 'drizzle-orm'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import type { Database } from '../store/store.ts'
import type { Service } from './communities.ts'
import { findPersonByIdNumber, type Membership, membershipOf, membershipsOf, personOf, updatePerson } from './find-person.ts'
import { keepFormer } from './former-persons.ts'
import { homeElsewhere, refusalOfPersonChange } from './home.ts'
import { birthDateIn } from './id-number.ts'
import { badMember, type GivenData } from './member-data.ts'
import { findMemberInFull, type FullMember, type MemberView, maskedView, type Reading } from './member-view.ts'
import { volunteerNumberOf } from './card-number.ts'
import { cardPrefixOf } from './members.ts'
import { once } from './once.ts'
import { idNumberOf, type PersonalData } from './people.ts'
import { notActive } from './relations.ts'
import type { Keyed } from './request-keys.ts'

/** A change of what is known of a person. */
export interface PersonChanged {
  refused?: undefined
  member: MemberView
  /** The memberships of the person where more than the membership here was changed: each community learns of it. */
  knownIn: Membership[]
  replayed: boolean
}

/** What is to be changed; null clears it, what is absent stays. */
export type MemberChange = Partial<Omit<GivenData, 'card'>>

/**
 * Changes what is known of a member. An ID number that another person bears makes this member that person; the answer
 * tells nothing but what this community knew or gave.
 *
 * Refuses `unknown_member`, `member_merged`, what is wrong with the data, `not_home`, `already_member` and `key_reused`.
 */
export async function changeMember(
  service: Service,
  communityId: string,
  { number, change, reading }: { number: number; change: MemberChange; reading: Reading },
  asked?: Keyed
): Promise<PersonChanged | Refusal> {
  const bad = badMember(change) ?? (await notActive(service, communityId, number))
  if (bad) return bad
  const before = await findMemberInFull(service, communityId, number, reading)
  if (isRefusal(before)) return before
  const personal = personalChange(change, before)
  if (isRefusal(personal)) return personal
  const { bank } = service
  const personId = await personOf(service, communityId, number)
  const ofPerson = Object.keys(personal).length > 0
  const done = await once(service, communityId, asked, async (db) => {
    const elsewhere = !ofPerson ? undefined : await refusalOfPersonChange(service, db, communityId, personId)
    if (elsewhere) return elsewhere
    const linked = personal.idNumber == null ? undefined : await findPersonByIdNumber(service, db, personal.idNumber)
    if (linked !== undefined && linked !== personId) {
      const already = await membershipOf(service, db, communityId, linked)
      if (already !== undefined) return refuse('already_member', { member: already })
      await moveMembership(service, db, { communityId, number, from: personId, to: linked })
      // Of a person who is at home elsewhere nothing is written over from here.
      const theirs = await homeElsewhere(service, db, communityId, linked)
      if (theirs === undefined) await updatePerson(service, db, linked, { ...withoutHome(before), ...personal })
    } else await updatePerson(service, db, personId, personal, { clearing: true })
    await updateMembership(service, db, communityId, { number, change })
    return String(number)
  })
  if (isRefusal(done)) return done
  service.directory.forgetMember(communityId, number)
  const after = await findMemberInFull(service, communityId, number, reading)
  if (isRefusal(after)) return after
  const told = done.replayed ? after : { ...after, ...withoutHome(before), ...personal, diedOn: before.diedOn }
  const knownIn = ofPerson ? await membershipsOf(service, bank.store.db, await personOf(service, communityId, number)) : []
  return { member: maskedView(told), knownIn, replayed: done.replayed }
}

function withoutHome({ name, sex, birthDate, phone, idNumber, address }: FullMember): PersonalData {
  return { name, sex, birthDate, phone, idNumber, address }
}

function personalChange(change: MemberChange, before: PersonalData): Partial<PersonalData> | Refusal {
  const { name, sex, birthDate, phone, idNumber, address } = change
  const given = { name: name?.trim(), sex, birthDate, phone, idNumber: idNumber == null ? idNumber : idNumberOf(idNumber), address }
  const personal = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Partial<PersonalData>
  const after = { ...before, ...personal }
  if (after.idNumber !== null && (personal.idNumber != null || personal.birthDate != null)) {
    if (after.birthDate === null) personal.birthDate = birthDateIn(after.idNumber)
    else if (after.birthDate !== birthDateIn(after.idNumber)) return refuse('id_number_mismatch')
  }
  return personal
}

async function updateMembership(
  { bank, ...service }: Service,
  db: Database,
  communityId: string,
  { number, change: { building, grid, role, careTags, volunteer } }: { number: number; change: MemberChange }
): Promise<void> {
  const { member } = bank.store.tables
  const ofMember = and(eq(member.communityId, communityId), eq(member.number, number))
  const given = { building, grid, role, careTags: careTags ?? undefined }
  const set = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
  const profile = volunteer && {
    ...volunteer, volunteerNumber: volunteerNumberOf(await cardPrefixOf({ bank, ...service }, db, communityId), number)
  }
  if (profile) {
    const [known] = await db.select({ volunteerNumber: member.volunteerNumber }).from(member).where(ofMember)
    // A number once given stays, whatever the community's prefix becomes.
    Object.assign(set, profile, known?.volunteerNumber == null ? {} : { volunteerNumber: known.volunteerNumber })
  }
  if (Object.keys(set).length > 0) await db.update(member).set(set).where(ofMember)
}

/** A member turns out to be a person who is known already; a person who is no member of anything is nobody's any more. */
async function moveMembership(
  service: Service,
  db: Database,
  { communityId, number, from, to }: { communityId: string; number: number; from: string; to: string }
): Promise<void> {
  const { member, consent, person } = service.bank.store.tables
  await db.update(member).set({ personId: to, home: false }).where(and(eq(member.communityId, communityId), eq(member.number, number)))
  await db.update(consent).set({ personId: to }).where(and(eq(consent.communityId, communityId), eq(consent.personId, from)))
  const left = await db.select({ number: member.number }).from(member).where(eq(member.personId, from)).limit(1)
  if (left.length > 0) return
  await keepFormer(service, db, { communityId, from, into: to })
  await db.delete(person).where(eq(person.personId, from))
}

/**
 * Makes this community the person's home; no other is it any more. The present home must let the person go. Refuses
 * `unknown_member`, `member_merged`, `not_home` and `key_reused`.
 */
export async function setHome(
  service: Service,
  communityId: string,
  { number, letsGo }: { number: number; letsGo: (home: string) => Promise<boolean> },
  asked?: Keyed
): Promise<{ refused?: undefined; member: number; knownIn: Membership[]; replayed: boolean } | Refusal> {
  const bad = await notActive(service, communityId, number)
  if (bad) return bad
  const { bank } = service
  const { member } = bank.store.tables
  const personId = await personOf(service, communityId, number)
  const present = await homeElsewhere(service, bank.store.db, communityId, personId)
  const mayGo = present === undefined || (await letsGo(present))
  const done = await once(service, communityId, asked, async (db) => {
    if (!mayGo) return refuse('not_home')
    await db.update(member).set({ home: false }).where(and(eq(member.personId, personId), ne(member.communityId, communityId)))
    await db.update(member).set({ home: true }).where(and(eq(member.communityId, communityId), eq(member.number, number)))
    return String(number)
  })
  if (isRefusal(done)) return done
  return { member: number, knownIn: await membershipsOf(service, bank.store.db, personId), replayed: done.replayed }
}
