import { and, eq, gte, inArray, lte, notInArray, sql } from 'drizzle-orm'
import type { Service } from '../communities/communities.ts'
import type { Database } from '../store/store.ts'
import type { EarlierHours } from './accepted-hours.ts'
import { UNPOSTED } from './records/record-row.ts'

export interface MemberDay {
  memberNumber: number
  serviceDate: string
}

/** Service dates of one member, both ends included. */
export interface MemberDays {
  memberNumber: number
  from: string
  to: string
}

/** Where earlier hours are read, and what of them is passed over. */
interface Reading {
  db?: Database | undefined
  /** Only what the journal holds. */
  postedOnly?: boolean | undefined
  /** Records and transactions that are about to be replaced. */
  exceptRecords?: readonly string[] | undefined
  exceptNumbers?: readonly number[] | undefined
}

/**
 * What was recorded before for some members and days, by `number date`: what is posted, and what waits for its approval.
 * What was reversed or withdrawn no longer counts, and what is not posted uses nothing of any cap yet.
 */
export async function earlierHoursOf(service: Service, communityId: string, days: MemberDays[], reading: Reading = {}): Promise<Map<string, EarlierHours[]>> {
  const found = new Map<string, EarlierHours[]>()
  if (days.length === 0) return found
  const wanted = new Map<number, MemberDays[]>()
  for (const day of days) wanted.set(day.memberNumber, [...(wanted.get(day.memberNumber) ?? []), day])
  const range = {
    members: [...wanted.keys()],
    first: days.reduce((least, { from }) => (from < least ? from : least), days[0]?.from ?? ''),
    last: days.reduce((most, { to }) => (to > most ? to : most), '')
  }
  const rows = [
    ...(await postedHours(service, communityId, range, reading)),
    ...(reading.postedOnly ? [] : await waitingHours(service, communityId, range, reading))
  ]
  for (const { memberNumber, serviceDate, ...hours } of rows) {
    if (!wanted.get(memberNumber)?.some(({ from, to }) => serviceDate >= from && serviceDate <= to)) continue
    const key = `${memberNumber} ${serviceDate}`
    found.set(key, [...(found.get(key) ?? []), hours])
  }
  return found
}

interface Range {
  members: number[]
  first: string
  last: string
}

async function postedHours({ bank }: Service, communityId: string, { members, first, last }: Range, { db = bank.store.db, exceptNumbers = [] }: Reading): Promise<ServedHours[]> {
  const { serviceRecord } = bank.store.tables
  const { transaction } = bank.store.journal
  const rows = await db
    .select({ record: serviceRecord, kind: transaction.kind })
    .from(serviceRecord)
    .innerJoin(transaction, and(eq(transaction.communityId, serviceRecord.communityId), eq(transaction.number, serviceRecord.number)))
    .where(
      and(
        eq(serviceRecord.communityId, communityId),
        inArray(serviceRecord.memberNumber, members),
        gte(serviceRecord.serviceDate, first),
        lte(serviceRecord.serviceDate, last),
        exceptNumbers.length === 0 ? undefined : notInArray(serviceRecord.number, [...exceptNumbers]),
        sql`NOT EXISTS (SELECT 1 FROM journal_transaction r WHERE r.community_id = ${communityId} AND r.reverses = ${serviceRecord.number})`
      )
    )
  return rows.map(({ record: { memberNumber, serviceDate, startMinute, endMinute, minutes, convertibleMinutes, activity }, kind }) => ({
    memberNumber, serviceDate, startMinute: startMinute ?? undefined, endMinute: endMinute ?? undefined, minutes, convertibleMinutes, activity,
    honorary: kind !== 'earn' && !(kind === 'earn_team' && convertibleMinutes > 0)
  }))
}

async function waitingHours({ bank }: Service, communityId: string, { members, first, last }: Range, { db = bank.store.db, exceptRecords = [] }: Reading): Promise<ServedHours[]> {
  const { hoursRecord } = bank.store.tables
  const { memberNumber, serviceDate, startMinute, endMinute, minutes, activity } = hoursRecord
  const rows = await db
    .select({ memberNumber, serviceDate, startMinute, endMinute, minutes, activity })
    .from(hoursRecord)
    .where(
      and(
        eq(hoursRecord.communityId, communityId),
        inArray(memberNumber, members),
        gte(serviceDate, first),
        lte(serviceDate, last),
        inArray(hoursRecord.state, [...UNPOSTED]),
        exceptRecords.length === 0 ? undefined : notInArray(hoursRecord.recordId, [...exceptRecords])
      )
    )
  return rows.map(({ startMinute, endMinute, ...hours }) => ({
    ...hours, startMinute: startMinute ?? undefined, endMinute: endMinute ?? undefined, convertibleMinutes: 0, honorary: true
  }))
}

/** When and for how long somebody served. */
export type ServedHours = MemberDay & EarlierHours

/** Keeps when and for what hours were served, so that the same service is not recorded twice. Harmless when repeated. */
export async function keepServiceRecords(service: Service, communityId: string, posted: { number: number; hours: ServedHours }[]): Promise<void> {
  if (posted.length > 0) await service.bank.store.write((db) => insertServiceRecords(service, db, communityId, posted))
}

/** The same as part of a larger write. */
export async function insertServiceRecords({ bank }: Service, db: Database, communityId: string, posted: { number: number; hours: ServedHours }[]): Promise<void> {
  const { serviceRecord } = bank.store.tables
  const rows = posted.map(({ number, hours }) => ({
    communityId,
    memberNumber: hours.memberNumber,
    serviceDate: hours.serviceDate,
    number,
    startMinute: hours.startMinute ?? null,
    endMinute: hours.endMinute ?? null,
    minutes: hours.minutes,
    convertibleMinutes: hours.convertibleMinutes,
    activity: hours.activity
  }))
  await db.insert(serviceRecord).values(rows).onConflictDoNothing()
}
