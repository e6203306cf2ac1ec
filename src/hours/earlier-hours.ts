import { and, eq, gte, inArray, lte, sql } from 'drizzle-orm'
import type { Service } from '../communities/communities.ts'
import type { EarlierHours } from './accepted-hours.ts'

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

/** What was recorded before for some members and days, by `number date`; what was reversed no longer counts. */
export async function earlierHoursOf({ bank }: Service, communityId: string, days: MemberDays[]): Promise<Map<string, EarlierHours[]>> {
  const found = new Map<string, EarlierHours[]>()
  if (days.length === 0) return found
  const { serviceRecord } = bank.store.tables
  const { transaction } = bank.store.journal
  const wanted = new Map<number, MemberDays[]>()
  for (const day of days) wanted.set(day.memberNumber, [...(wanted.get(day.memberNumber) ?? []), day])
  const first = days.reduce((least, { from }) => (from < least ? from : least), days[0]?.from ?? '')
  const last = days.reduce((most, { to }) => (to > most ? to : most), '')
  const rows = await bank.store.db
    .select({ record: serviceRecord, kind: transaction.kind })
    .from(serviceRecord)
    .innerJoin(transaction, and(eq(transaction.communityId, serviceRecord.communityId), eq(transaction.number, serviceRecord.number)))
    .where(
      and(
        eq(serviceRecord.communityId, communityId),
        inArray(serviceRecord.memberNumber, [...wanted.keys()]),
        gte(serviceRecord.serviceDate, first),
        lte(serviceRecord.serviceDate, last),
        sql`NOT EXISTS (SELECT 1 FROM journal_transaction r WHERE r.community_id = ${communityId} AND r.reverses = ${serviceRecord.number})`
      )
    )
  for (const { record, kind } of rows) {
    const key = `${record.memberNumber} ${record.serviceDate}`
    if (!wanted.get(record.memberNumber)?.some(({ from, to }) => record.serviceDate >= from && record.serviceDate <= to)) continue
    const { startMinute, endMinute, minutes, convertibleMinutes, activity } = record
    const hours = { startMinute: startMinute ?? undefined, endMinute: endMinute ?? undefined, minutes, convertibleMinutes, activity, honorary: kind !== 'earn' && !(kind === 'earn_team' && convertibleMinutes > 0) }
    found.set(key, [...(found.get(key) ?? []), hours])
  }
  return found
}

/** When and for how long somebody served. */
export type ServedHours = MemberDay & EarlierHours

/** Keeps when and for what hours were served, so that the same service is not recorded twice. Harmless when repeated. */
export async function keepServiceRecords({ bank }: Service, communityId: string, posted: { number: number; hours: ServedHours }[]): Promise<void> {
  if (posted.length === 0) return
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
  await bank.store.write((db) => db.insert(serviceRecord).values(rows).onConflictDoNothing())
}
