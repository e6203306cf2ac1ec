import { and, eq } from 'drizzle-orm'
import type { Store } from '../store/store.ts'

const MOST_MEMBERS = 100_000
/** Another process may move a community in the tree; its roles are then out of date for so long. */
const ANCESTORS_KEPT_MILLISECONDS = 5_000
const MOST_LEVELS = 8

/**
 * Remembers what never changes once it is there: a community's time zone, and that a member or a good exists. A posting then
 * needs no look-up of its own. Where a community stands in the tree is remembered for some seconds.
 */
export class Directory {
  private readonly store: Store
  private readonly timeZones = new Map<string, string>()
  private readonly members = new Set<string>()
  private readonly goods = new Set<string>()
  private readonly ancestors = new Map<string, { areaIds: string[]; readAt: number }>()

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

  /** The areas above a community, the nearest first; undefined for a community that does not exist. */
  async areasAbove(communityId: string): Promise<string[] | undefined> {
    const known = this.ancestors.get(communityId)
    if (known && performance.now() - known.readAt < ANCESTORS_KEPT_MILLISECONDS) return known.areaIds
    const { community } = this.store.tables
    const [found] = await this.store.db.select({ areaId: community.areaId }).from(community).where(eq(community.communityId, communityId))
    if (!found) return undefined
    const areaIds = found.areaId === null ? [] : ((await this.areaAndAbove(found.areaId)) ?? [])
    this.ancestors.set(communityId, { areaIds, readAt: performance.now() })
    return areaIds
  }

  /** To be called when a community or an area was moved in the tree, so that roles follow at once. */
  forgetTree(): void {
    this.ancestors.clear()
  }

  /** The area itself and those above it; undefined for an area that does not exist. */
  async areaAndAbove(areaId: string): Promise<string[] | undefined> {
    const { area } = this.store.tables
    const areaIds: string[] = []
    let next: string | null = areaId
    while (next !== null && areaIds.length < MOST_LEVELS) {
      const [found]: { parentId: string | null }[] = await this.store.db.select({ parentId: area.parentId }).from(area).where(eq(area.areaId, next))
      if (!found) break
      areaIds.push(next)
      next = found.parentId
    }
    return areaIds.length === 0 ? undefined : areaIds
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
