import { createHmac } from 'node:crypto'
import { and, eq, max } from 'drizzle-orm'
import { dateIn } from '../clock.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import type { Database } from '../store/store.ts'
import { CARD_DIGITS, cardOf, isMistyped, ownCard, volunteerNumberOf } from './card-number.ts'
import type { Service } from './communities.ts'
import { findPersonByIdNumber, membershipOf } from './find-person.ts'
import { badMember, type GivenData, minorsBornAfter, personalDataOf } from './member-data.ts'
import { findMemberInFull, type MemberView, maskedView, type Reading } from './member-view.ts'
import { once } from './once.ts'
import { sealPerson } from './people.ts'
import type { Keyed } from './request-keys.ts'
import { badRelation, insertRelation, type NewRelation } from './relations.ts'
import { lockCommunity } from './lock-community.ts'

export interface NewMember extends GivenData {
  /** Who answers for a member under age. */
  guardian?: Omit<NewRelation, 'kind'> | undefined
}

export interface Registered {
  refused?: undefined
  member: MemberView
  replayed: boolean
}

/**
 * Registers a member, with a points card of our own where none is given. An ID number that is known links the person
 * who bears it, in whatever community; what is known of the person stays as the home community has it, and the answer
 * tells nothing but what was given.
 *
 * Refuses `unknown_community`, `community_archived`, what is wrong with the data, `guardian_required`, `bad_card`, `card_taken`,
 * `already_member` and `key_reused`.
 */
export async function createMember(
  service: Service,
  communityId: string,
  given: NewMember,
  { asking, reading = { careTags: false } }: { asking?: Keyed; reading?: Reading } = {}
): Promise<Registered | Refusal> {
  const unwritable = await service.directory.refusalOfWrites(communityId)
  if (unwritable) return unwritable
  const bad = badMember(given) ?? (given.guardian && badRelation({ ...given.guardian, kind: 'guardian' }))
  if (bad) return bad
  const { birthDate } = personalDataOf(given)
  const minor = birthDate !== null && birthDate > (await minorsBornAfter(service, communityId))
  if (minor && !given.guardian) return refuse('guardian_required')

  const made = await once(service, communityId, asking, async (db) => {
    const number = await insertMember(service, db, communityId, given)
    if (isRefusal(number)) return number
    if (given.guardian) await insertRelation(service, db, communityId, { member: number, relation: { ...given.guardian, kind: 'guardian' }, actor: asking?.actor ?? 'operator' })
    return String(number)
  })
  if (isRefusal(made)) return made
  const full = await findMemberInFull(service, communityId, Number(made.made), reading)
  if (isRefusal(full)) return full
  // Of a person whom another community knows, nothing is told that was not given.
  const told = { ...full, ...personalDataOf(given), diedOn: null, guardianMissing: false }
  return { member: maskedView(told), replayed: made.replayed }
}

async function insertMember(service: Service, db: Database, communityId: string, given: NewMember): Promise<number | Refusal> {
  const prefix = await cardPrefixOf(service, db, communityId)
  if (given.card != null && isMistyped(cardOf(given.card), prefix)) return refuse('bad_card', { card: cardOf(given.card) })
  const known = given.idNumber == null ? undefined : await findPersonByIdNumber(service, db, given.idNumber)
  const already = known === undefined ? undefined : await membershipOf(service, db, communityId, known)
  const { card } = service.bank.store.tables
  if (given.card != null) {
    const taken = await db.select({ card: card.card }).from(card).where(and(eq(card.communityId, communityId), eq(card.card, cardOf(given.card))))
    if (taken.length > 0) return refuse('card_taken', { card: cardOf(given.card) })
  }
  if (already !== undefined) return refuse('already_member', { member: already })
  const [created] = await insertMembers(service, db, communityId, [{ ...given, personId: known }])
  if (created === undefined) throw new Error('a free card was taken')
  return created
}

export async function cardPrefixOf({ bank }: Service, db: Database, communityId: string): Promise<string> {
  const { community } = bank.store.tables
  const [found] = await db.select({ prefix: community.cardPrefix }).from(community).where(eq(community.communityId, communityId))
  return found?.prefix ?? ''
}

/** Inserts members in order, giving each the next number; those whose card is taken are left out. Returns the numbers. */
export async function insertMembers(
  service: Service,
  db: Database,
  communityId: string,
  given: (GivenData & { personId?: string | undefined })[]
): Promise<number[]> {
  const { bank, clock, vault, directory } = service
  const { member, person } = bank.store.tables
  const now = clock.now()
  const joinedOn = dateIn((await directory.timeZoneOf(communityId)) ?? 'UTC', now)
  // Two processes never give the same number.
  await lockCommunity(service, db, communityId)
  const prefix = await cardPrefixOf(service, db, communityId)
  const [last] = await db.select({ number: max(member.number) }).from(member).where(eq(member.communityId, communityId))
  const created: number[] = []
  let number = Number(last?.number ?? 0) + 1
  for (const each of given) {
    const card = await issueCard(service, db, communityId, { member: number, prefix, given: each.card })
    if (card === undefined) continue
    const { building = null, grid = null, role = null, careTags, volunteer } = each
    const personal = personalDataOf(each)
    let personId = each.personId
    if (personId === undefined) {
      const sealed = sealPerson(vault, personal)
      await db.insert(person).values({ ...sealed, diedOn: null, createdAt: now, erasedAt: null })
      personId = sealed.personId
    }
    await db.insert(member).values({
      communityId, number, personId, home: each.personId === undefined, card, building, grid, role, careTags: careTags ?? [],
      volunteerNumber: volunteer ? volunteerNumberOf(prefix, number) : null,
      skills: volunteer?.skills ?? [], teams: volunteer?.teams ?? [], employer: volunteer?.employer ?? null,
      joinedOn, leftOn: null, mergedInto: null, createdAt: now
    })
    created.push(number++)
  }
  return created
}

/** Issues the given card, or one of our own; undefined where the given one is or was somebody's. */
export async function issueCard(
  { bank, clock, vault }: Service,
  db: Database,
  communityId: string,
  { member, prefix, given }: { member: number; prefix: string; given?: string | null | undefined }
): Promise<string | undefined> {
  const { card } = bank.store.tables
  for (let attempt = 0; ; attempt++) {
    const number = given == null ? ownCard(prefix, digitsFor(vault.secretFor('card numbers'), `${communityId} ${member} ${attempt}`)) : cardOf(given)
    if (number === undefined) continue
    const issued = await db
      .insert(card)
      .values({ communityId, card: number, kind: 'points_card', sealed: null, memberNumber: member, issuedAt: clock.now(), deadAt: null, deadReason: null })
      .onConflictDoNothing()
      .returning({ card: card.card })
    if (issued.length > 0) return number
    if (given != null) return undefined
  }
}

/** Digits that nobody without the key can guess, so that cards cannot be tried one after the other. */
function digitsFor(secret: string, of: string): string {
  const number = createHmac('sha256', secret).update(of).digest().readBigUInt64BE() % 10n ** BigInt(CARD_DIGITS)
  return String(number).padStart(CARD_DIGITS, '0')
}
