import type { Clock } from '../clock.ts'
import { type Refusal, refuse } from '../refusal.ts'

interface Tries {
  failures: number
  blockedUntil: number
  lastAt: number
}

const FORGET_AFTER_MILLISECONDS = 60 * 60_000
const FIRST_DELAY_MILLISECONDS = 30_000
const LONGEST_DELAY_MILLISECONDS = 15 * 60_000
const ALLOWED = 10
const MOST_NAMES = 50_000

/**
 * Counts wrong passwords by whatever is guessed at, known to the service or not. From the tenth on each further one has to
 * wait, twice as long every time: 30 s, 1 min, … at most 15 min. A try counts as wrong from its beginning, so
 * that many at once get no further than one after the other.
 */
export class Attempts {
  private readonly clock: Clock
  private readonly tries = new Map<string, Tries>()

  constructor(clock: Clock) {
    this.clock = clock
  }

  /** Refuses `too_many_requests` while the name has to wait. */
  begin(name: string): Refusal | undefined {
    const now = this.clock.now()
    const known = this.tries.get(name)
    const tries = known && now - known.lastAt < FORGET_AFTER_MILLISECONDS ? known : { failures: 0, blockedUntil: 0, lastAt: now }
    if (tries.blockedUntil > now) return refuse('too_many_requests', { seconds: Math.ceil((tries.blockedUntil - now) / 1000) })
    tries.failures++
    tries.lastAt = now
    if (tries.failures >= ALLOWED) {
      const delay = FIRST_DELAY_MILLISECONDS * 2 ** Math.min(tries.failures - ALLOWED, 10)
      tries.blockedUntil = now + Math.min(delay, LONGEST_DELAY_MILLISECONDS)
    }
    this.remember(name, tries)
    return undefined
  }

  succeeded(name: string): void {
    this.tries.delete(name)
  }

  /** The newest stands last; where there are too many the oldest is forgotten. */
  private remember(name: string, tries: Tries): void {
    this.tries.delete(name)
    this.tries.set(name, tries)
    const [oldest] = this.tries.keys()
    if (this.tries.size > MOST_NAMES && oldest !== undefined) this.tries.delete(oldest)
  }
}
