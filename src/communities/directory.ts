import { and, eq } from 'drizzle-orm'
import type { Store } from '../store/store.ts'

const MOST_MEMBERS = 100_000

/**
 * Remembers what never changes once it is there: a community's time zone, and that a member or a good exists. A posting then
 * needs no look-up of its own.
 */
export class Directory {
  private readonly store: Store
  private readonly timeZones = new Map<string, string>()
  private readonly members = new Set<string>()
  private readonly goods = new Set<string>()

  constructor(store: Store) {
    this.store = store
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

  /** Whether a member was found before: what a posting usually needs to know, without waiting. */
  knowsMember(communityId: string, number: number): boolean {
    return this.members.has(`${communityId} ${number}`)
  }

  async hasMember(communityId: string, number: number): Promise<boolean> {
    const key = `${communityId} ${number}`
    if (this.members.has(key)) return true
    const { member } = this.store.tables
    const [found] = await this.store.db
      .select({ number: member.number })
      .from(member)
      .where(and(eq(member.communityId, communityId), eq(member.number, number)))
    if (!found) return false
    if (this.members.size >= MOST_MEMBERS) this.members.clear()
    this.members.add(key)
    return true
  }
}
