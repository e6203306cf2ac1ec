import { and, asc, eq, gt, gte, inArray, isNotNull, lte, or, type SQL, sql } from 'drizzle-orm'
import type { Service } from '../../communities/communities.ts'
import { decodeTransaction } from '../../journal/canonical.ts'
import type { DateRange } from '../../journal/journal-store.ts'
import { SERVICE_KINDS, type ServiceRow, serviceRows } from './service-rows.ts'

/** A row with what is kept beside the journal; what is reversed has it of what it reverses. */
export interface KnownService extends ServiceRow {
  /** The day of the service, also where the row takes it back on another day. */
  servedOn: string
  activity: string | null
  brand: string | null
  postId: string | null
}

const PAGE = 500

/** Left out are the reversed and the reversals: what stands is what somebody served. */
const standing = (communityId: string, number: SQL | unknown): SQL =>
  sql`NOT EXISTS (SELECT 1 FROM journal_transaction r WHERE r.community_id = ${communityId} AND r.reverses = ${number})`

/** The member whose service it is now, and the numbers merged into that one. */
export async function personNumbers({ directory }: Service, communityId: string, member: number): Promise<number[]> {
  return [member, ...((await directory.memberStandingOf(communityId, member))?.formerly ?? [])]
}

/**
 * What one person served in a range of service dates and what of it stands, alone and in teams, in order of service dates. Of
 * transactions after `asOf` nothing is seen, but their reversals are.
 */
export async function servicesOfPerson(service: Service, communityId: string, { person, from, to, asOf }: DateRange & { person: number[]; asOf?: number | undefined }): Promise<KnownService[]> {
  const { transaction } = service.bank.store.journal
  const { db } = service.bank.store
  const within = and(
    eq(transaction.communityId, communityId), gte(transaction.serviceDate, from), lte(transaction.serviceDate, to),
    asOf === undefined ? undefined : lte(transaction.number, asOf), standing(communityId, transaction.number)
  )
  const alone = await db
    .select({ canonical: transaction.canonical })
    .from(transaction)
    .where(and(within, inArray(transaction.memberNumber, person), inArray(transaction.kind, ['earn', 'record_honorary', 'adjust', 'opening'])))
  const inTeams = await db.select({ canonical: transaction.canonical }).from(transaction).where(and(within, eq(transaction.kind, 'earn_team')))
  const rows = [...alone, ...inTeams]
    .flatMap(({ canonical }) => serviceRows(decodeTransaction(canonical)))
    .filter(({ member }) => member !== null && person.includes(member))
  const known = await withSurroundings(service, communityId, rows, new Map(person.map((each) => [each, person[0] ?? each])))
  return known.sort((a, b) => (a.serviceDate < b.serviceDate ? -1 : a.serviceDate > b.serviceDate ? 1 : a.number - b.number))
}

interface Asked extends DateRange {
  /** Business dates with all that was posted, red entries too; or service dates of what stands. */
  by: 'business_date' | 'service_date'
}

/** The services of a whole community, page by page, in order of business dates; no more is held than a page. */
export async function* servicesOfCommunity(service: Service, communityId: string, { from, to, by }: Asked): AsyncGenerator<KnownService[]> {
  const { transaction } = service.bank.store.journal
  const carriedOn = await carriedOnBy(service, communityId)
  const range =
    by === 'business_date'
      ? and(gte(transaction.businessDate, from), lte(transaction.businessDate, to))
      : // Nothing is booked before it happened, so the index by business date narrows this down too.
        and(gte(transaction.businessDate, from), gte(transaction.serviceDate, from), lte(transaction.serviceDate, to), standing(communityId, transaction.number))
  const kinds = by === 'business_date' ? SERVICE_KINDS : SERVICE_KINDS.filter((kind) => kind !== 'reverse')
  let last = { businessDate: from, number: 0 }
  for (;;) {
    const behind = or(gt(transaction.businessDate, last.businessDate), and(eq(transaction.businessDate, last.businessDate), gt(transaction.number, last.number)))
    const page = await service.bank.store.db
      .select({ canonical: transaction.canonical, businessDate: transaction.businessDate, number: transaction.number })
      .from(transaction)
      .where(and(eq(transaction.communityId, communityId), inArray(transaction.kind, kinds), range, behind))
      .orderBy(asc(transaction.businessDate), asc(transaction.number))
      .limit(PAGE)
    yield await withSurroundings(service, communityId, page.flatMap(({ canonical }) => serviceRows(decodeTransaction(canonical))), carriedOn)
    const end = page.at(-1)
    if (!end || page.length < PAGE) return
    last = { businessDate: end.businessDate, number: end.number }
  }
}

/** Who carries on for whom after merges. */
async function carriedOnBy({ bank }: Service, communityId: string): Promise<Map<number, number>> {
  const { member } = bank.store.tables
  const rows = await bank.store.db
    .select({ number: member.number, into: member.mergedInto })
    .from(member)
    .where(and(eq(member.communityId, communityId), isNotNull(member.mergedInto)))
  return new Map(rows.map(({ number, into }) => [number, into ?? number]))
}

/** Adds activity, brand and post, and names each member by the number that carries on. */
async function withSurroundings(service: Service, communityId: string, rows: ServiceRow[], carriedOn: Map<number, number>): Promise<KnownService[]> {
  const now = rows.map((row) => (row.member === null ? row : { ...row, member: carriedOn.get(row.member) ?? row.member }))
  const isReversal = ({ reverses }: ServiceRow): boolean => reverses !== null
  const known = new Map([...(await surroundingsOf(service, communityId, now.filter((row) => !isReversal(row)))), ...(await surroundingsOf(service, communityId, now.filter(isReversal)))])
  return now.map((row) => {
    const { servedOn = row.serviceDate, activity = null, brand = null, postId = null } = known.get(`${row.member} ${row.reverses ?? row.number}`) ?? {}
    return { ...row, servedOn, activity, brand, postId }
  })
}

type Surroundings = Partial<Pick<KnownService, 'servedOn' | 'activity' | 'brand' | 'postId'>>

/** What is kept of some services, by member and transaction. Services are looked for by their days, what is reversed by its number. */
async function surroundingsOf({ bank }: Service, communityId: string, rows: ServiceRow[]): Promise<Map<string, Surroundings>> {
  const found = new Map<string, Surroundings>()
  const members = [...new Set(rows.flatMap(({ member }) => member ?? []))]
  if (members.length === 0) return found
  const dates = rows.map(({ serviceDate }) => serviceDate).sort()
  const [from = '', to = ''] = [dates[0], dates.at(-1)]
  const reversed = rows.flatMap(({ reverses }) => reverses ?? [])
  const { serviceRecord, hoursRecord } = bank.store.tables
  const of = (table: typeof serviceRecord | typeof hoursRecord): SQL | undefined =>
    and(
      eq(table.communityId, communityId),
      inArray(table.memberNumber, members),
      ...(reversed.length > 0 ? [inArray(table.number, reversed)] : [gte(table.serviceDate, from), lte(table.serviceDate, to), isNotNull(table.number)])
    )
  const activities = await bank.store.db
    .select({ member: serviceRecord.memberNumber, number: serviceRecord.number, servedOn: serviceRecord.serviceDate, activity: serviceRecord.activity })
    .from(serviceRecord)
    .where(of(serviceRecord))
  const records = await bank.store.db
    .select({ member: hoursRecord.memberNumber, number: hoursRecord.number, brand: hoursRecord.brand, postId: hoursRecord.postId })
    .from(hoursRecord)
    .where(of(hoursRecord))
  for (const { member, number, ...rest } of [...activities, ...records]) found.set(`${member} ${number}`, { ...found.get(`${member} ${number}`), ...rest })
  return found
}
