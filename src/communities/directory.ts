import { and, eq, isNotNull, isNull } from 'drizzle-orm'
import type { Clock } from '../clock.ts'
import type { Store } from '../store/store.ts'

const MOST_MEMBERS = 100_000

/** How long what may change is remembered; another process may have changed it since. */
const STANDING_MILLISECONDS = 5000

/** What a posting must know of a member. */
export interface Standing {
  /** The member that carries on for this one. */
  mergedInto: number | null
  /** Members that were merged into this one: what they did this month counts as its own. */
  formerly: number[]
}

/**
 * Remembers what never changes once it is there, a community's time zone and that a good exists, and for some seconds
 * how a member stands. A posting then needs no look-up of its own.
 */
export class Directory {
  private readonly store: Store
  private readonly timeZones = new Map<string, string>()
  private readonly clock: Clock
  private readonly members = new Map<string, { standing: Standing; until: number }>()
  private readonly goods = new Set<string>()

  constructor(store: Store, clock: Clock) {
    this.store = store
    this.clock = clock
  }

  /** Undefined for a community that does not exist. */
  async timeZoneOf(communityId: string): Promise<string | undefined> {
    const known = this.timeZones.get(communityId)
    if (known !== undefined) return known
    const { community } = this.store.tables
    const [found] = await this.store.db.select({ timeZone: community.timeZone }).from(community).where(eq(community.communityId, communityId))
    if (found) this.timeZones.set(communityId, found.timeZone)
    return found?.timeZone
  }

  async hasGood(communityId: string, sku: string): Promise<boolean> {
    const key = `${communityId} ${sku}`
    if (this.goods.has(key)) return true
    const { good } = this.store.tables
    const [found] = await this.store.db
      .select({ sku: good.sku })
      .from(good)
      .where(and(eq(good.communityId, communityId), eq(good.sku, sku)))
    if (found) this.goods.add(key)
    return found !== undefined
  }

  /** Undefined for a member that does not exist, or whose data were erased. */
  async standingOf(communityId: string, number: number): Promise<Standing | undefined> {
    const key = `${communityId} ${number}`
    const known = this.members.get(key)
    if (known && known.until > this.clock.now()) return known.standing
    const { member, person } = this.store.tables
    const [found] = await this.store.db
      .select({ mergedInto: member.mergedInto })
      .from(member)
      .innerJoin(person, eq(person.personId, member.personId))
      .where(and(eq(member.communityId, communityId), eq(member.number, number), isNull(person.erasedAt)))
    if (!found) return undefined
    const formerly = await this.store.db
      .select({ number: member.number })
      .from(member)
      .where(and(eq(member.communityId, communityId), isNotNull(member.mergedInto), eq(member.mergedInto, number)))
    if (this.members.size >= MOST_MEMBERS) this.members.clear()
    const standing = { mergedInto: found.mergedInto, formerly: formerly.map((each) => each.number) }
    this.members.set(key, { standing, until: this.clock.now() + STANDING_MILLISECONDS })
    return standing
  }

  /** A member was merged or erased: what was remembered of it holds no longer. */
  forget(communityId: string, number: number): void {
    this.members.delete(`${communityId} ${number}`)
  }
}
