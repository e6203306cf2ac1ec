import { and, eq, isNull, sql } from 'drizzle-orm'
import { type Refusal, refuse } from '../refusal.ts'
import type { Store } from '../store/store.ts'
import { PoliciesInForce } from './policies-in-force.ts'

const MOST_MEMBERS = 100_000
const MOST_LEVELS = 8
/** How long another process may go on with what it read of a community before it was changed. */
const STANDING_MILLISECONDS = 1000

/** What of a community may change while it is served. */
export interface Standing {
  archived: boolean
  language: 'zh' | 'en'
  cardPrefix: string
  fourEyes: boolean
  /** The subdistrict and the district above it, nearest first. */
  areaIds: string[]
}

/** What a posting must know of a member. */
export interface MemberStanding {
  /** The member that carries on for this one. */
  mergedInto: number | null
  /** The day of death: from then on nothing is spent. */
  diedOn: string | null
  /** The day on which the member left; null for who is still one. */
  leftOn: string | null
  birthDate: string | null
  /** Members that were merged into this one: what they did this month counts as its own. */
  formerly: number[]
}

/**
 * Remembers what never changes once it is there: a community's time zone, and that a member or a good exists. A posting then
 * needs no look-up of its own. What does change is remembered for a second, and forgotten at once where it is changed here.
 */
export class Directory {
  readonly policies: PoliciesInForce
  private readonly store: Store
  private readonly milliseconds: () => number
  private readonly timeZones = new Map<string, string>()
  private readonly standings = new Map<string, { since: number; standing: Promise<Standing | undefined> }>()
  private readonly members = new Map<string, { standing: MemberStanding; since: number }>()
  private readonly goods = new Set<string>()
  private readonly memberStanding: ReturnType<typeof prepareMemberStanding>

  /** The second argument counts milliseconds from anywhere, and never back. */
  constructor(store: Store, milliseconds: () => number = () => performance.now()) {
    this.store = store
    this.milliseconds = milliseconds
    this.policies = new PoliciesInForce(store, milliseconds)
    this.memberStanding = prepareMemberStanding(store)
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
    return (await this.standingOf(communityId))?.areaIds
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

  /** How a community stands now, or stood within the last second. Undefined for one that does not exist. */
  async standingOf(communityId: string): Promise<Standing | undefined> {
    const since = this.milliseconds()
    const known = this.standings.get(communityId)
    if (known && since - known.since < STANDING_MILLISECONDS) return known.standing
    const standing = this.readStanding(communityId)
    const kept = { since, standing }
    this.standings.set(communityId, kept)
    const forget = (): void => {
      if (this.standings.get(communityId) === kept) this.standings.delete(communityId)
    }
    // Neither a failure nor a name that somebody made up is worth remembering.
    standing.then((found) => found ?? forget(), forget)
    return standing
  }

  /**
   * Why nothing may be written for a community: `unknown_community` or `community_archived`; undefined where it may. Every use
   * case that writes asks here first.
   */
  async refusalOfWrites(communityId: string): Promise<Refusal | undefined> {
    const standing = await this.standingOf(communityId)
    if (!standing) return refuse('unknown_community', { community: communityId })
    return standing.archived ? refuse('community_archived', { community: communityId }) : undefined
  }

  /** To be called once a change of a community is committed. */
  forget(communityId: string): void {
    this.standings.delete(communityId)
  }

  private async readStanding(communityId: string): Promise<Standing | undefined> {
    const { community, area } = this.store.tables
    const [found] = await this.store.db
      .select({
        archivedAt: community.archivedAt, language: community.language, cardPrefix: community.cardPrefix, fourEyes: community.fourEyes,
        areaId: community.areaId, districtId: area.parentId
      })
      .from(community)
      .leftJoin(area, eq(area.areaId, community.areaId))
      .where(eq(community.communityId, communityId))
    if (!found) return undefined
    const { archivedAt, language, cardPrefix, fourEyes, areaId, districtId } = found
    return {
      archived: archivedAt !== null, language: language === 'en' ? 'en' : 'zh', cardPrefix, fourEyes,
      areaIds: [areaId, districtId].filter((id) => id !== null)
    }
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
  async memberStandingOf(communityId: string, number: number): Promise<MemberStanding | undefined> {
    const key = `${communityId} ${number}`
    const known = this.members.get(key)
    const since = this.milliseconds()
    if (known && since - known.since < STANDING_MILLISECONDS) return known.standing
    const rows = await this.memberStanding.execute({ communityId, number })
    const [found] = rows
    if (!found) return undefined
    if (this.members.size >= MOST_MEMBERS) this.members.clear()
    const { mergedInto, diedOn, leftOn, birthDate } = found
    const standing = { mergedInto, diedOn, leftOn, birthDate, formerly: rows.flatMap((row) => row.formerNumber ?? []) }
    this.members.set(key, { standing, since })
    return standing
  }

  /** A member was merged, erased or died: what was remembered of it holds no longer. */
  forgetMember(communityId: string, number: number): void {
    this.members.delete(`${communityId} ${number}`)
  }
}

/** A row for each member that was merged into the one asked for, or a single one; built once, because every posting asks it. */
function prepareMemberStanding({ db, tables: { member, person } }: Store) {
  const former = db.select({ communityId: member.communityId, into: member.mergedInto, formerNumber: member.number }).from(member).as('former')
  return db
    .select({ mergedInto: member.mergedInto, diedOn: person.diedOn, leftOn: member.leftOn, birthDate: person.birthDate, formerNumber: former.formerNumber })
    .from(member)
    .innerJoin(person, eq(person.personId, member.personId))
    .leftJoin(former, and(eq(former.communityId, member.communityId), eq(former.into, member.number)))
    .where(and(eq(member.communityId, sql.placeholder('communityId')), eq(member.number, sql.placeholder('number')), isNull(person.erasedAt)))
    .prepare()
}
