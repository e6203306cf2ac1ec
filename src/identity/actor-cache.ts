import { hash } from 'node:crypto'
import type { Clock } from '../clock.ts'
import type { Actor } from './actor.ts'

/** Whoever a session or a key belongs to. */
export interface KnownActor {
  actor: Actor
  /** What unsafe requests of the session must bring along; undefined for a key. */
  csrfToken?: string | undefined
}

const MOST_ACTORS = 10_000
/** So long may another process of the service take to notice that somebody was signed out or lost a role. */
const FRESH_MILLISECONDS = 1000

/**
 * Remembers for a second who a session or a key belongs to, so that a request under way costs no query. Keyed by the
 * hash of what was sent; the newest stands last, and the oldest is forgotten.
 */
export class ActorCache {
  private readonly clock: Clock
  private readonly known = new Map<string, KnownActor & { at: number }>()
  /** How often somebody was evicted: what was read before one is not remembered after it. */
  evictions = 0

  constructor(clock: Clock) {
    this.clock = clock
  }

  find(credential: string): KnownActor | undefined {
    const found = this.known.get(keyOf(credential))
    const age = found ? this.clock.now() - found.at : 0
    return found && age >= 0 && age < FRESH_MILLISECONDS ? found : undefined
  }

  /** Remembers what was read since the given number of evictions. */
  remember(credential: string, { actor, csrfToken }: KnownActor, since: number): void {
    if (since !== this.evictions) return
    const key = keyOf(credential)
    this.known.delete(key)
    this.known.set(key, { actor, csrfToken, at: this.clock.now() })
    const [oldest] = this.known.keys()
    if (this.known.size > MOST_ACTORS && oldest !== undefined) this.known.delete(oldest)
  }

  /** After a sign-out or a change of password, roles or state: nothing that is remembered of the user holds any more. */
  evict(userId: string): void {
    this.evictions++
    for (const [key, { actor }] of this.known) if (actor.id === userId) this.known.delete(key)
  }
}

function keyOf(credential: string): string {
  return hash('sha256', credential, 'base64')
}
