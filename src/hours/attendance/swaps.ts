import { and, asc, eq, gt, or } from 'drizzle-orm'
import type { Service } from '../../communities/communities.ts'
import { answerOf, once } from '../../communities/once.ts'
import type { Asking } from '../../communities/post-action.ts'
import type { Answered } from '../../communities/request-keys.ts'
import { newId } from '../../id.ts'
import type { Page } from '../../ledger/read-books.ts'
import { isRefusal, type Refusal, refuse } from '../../refusal.ts'
import type { Database } from '../../store/store.ts'
import { withdrawSwaps } from './plan-shifts.ts'
import { notAvailable } from './rosters.ts'
import { changeableShift, overlappingTurn, remindAgain } from './shifts.ts'

/** One member asks another to take a turn, in exchange for one of the other's or for none. */
export interface Swap {
  swapId: string
  shiftId: string
  from: number
  to: number
  exchangeShiftId: string | null
  state: 'asked' | 'agreed' | 'declined' | 'withdrawn'
  askedBy: string
  askedEvidence: string | null
  askedAt: number
  answeredBy: string | null
  answeredEvidence: string | null
  answeredAt: number | null
}

export interface NewSwap {
  shiftId: string
  from: number
  to: number
  exchangeShiftId: string | null
  /** What shows the member's own will where somebody else enters it; null where the member asks. */
  evidence: string | null
}

type SwapRow = Service['bank']['store']['tables']['shiftSwap']['$inferSelect']

/**
 * Asks another member to take a turn. Nothing changes until they agree. Refuses `same_member`, members who cannot take it, what
 * {@link changeableShift} refuses of either shift, `not_on_shift`, `already_on_shift`, `shift_overlap` and `swap_exists`.
 */
export async function askSwap(service: Service, communityId: string, given: NewSwap, asking: Asking): Promise<{ swap: Swap; replayed: boolean } | Refusal> {
  const { shiftId, from, to, exchangeShiftId, evidence } = given
  if (from === to) return refuse('same_member')
  const bad = await notAvailable(service, communityId, [from, to])
  if (bad) return bad
  const { bank, clock } = service
  const { shiftSwap } = bank.store.tables
  const made = await once(service, communityId, asking, async (db) => {
    const swappable = await refusalOfSwap(db, service, communityId, given)
    if (swappable) return swappable
    const [open] = await db
      .select({ swapId: shiftSwap.swapId })
      .from(shiftSwap)
      .where(and(eq(shiftSwap.communityId, communityId), eq(shiftSwap.shiftId, shiftId), eq(shiftSwap.fromNumber, from), eq(shiftSwap.state, 'asked')))
    if (open) return refuse('swap_exists')
    const swapId = newId()
    await db.insert(shiftSwap).values({
      communityId, swapId, shiftId, fromNumber: from, toNumber: to, exchangeShiftId, state: 'asked', askedBy: asking.actor, askedEvidence: evidence,
      askedAt: clock.now(), answeredBy: null, answeredEvidence: null, answeredAt: null
    })
    return swapId
  })
  if (isRefusal(made)) return made
  const swap = await findSwap(service, communityId, made.made)
  return isRefusal(swap) ? swap : { swap, replayed: made.replayed }
}

type Exchange = Pick<NewSwap, 'shiftId' | 'from' | 'to' | 'exchangeShiftId'>

/** Judged when it is asked and again when it is agreed to, since the roster may have changed in between. */
async function refusalOfSwap(db: Database, service: Service, communityId: string, { shiftId, from, to, exchangeShiftId }: Exchange): Promise<Refusal | undefined> {
  const handover = { shiftId, giver: from, taker: to }
  const first = await refusalOfHandover(db, service, communityId, { ...handover, except: exchangeShiftId })
  if (first || exchangeShiftId === null) return first
  return refusalOfHandover(db, service, communityId, { shiftId: exchangeShiftId, giver: to, taker: from, except: shiftId })
}

/** The shift that the taker gives away in exchange does not stand in their way. */
async function refusalOfHandover(
  db: Database,
  service: Service,
  communityId: string,
  { shiftId, giver, taker, except }: { shiftId: string; giver: number; taker: number; except: string | null }
): Promise<Refusal | undefined> {
  const { shiftTurn } = service.bank.store.tables
  const shift = await changeableShift(db, service, communityId, shiftId)
  if (isRefusal(shift)) return shift
  const turns = await db
    .select({ member: shiftTurn.memberNumber })
    .from(shiftTurn)
    .where(and(eq(shiftTurn.communityId, communityId), eq(shiftTurn.shiftId, shiftId)))
  if (!turns.some((turn) => turn.member === giver)) return refuse('not_on_shift', { member: giver })
  if (turns.some((turn) => turn.member === taker)) return refuse('already_on_shift', { member: taker })
  return overlappingTurn(db, service, communityId, { members: [taker], span: shift, except: except === null ? [] : [except] })
}

export interface SwapAnswer {
  swapId: string
  /** Who answers: the one who was asked, or, to withdraw it, the one who asked. */
  member: number
  answer: 'agree' | 'decline' | 'withdraw'
  evidence: string | null
}

/**
 * Agrees to a swap, declines or withdraws it. Agreed, the turns change hands at once. Refuses `unknown_swap`, `swap_not_open`,
 * and what {@link askSwap} refuses of the turns.
 */
export async function answerSwap(service: Service, communityId: string, { swapId, member, answer, evidence }: SwapAnswer, asking: Asking): Promise<Answered<Swap> | Refusal> {
  const { bank, clock } = service
  const { shiftSwap } = bank.store.tables
  const done = await once(service, communityId, asking, async (db) => {
    const its = and(eq(shiftSwap.communityId, communityId), eq(shiftSwap.swapId, swapId))
    const [found] = await db.select().from(shiftSwap).where(its)
    if (!found || member !== (answer === 'withdraw' ? found.fromNumber : found.toNumber)) return refuse('unknown_swap')
    if (found.state !== 'asked') return refuse('swap_not_open', { state: found.state })
    const exchange = { shiftId: found.shiftId, from: found.fromNumber, to: found.toNumber, exchangeShiftId: found.exchangeShiftId }
    const gone = answer === 'agree' ? await refusalOfSwap(db, service, communityId, exchange) : undefined
    if (gone) return gone
    const state = { agree: 'agreed', decline: 'declined', withdraw: 'withdrawn' }[answer]
    await db.update(shiftSwap).set({ state, answeredBy: asking.actor, answeredEvidence: evidence, answeredAt: clock.now() }).where(its)
    if (answer === 'agree') await handOver(db, service, communityId, { ...exchange, actor: asking.actor })
    return swapId
  })
  return answerOf(done, () => findSwap(service, communityId, swapId))
}

async function handOver(db: Database, service: Service, communityId: string, { shiftId, from, to, exchangeShiftId, actor }: Exchange & { actor: string }): Promise<void> {
  const { shiftTurn } = service.bank.store.tables
  const give = (id: string, giver: number, taker: number) =>
    db
      .update(shiftTurn)
      .set({ memberNumber: taker, insteadOf: giver })
      .where(and(eq(shiftTurn.communityId, communityId), eq(shiftTurn.shiftId, id), eq(shiftTurn.memberNumber, giver)))
  await give(shiftId, from, to)
  if (exchangeShiftId !== null) await give(exchangeShiftId, to, from)
  const shiftIds = [shiftId, ...(exchangeShiftId === null ? [] : [exchangeShiftId])]
  await remindAgain(db, service, communityId, shiftIds)
  await withdrawSwaps(db, service, communityId, { shiftIds, actor })
}

async function findSwap({ bank }: Service, communityId: string, swapId: string): Promise<Swap | Refusal> {
  const { shiftSwap } = bank.store.tables
  const [found] = await bank.store.db
    .select()
    .from(shiftSwap)
    .where(and(eq(shiftSwap.communityId, communityId), eq(shiftSwap.swapId, swapId)))
  return found ? toSwap(found) : refuse('unknown_swap')
}

/** What a member asked of others and was asked, in order. */
export async function listSwaps(
  { bank, directory }: Service,
  communityId: string,
  { member, after = '', limit }: { member: number; after?: string | undefined; limit: number }
): Promise<Page<Swap> | Refusal> {
  if (!(await directory.memberStandingOf(communityId, member))) return refuse('unknown_member', { member })
  const { shiftSwap } = bank.store.tables
  const rows = await bank.store.db
    .select()
    .from(shiftSwap)
    .where(and(eq(shiftSwap.communityId, communityId), or(eq(shiftSwap.fromNumber, member), eq(shiftSwap.toNumber, member)), gt(shiftSwap.swapId, after)))
    .orderBy(asc(shiftSwap.swapId))
    .limit(limit + 1)
  const items = rows.slice(0, limit).map(toSwap)
  return { items, next: rows.length > limit ? (items.at(-1)?.swapId ?? null) : null }
}

function toSwap({ communityId: _, fromNumber, toNumber, state, ...rest }: SwapRow): Swap {
  return { ...rest, from: fromNumber, to: toNumber, state: state as Swap['state'] }
}
