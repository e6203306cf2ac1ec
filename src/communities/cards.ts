import { and, asc, eq, inArray, isNull } from 'drizzle-orm'
import type { BoundCardKind } from '../contracts/person-codes.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import type { Database } from '../store/store.ts'
import { cardKeys, cardOf, isCard, isMistyped } from './card-number.ts'
import type { Service } from './communities.ts'
import { isIdNumber } from './id-number.ts'
import { maskNumber } from './mask.ts'
import { findMember, type MemberView, type Reading } from './member-view.ts'
import { cardPrefixOf, issueCard } from './members.ts'
import { answerOf, once } from './once.ts'
import type { Asking } from './post-action.ts'
import { notActive } from './relations.ts'
import type { Answered, Keyed } from './request-keys.ts'

export interface Card {
  /** In full for a points card, masked for a bound one. */
  card: string
  kind: 'points_card' | BoundCardKind
  issuedAt: number
  deadAt: number | null
  deadReason: string | null
}

export const placeOfCard = (communityId: string, issuedAt: number) => `card.sealed:${communityId}:${issuedAt}`

/** The member who holds a card. Refuses `bad_card` (mistyped), `unknown_member` and `card_dead`. */
export async function findMemberByCard(service: Service, communityId: string, text: string, reading: Reading): Promise<MemberView | Refusal> {
  const number = await holderOf(service, communityId, text)
  return isRefusal(number) ? number : findMember(service, communityId, number.member, reading)
}

export async function holderOf(service: Service, communityId: string, text: string): Promise<{ refused?: undefined; member: number } | Refusal> {
  const { tables, db } = service.bank.store
  const { card } = tables
  const number = cardOf(text)
  const rows = await db
    .select({ member: card.memberNumber, deadAt: card.deadAt, kind: card.kind })
    .from(card)
    .where(and(eq(card.communityId, communityId), inArray(card.card, cardKeys(service.vault, number))))
  const found = rows.find((each) => each.deadAt === null) ?? rows[0]
  const shown = found?.kind === 'points_card' ? number : maskNumber(number)
  if (found) return found.deadAt === null ? { member: found.member } : refuse('card_dead', { card: shown })
  if (isMistyped(number, await cardPrefixOf(service, db, communityId))) return refuse('bad_card', { card: number })
  return refuse('unknown_member', { member: isIdNumber(number) ? maskNumber(number) : number })
}

/** Every card a member ever had, the newest last. */
export async function listCards(service: Service, communityId: string, member: number): Promise<Card[] | Refusal> {
  if (!(await service.directory.memberStandingOf(communityId, member))) return refuse('unknown_member', { member })
  const { card } = service.bank.store.tables
  const rows = await service.bank.store.db
    .select()
    .from(card)
    .where(and(eq(card.communityId, communityId), eq(card.memberNumber, member)))
    .orderBy(asc(card.issuedAt), asc(card.card))
  const cards = rows.map(({ card: number, kind, sealed, issuedAt, deadAt, deadReason }) => ({
    card: sealed === null ? number : maskNumber(service.vault.open(sealed, placeOfCard(communityId, issuedAt))),
    kind: kind as Card['kind'],
    issuedAt,
    deadAt,
    deadReason
  }))
  // Of cards of one moment the dead one was the earlier.
  return cards.sort((one, other) => one.issuedAt - other.issuedAt || Number(one.deadAt === null) - Number(other.deadAt === null))
}

/**
 * A new points card in place of every one the member has, which are dead from this moment on. Refuses
 * `unknown_member`, `member_merged`, `member_died`, `bad_card` and `card_taken`.
 */
export async function replaceCard(
  service: Service,
  communityId: string,
  { member, reason, card: given }: { member: number; reason: string; card?: string | undefined },
  asking: Asking
): Promise<{ card: string; replayed: boolean } | Refusal> {
  const bad = await notActive(service, communityId, member)
  if (bad) return bad
  const { bank } = service
  const { card, member: memberTable } = bank.store.tables
  const made = await once(service, communityId, asking, async (db) => {
    if (await isDead(service, communityId, member)) return refuse('member_died', { member })
    const prefix = await cardPrefixOf(service, db, communityId)
    if (given !== undefined && !isCard(cardOf(given))) return refuse('invalid_request', { detail: 'card' })
    if (given !== undefined && isMistyped(cardOf(given), prefix)) return refuse('bad_card', { card: cardOf(given) })
    const issued = await issueCard(service, db, communityId, { member, prefix, given })
    if (issued === undefined) return refuse('card_taken', { card: cardOf(given ?? '') })
    const others = await db
      .select({ card: card.card })
      .from(card)
      .where(and(eq(card.communityId, communityId), eq(card.memberNumber, member), eq(card.kind, 'points_card'), isNull(card.deadAt)))
    await killCards(service, db, communityId, { cards: others.map((each) => each.card).filter((each) => each !== issued), reason })
    await db.update(memberTable).set({ card: issued }).where(and(eq(memberTable.communityId, communityId), eq(memberTable.number, member)))
    return issued
  })
  return isRefusal(made) ? made : { card: made.made, replayed: made.replayed }
}

/** No card is issued to the dead; a request that was answered before their death is answered again. */
async function isDead({ directory }: Service, communityId: string, member: number): Promise<boolean> {
  return ((await directory.memberStandingOf(communityId, member))?.diedOn ?? null) !== null
}

async function killCards({ bank, clock }: Service, db: Database, communityId: string, { cards, reason }: { cards: string[]; reason: string }): Promise<void> {
  const { card } = bank.store.tables
  if (cards.length === 0) return
  await db
    .update(card)
    .set({ deadAt: clock.now(), deadReason: reason })
    .where(and(eq(card.communityId, communityId), inArray(card.card, cards), isNull(card.deadAt)))
}

/**
 * Lets a citizen's or social security card serve as a points card. Its number stands in the database as a blind index.
 * Refuses `unknown_member`, `member_merged`, `member_died`, `invalid_request` and `card_taken`.
 */
export async function bindCard(
  service: Service,
  communityId: string,
  { member, kind, number }: { member: number; kind: BoundCardKind; number: string },
  asking: Asking
): Promise<{ card: Card; replayed: boolean } | Refusal> {
  const bad = await notActive(service, communityId, member)
  if (bad) return bad
  const { bank, clock, vault } = service
  const { card } = bank.store.tables
  const text = cardOf(number)
  if (!isCard(text)) return refuse('invalid_request', { detail: 'number' })
  const made = await once(service, communityId, asking, async (db) => {
    if (await isDead(service, communityId, member)) return refuse('member_died', { member })
    const [taken] = await db
      .select({ card: card.card, deadAt: card.deadAt })
      .from(card)
      .where(and(eq(card.communityId, communityId), inArray(card.card, cardKeys(vault, text))))
    if (taken?.deadAt === null) return refuse('card_taken', { card: maskNumber(text) })
    // A bound card is not ours to withdraw: once given up, it may be bound again, to whom it belongs now.
    if (taken) await db.delete(card).where(and(eq(card.communityId, communityId), eq(card.card, taken.card)))
    const issuedAt = clock.now()
    await db.insert(card).values({
      communityId, card: vault.index(text, 'card'), kind, sealed: vault.seal(text, placeOfCard(communityId, issuedAt)), memberNumber: member,
      issuedAt, deadAt: null, deadReason: null
    })
    return kind
  })
  if (isRefusal(made)) return made
  const all = await listCards(service, communityId, member)
  if (isRefusal(all)) return all
  const found = all.findLast((each) => each.kind === kind && each.card === maskNumber(text))
  return found ? { card: found, replayed: made.replayed } : refuse('no_card', { member })
}

/** Ends the bound cards of a kind. Refuses `unknown_member`, `no_card` and `key_reused`. */
export async function unbindCard(
  service: Service,
  communityId: string,
  { member, kind, reason }: { member: number; kind: BoundCardKind; reason: string },
  asked?: Keyed
): Promise<Answered<Card[]> | Refusal> {
  if (!(await service.directory.memberStandingOf(communityId, member))) return refuse('unknown_member', { member })
  const { card } = service.bank.store.tables
  const made = await once(service, communityId, asked, async (db) => {
    const bound = await db
      .select({ card: card.card })
      .from(card)
      .where(and(eq(card.communityId, communityId), eq(card.memberNumber, member), eq(card.kind, kind), isNull(card.deadAt)))
    if (bound.length === 0) return refuse('no_card', { member })
    await killCards(service, db, communityId, { cards: bound.map((each) => each.card), reason })
    return kind
  })
  return answerOf(made, () => listCards(service, communityId, member))
}
