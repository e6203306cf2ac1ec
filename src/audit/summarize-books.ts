import { aliasedTable, and, between, eq, gte, inArray, isNotNull, isNull, lte, max, min, or, type SQL, type Subquery, sql } from 'drizzle-orm'
import type { Store } from '../store/store.ts'
import type { DateRange } from './audit-source.ts'
import { NumberSet } from './number-set.ts'
import { servedInTeams } from './served-in-teams.ts'
import { addMovement, type Figures, MOVING_CODES, noFigures, STANDING_CODES } from './summary-figures.ts'

/** A grid and building of members, or what of the community belongs to no member. */
export interface Place {
  common: boolean
  grid: string | null
  building: string | null
}

export interface PlaceFigures {
  place: Place
  figures: Figures
}

type Snapshot = Pick<Store, 'db' | 'tables' | 'journal'>

/** Transactions, or members, that one statement looks at; the service answers others in between. */
const TOGETHER = 2000
const SERVICES = ['earn', 'record_honorary', 'settle_service', 'earn_team']
const COMMON: Place = { common: true, grid: null, building: null }

/**
 * The figures of a community by grid and building, out of its journal. Entries from the first day of the range on are added
 * up, some thousand transactions at a time; what stands at its end is what stands now less what came later. Whoever a
 * transaction is about counts where they live now, under the member they were merged into.
 */
export async function summarizeBooks(snapshot: Snapshot, communityId: string, range: DateRange, together = TOGETHER): Promise<PlaceFigures[]> {
  const books = new BooksReader(snapshot, communityId, { range, together })
  await books.readMembers()
  await books.readEntries()
  return [...books.places.values()]
}

class BooksReader {
  readonly places = new Map<string, PlaceFigures>()
  private readonly active = new NumberSet()
  private readonly snapshot: Snapshot
  private readonly id: string
  private readonly range: DateRange
  private readonly together: number

  constructor(snapshot: Snapshot, communityId: string, { range, together }: { range: DateRange; together: number }) {
    this.snapshot = snapshot
    this.id = communityId
    this.range = range
    this.together = together
  }

  private at({ common, grid, building }: Place): Figures {
    const key = JSON.stringify([common, grid, building])
    const found = this.places.get(key) ?? { place: { common, grid, building }, figures: noFigures() }
    this.places.set(key, found)
    return found.figures
  }

  /** Members, and what they and the pool have now. */
  async readMembers(): Promise<void> {
    const { member } = this.snapshot.tables
    const { account } = this.snapshot.journal
    const [last] = await this.snapshot.db.select({ number: max(member.number) }).from(member).where(eq(member.communityId, this.id))
    const numbers = Number(last?.number ?? 0)
    for (let from = 0; from <= numbers; from += this.together) {
      const through = from + this.together > numbers ? Number.MAX_SAFE_INTEGER : from + this.together - 1
      await this.countMembers(from, through)
      await this.addBalances(from, through)
      await pause()
    }
    const [pool] = await this.snapshot.db
      .select({ balance: whole(sql`sum(${account.balance})`) })
      .from(account)
      .where(and(eq(account.communityId, this.id), isNull(account.memberNumber), eq(account.code, 'P2103')))
    this.at(COMMON).donatedPool -= pool?.balance ?? 0n
  }

  private async countMembers(from: number, through: number): Promise<void> {
    const { member } = this.snapshot.tables
    const { account } = this.snapshot.journal
    const { grid, building } = member
    const rows = await this.snapshot.db
      .select({ grid, building, members: whole(sql`count(*)`) })
      .from(member)
      .leftJoin(account, and(eq(account.communityId, this.id), eq(account.accountId, sql`'P2101.' || ${member.number}`)))
      .where(
        and(eq(member.communityId, this.id), between(member.number, from, through), isNull(member.leftOn), isNull(member.mergedInto), isNull(account.successor))
      )
      .groupBy(grid, building)
    for (const row of rows) this.at({ common: false, ...row }).members += row.members
  }

  private async addBalances(from: number, through: number): Promise<void> {
    const { member } = this.snapshot.tables
    const { account } = this.snapshot.journal
    const { grid, building } = member
    const rows = await this.snapshot.db
      .select({ grid, building, balance: whole(sql`sum(${account.balance})`) })
      .from(account)
      .leftJoin(member, and(eq(member.communityId, this.id), eq(member.number, account.memberNumber)))
      .where(
        and(
          eq(account.communityId, this.id), isNotNull(account.memberNumber), between(account.memberNumber, from, through),
          inArray(account.code, ['P2101', 'P2102'])
        )
      )
      .groupBy(grid, building)
    for (const { balance, ...row } of rows) this.at({ common: false, ...row }).pointsOutstanding -= balance
  }

  async readEntries(): Promise<void> {
    const { transaction, head } = this.snapshot.journal
    // Numbers follow the order of posting, and nothing is dated ahead: before this one there is nothing to look at.
    const [first] = await this.snapshot.db
      .select({ number: min(transaction.number) })
      .from(transaction)
      .where(and(eq(transaction.communityId, this.id), gte(transaction.businessDate, this.range.from)))
    const [last] = await this.snapshot.db.select({ number: head.lastNumber }).from(head).where(eq(head.communityId, this.id))
    if (!first?.number || !last) return
    for (let from = Number(first.number); from <= last.number; from += this.together) {
      await this.addEntries(from, from + this.together - 1)
      await this.addActive(from, from + this.together - 1)
      await pause()
    }
  }

  /** Adds up the entries of some transactions by who they are about, and then by where those live. */
  private async addEntries(from: number, through: number): Promise<void> {
    const { db, journal } = this.snapshot
    const { transaction, entry, account } = journal
    const original = aliasedTable(transaction, 'original')
    const kind = sql`coalesce(${original.kind}, ${transaction.kind})`
    const service = and(eq(entry.line, 1), inArray(kind, SERVICES))
    const moved = db
      .select({
        owner: sql<number | null>`coalesce(${account.memberNumber}, ${transaction.memberNumber}, ${original.memberNumber})`.as('owner'),
        code: account.code,
        carriedIn: flag(sql`${kind} = 'opening'`).as('carried_in'),
        late: flag(sql`${transaction.businessDate} > ${this.range.to}`).as('late'),
        amount: entry.amount,
        record: sql<number>`CASE WHEN NOT (${service}) THEN 0 WHEN ${transaction.reverses} IS NULL THEN 1 ELSE -1 END`.as('record'),
        first: flag(eq(entry.line, 1)).as('first')
      })
      .from(transaction)
      // A cross join keeps its order on SQLite: from the few transactions to their entries, never all entries over again.
      .crossJoin(entry)
      .innerJoin(account, and(eq(account.communityId, this.id), eq(account.accountId, entry.accountId)))
      .leftJoin(original, and(eq(original.communityId, this.id), eq(original.number, transaction.reverses)))
      .where(
        and(
          eq(transaction.communityId, this.id), between(transaction.number, from, through), eq(entry.communityId, this.id), eq(entry.number, transaction.number),
          this.since(transaction.businessDate), or(eq(entry.line, 1), inArray(account.code, [...STANDING_CODES, ...MOVING_CODES]))
        )
      )
      .as('moved')
    const { owner, code, carriedIn, late } = moved
    const sums = db
      .select({
        owner, code, carriedIn, late,
        amount: sql<number>`sum(${moved.amount})`.as('amount'),
        records: sql<number>`sum(${moved.record})`.as('records'),
        transactions: sql<number>`sum(${moved.first})`.as('transactions')
      })
      .from(moved)
      .groupBy(sql`${owner}`, code, sql`${carriedIn}`, sql`${late}`)
      .as('sums')
    const common = flag(sql`${sums.owner} IS NULL`)
    const home = this.homeOf(sql`${sums.owner}`)
    const { grid, building } = home.member
    const rows = await db
      .select({
        common, grid, building, code: sums.code, carriedIn: sums.carriedIn, late: sums.late,
        amount: whole(sql`sum(${sums.amount})`), records: whole(sql`sum(${sums.records})`), transactions: whole(sql`sum(${sums.transactions})`)
      })
      .from(sums)
      .leftJoin(home.personal, home.isPersonal)
      .leftJoin(home.survivor, home.isSurvivor)
      .leftJoin(home.member, home.isMember)
      .groupBy(common, grid, building, sums.code, sql`${sums.carriedIn}`, sql`${sums.late}`)
    for (const row of rows) this.add({ ...row, common: Number(row.common) === 1 }, row)
  }

  private add(place: Place, row: { code: string; carriedIn: number; late: number; amount: bigint; records: bigint; transactions: bigint }): void {
    const figures = this.at(place)
    const { code, amount } = row
    if (Number(row.late) === 1) {
      // Credit balances: taking a later credit back makes less of them.
      if (code === 'P2103') this.at(COMMON).donatedPool += amount
      else if (STANDING_CODES.includes(code)) figures.pointsOutstanding += amount
      return
    }
    addMovement(figures, { code, carriedIn: Number(row.carriedIn) === 1, amount })
    figures.serviceRecords += row.records
    figures.transactions += row.transactions
  }

  /** Counts whoever has a service in the range that stands at its end, alone or in a team, once. */
  private async addActive(from: number, through: number): Promise<void> {
    const { db, journal } = this.snapshot
    const { transaction, entry, account } = journal
    const reversal = aliasedTable(transaction, 'reversal')
    const served = db
      .selectDistinct({ owner: account.memberNumber })
      .from(transaction)
      .crossJoin(entry)
      .innerJoin(account, and(eq(account.communityId, this.id), eq(account.accountId, entry.accountId), inArray(account.code, ['M6201', 'M6202'])))
      .leftJoin(reversal, and(eq(reversal.communityId, this.id), eq(reversal.reverses, transaction.number), lte(reversal.businessDate, this.range.to)))
      .where(
        and(
          eq(transaction.communityId, this.id), between(transaction.number, from, through), eq(entry.communityId, this.id), eq(entry.number, transaction.number),
          inArray(transaction.kind, SERVICES), this.since(transaction.businessDate), lte(transaction.businessDate, this.range.to), isNull(reversal.number)
        )
      )
      .as('served')
    await this.countActive(served, sql`${served.owner}`)
    const { member } = this.snapshot.tables
    const inTeams = await servedInTeams(this.snapshot, this.id, { range: this.range, from, through })
    for (let at = 0; at < inTeams.length; at += this.together) {
      const some = inArray(member.number, inTeams.slice(at, at + this.together))
      const named = db.select({ owner: member.number }).from(member).where(and(eq(member.communityId, this.id), some)).as('served')
      await this.countActive(named, sql`${named.owner}`)
    }
  }

  private async countActive(served: Subquery, owner: SQL): Promise<void> {
    const home = this.homeOf(owner)
    const { grid, building } = home.member
    const rows = await this.snapshot.db
      .select({ number: home.number, grid, building })
      .from(served)
      .leftJoin(home.personal, home.isPersonal)
      .leftJoin(home.survivor, home.isSurvivor)
      .leftJoin(home.member, home.isMember)
    for (const { number, ...row } of rows) if (this.active.add(Number(number))) this.at({ common: false, ...row }).activeVolunteers += 1n
  }

  /** The joins that lead from a member's number to the member they are now: a merge closes P2101 and names its successor. */
  private homeOf(owner: SQL) {
    const { member } = this.snapshot.tables
    const personal = aliasedTable(this.snapshot.journal.account, 'personal')
    const survivor = aliasedTable(this.snapshot.journal.account, 'survivor')
    const number = sql<number>`coalesce(${survivor.memberNumber}, ${owner})`
    return {
      member, personal, survivor, number,
      isPersonal: and(eq(personal.communityId, this.id), eq(personal.accountId, sql`'P2101.' || ${owner}`), isNotNull(personal.successor)),
      isSurvivor: and(eq(survivor.communityId, this.id), eq(survivor.accountId, personal.successor)),
      isMember: and(eq(member.communityId, this.id), eq(member.number, number))
    }
  }

  /** From the first day of the range on, said so that no database looks for the days by their index: the numbers are few. */
  private since(businessDate: Snapshot['journal']['transaction']['businessDate']): SQL {
    return sql`CASE WHEN ${businessDate} >= ${this.range.from} THEN 1 ELSE 0 END = 1`
  }
}

/** A sum as it is, beyond 2^53 − 1 too; null, of nothing, as zero. */
function whole(expression: SQL): SQL<bigint> {
  return sql<bigint>`CAST(coalesce(${expression}, 0) AS text)`.mapWith(BigInt)
}

/** 1 or 0: the two databases write truth differently. */
function flag(condition: SQL | undefined): SQL<number> {
  return sql<number>`CASE WHEN ${condition} THEN 1 ELSE 0 END`
}

function pause(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
