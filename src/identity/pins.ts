import { and, eq, isNull, lt, sql } from 'drizzle-orm'
import type { Service } from '../communities/communities.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { Mutex } from '../store/mutex.ts'
import { isPin } from './passwords.ts'

/** Wrong PINs in a row that lock it. */
export const MOST_WRONG_PINS = 5

/** One member's tries are judged one after the other, so that two counters at once do not lock a PIN that is right. */
const turns = new Map<string, { mutex: Mutex; waiting: number }>()

/**
 * Judges a PIN. The fifth wrong one in a row locks it until a clerk sets it anew. Refuses `pin_not_set`, `pin_wrong` and
 * `pin_locked`.
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

async function judge({ bank, clock, vault }: Service, communityId: string, member: number, given: string): Promise<Refusal | undefined> {
  const { pin } = bank.store.tables
  const its = and(eq(pin.communityId, communityId), eq(pin.memberNumber, member))
  const [known] = await bank.store.db.select({ lockedAt: pin.lockedAt }).from(pin).where(its)
  if (!known) return refuse('pin_not_set')
  if (known.lockedAt !== null) return refuse('pin_locked')
  // Counted as wrong before it is judged: whoever tries many at once, in whatever process, gets five tries and no more.
  const [tried] = await bank.store.write((db) =>
    db
      .update(pin)
      .set({ failures: sql`${pin.failures} + 1` })
      .where(and(its, isNull(pin.lockedAt), lt(pin.failures, MOST_WRONG_PINS)))
      .returning({ hash: pin.hash, failures: pin.failures })
  )
  if (!tried) return refuse('pin_locked')
  if (await isPin(vault, given, tried.hash)) {
    await bank.store.write((db) => db.update(pin).set({ failures: 0 }).where(and(its, eq(pin.hash, tried.hash), isNull(pin.lockedAt))))
    return undefined
  }
  if (tried.failures < MOST_WRONG_PINS) return refuse('pin_wrong')
  await bank.store.write((db) => db.update(pin).set({ lockedAt: clock.now() }).where(and(its, eq(pin.hash, tried.hash))))
  return refuse('pin_locked')
}
