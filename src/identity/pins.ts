import { and, eq, isNull, lt, sql } from 'drizzle-orm'
import type { Service } from '../communities/communities.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { Mutex } from '../store/mutex.ts'
import { hashPin, judgePin } from './passwords.ts'

/** Wrong PINs in a row that lock it at the counter. */
const MOST_WRONG_PINS = 5
/** A locked PIN is good again once it is set anew: whoever asks sooner than this asks in vain. */
const LOCKED_SECONDS = 3600

/** One member's tries are judged one after the other, so that two counters at once do not lock a PIN that is right. */
const turns = new Map<string, { mutex: Mutex; waiting: number }>()

/**
 * Judges a PIN that is entered at the counter, where a clerk is signed in. The fifth wrong one in a row locks it until a clerk sets
 * it anew. Refuses `pin_not_set`, `pin_wrong` and `pin_locked`.
 */
export async function checkPin(service: Service, communityId: string, member: number, given: string): Promise<Refusal | undefined> {
  const key = `${communityId} ${member}`
  const turn = turns.get(key) ?? { mutex: new Mutex(), waiting: 0 }
  turns.set(key, turn)
  turn.waiting++
  try {
    return await turn.mutex.run(() => judge(service, communityId, member, given))
  } finally {
    turn.waiting--
    if (turn.waiting === 0) turns.delete(key)
  }
}

async function judge(service: Service, communityId: string, member: number, given: string): Promise<Refusal | undefined> {
  const { bank, clock } = service
  const { pin } = bank.store.tables
  const its = and(eq(pin.communityId, communityId), eq(pin.memberNumber, member))
  const locked = refuse('pin_locked', { seconds: LOCKED_SECONDS })
  const [known] = await bank.store.db.select({ lockedAt: pin.lockedAt }).from(pin).where(its)
  if (!known) return refuse('pin_not_set')
  if (known.lockedAt !== null) return locked
  // Counted as wrong before it is judged: whoever tries many at once, in whatever process, gets five tries and no more.
  const [tried] = await bank.store.write((db) =>
    db
      .update(pin)
      .set({ failures: sql`${pin.failures} + 1` })
      .where(and(its, isNull(pin.lockedAt), lt(pin.failures, MOST_WRONG_PINS)))
      .returning({ hash: pin.hash, failures: pin.failures })
  )
  if (!tried) return locked
  if (await isRight(service, communityId, member, { given, hash: tried.hash })) {
    await bank.store.write((db) => db.update(pin).set({ failures: 0 }).where(and(its, isNull(pin.lockedAt))))
    return undefined
  }
  if (tried.failures < MOST_WRONG_PINS) return refuse('pin_wrong')
  await bank.store.write((db) => db.update(pin).set({ lockedAt: clock.now() }).where(and(its, eq(pin.hash, tried.hash))))
  return locked
}

/**
 * Whether it is the PIN, for who signs in from anywhere: undefined where there is none. What is tried from the network locks nothing
 * at the counter; src/identity/attempts.ts counts it. One that is locked at the counter is right nowhere.
 */
export async function isPinOf(service: Service, communityId: string, member: number, given: string): Promise<boolean | undefined> {
  const { pin } = service.bank.store.tables
  const [known] = await service.bank.store.db
    .select({ hash: pin.hash, lockedAt: pin.lockedAt })
    .from(pin)
    .where(and(eq(pin.communityId, communityId), eq(pin.memberNumber, member)))
  if (!known) return undefined
  const right = await isRight(service, communityId, member, { given, hash: known.hash })
  return right && known.lockedAt === null
}

/** A PIN that was hashed with an older key is hashed with the current one as soon as it is shown. */
async function isRight(service: Service, communityId: string, member: number, { given, hash }: { given: string; hash: string }): Promise<boolean> {
  const { bank, vault } = service
  const verdict = await judgePin(vault, given, hash)
  if (verdict === 'right_by_older_key') {
    const { pin } = bank.store.tables
    const anew = await hashPin(vault, given)
    await bank.store.write((db) =>
      db.update(pin).set({ hash: anew }).where(and(eq(pin.communityId, communityId), eq(pin.memberNumber, member), eq(pin.hash, hash)))
    )
  }
  return verdict !== 'wrong'
}
