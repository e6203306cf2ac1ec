import { and, desc, eq, inArray, lt, lte, sql } from 'drizzle-orm'
import type { Service } from '../communities/communities.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { Database } from '../store/store.ts'
import { networkOf } from './shorten-address.ts'

/** How many wrong tries go by, and how long each further one then waits: the first time, twice as long every time, at most. */
interface Patience {
  tries: number
  firstMilliseconds: number
  mostMilliseconds: number
  /** Wrong tries are forgotten after so long. */
  forgetMilliseconds: number
}

export interface Patiences {
  /** From one address. */
  here: Patience
  /** From all addresses together: slower, since whoever is named can do nothing about it. */
  everywhere: Patience
}

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

export const OF_PASSWORDS: Patiences = {
  here: { tries: 10, firstMilliseconds: 30 * SECOND, mostMilliseconds: 15 * MINUTE, forgetMilliseconds: HOUR },
  everywhere: { tries: 100, firstMilliseconds: 30 * SECOND, mostMilliseconds: 15 * MINUTE, forgetMilliseconds: DAY }
}

/** Six digits are soon tried out: forty a day from everywhere are one in twenty-five thousand. */
export const OF_CARDS: Patiences = {
  here: { tries: 5, firstMilliseconds: 15 * MINUTE, mostMilliseconds: 6 * HOUR, forgetMilliseconds: DAY },
  everywhere: { tries: 30, firstMilliseconds: 5 * MINUTE, mostMilliseconds: 3 * HOUR, forgetMilliseconds: DAY }
}

/** An address from which somebody signed in within so long is spared what all addresses together brought about. */
const KNOWN_MILLISECONDS = 30 * DAY
/** Rows that are kept at most, the newest; those that are older than {@link KNOWN_MILLISECONDS} go anyway. */
const MOST_ROWS = 100_000
/** Rows are cleared away once in so many tries. */
const CLEAR_EVERY = 200
const EVERYWHERE = ''

type Row = Service['bank']['store']['tables']['signInTry']['$inferSelect']

/**
 * Counts wrong tries by what is guessed at, known to the service or not, and by where they come from, in the database: all
 * processes count together. Whoever guesses from one network keeps nobody else out. A try counts as wrong from its beginning, so
 * that many at once get no further than one after the other.
 */
export class Attempts {
  private readonly service: Pick<Service, 'bank' | 'clock' | 'vault'>
  private readonly kind: string
  private readonly patiences: Patiences
  private begun = 0

  constructor(service: Pick<Service, 'bank' | 'clock' | 'vault'>, kind: 'password' | 'card' | 'code', patiences: Patiences) {
    this.service = service
    this.kind = kind
    this.patiences = patiences
  }

  /** Refuses `too_many_requests` while the name has to wait there. */
  async begin(name: string, address: string): Promise<Refusal | undefined> {
    const { bank, clock } = this.service
    const now = clock.now()
    const { here, everywhere } = this.patiences
    return bank.store.write(async (db) => {
      if (this.begun++ % CLEAR_EVERY === 0) await this.clear(db, now)
      // Always in this order: the first row keeps all other tries of the name waiting until this one is counted.
      const all = await this.lock(db, this.subjectOf(name), EVERYWHERE)
      const own = await this.lock(db, this.subjectOf(name), this.placeOf(address))
      const known = own.goodAt > now - KNOWN_MILLISECONDS
      const until = Math.max(own.blockedUntil, known ? 0 : all.blockedUntil)
      if (until > now) return refuse('too_many_requests', { seconds: Math.ceil((until - now) / SECOND) })
      await this.count(db, all, everywhere, now)
      await this.count(db, own, here, now)
      return undefined
    })
  }

  /** The try that was begun was right. */
  async succeeded(name: string, address: string): Promise<void> {
    const { bank, clock } = this.service
    const { signInTry } = bank.store.tables
    const ofName = eq(signInTry.subject, this.subjectOf(name))
    const now = clock.now()
    await bank.store.write(async (db) => {
      // What others tried from elsewhere stays counted.
      const one = sql`CASE WHEN ${signInTry.failures} > 0 THEN ${signInTry.failures} - 1 ELSE 0 END`
      await db.update(signInTry).set({ failures: one }).where(and(ofName, eq(signInTry.address, EVERYWHERE)))
      await db
        .update(signInTry)
        .set({ failures: 0, blockedUntil: 0, lastAt: now, goodAt: now })
        .where(and(ofName, eq(signInTry.address, this.placeOf(address))))
    })
  }

  /** What is guessed at was set anew: whatever was tried before counts no longer. */
  async forget(name: string): Promise<void> {
    const { bank, vault } = this.service
    const { signInTry } = bank.store.tables
    const subjects = vault.indexes(name, `try:${this.kind}`)
    await bank.store.write((db) => db.update(signInTry).set({ failures: 0, blockedUntil: 0 }).where(inArray(signInTry.subject, subjects)))
  }

  private subjectOf(name: string): string {
    return this.service.vault.index(name, `try:${this.kind}`)
  }

  private placeOf(address: string): string {
    return this.service.vault.index(networkOf(address), 'try:address')
  }

  /** The row, new where there is none, locked until the write ends. */
  private async lock(db: Database, subject: string, address: string): Promise<Row> {
    const { signInTry } = this.service.bank.store.tables
    const [row] = await db
      .insert(signInTry)
      .values({ subject, address, failures: 0, blockedUntil: 0, lastAt: this.service.clock.now(), goodAt: 0 })
      .onConflictDoUpdate({ target: [signInTry.subject, signInTry.address], set: { subject } })
      .returning()
    if (!row) throw new Error('a try is not there')
    return row
  }

  private async count(db: Database, { subject, address, failures, lastAt }: Row, patience: Patience, now: number): Promise<void> {
    const { signInTry } = this.service.bank.store.tables
    const isForgotten = now - lastAt >= patience.forgetMilliseconds
    const wrong = (isForgotten ? 0 : failures) + 1
    const delay = patience.firstMilliseconds * 2 ** Math.min(wrong - patience.tries, 10)
    const blockedUntil = wrong < patience.tries ? 0 : now + Math.min(delay, patience.mostMilliseconds)
    // Of all addresses together the first try of a day is kept, else a few every hour would never be forgotten.
    const since = address === EVERYWHERE && !isForgotten && failures > 0 ? lastAt : now
    await db
      .update(signInTry)
      .set({ failures: wrong, blockedUntil, lastAt: since })
      .where(and(eq(signInTry.subject, subject), eq(signInTry.address, address)))
  }

  private async clear(db: Database, now: number): Promise<void> {
    const { signInTry } = this.service.bank.store.tables
    await db.delete(signInTry).where(lt(signInTry.lastAt, now - KNOWN_MILLISECONDS))
    const [newestToGo] = await db.select({ lastAt: signInTry.lastAt }).from(signInTry).orderBy(desc(signInTry.lastAt)).limit(1).offset(MOST_ROWS)
    if (newestToGo) await db.delete(signInTry).where(lte(signInTry.lastAt, newestToGo.lastAt))
  }
}
