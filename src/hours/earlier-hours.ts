import { and, eq, gte, inArray, isNull, lte } from 'drizzle-orm'
import type { Service } from '../communities/communities.ts'
import type { EarlierHours } from './accepted-hours.ts'

export interface MemberDay {
  memberNumber: number
  serviceDate: string
}

/** What was recorded before for some members and days, by `number date`; what was reversed no longer counts. */
export async function earlierHoursOf({ bank }: Service, communityId: string, days: MemberDay[]): Promise<Map<string, EarlierHours[]>> {
  const found = new Map<string, EarlierHours[]>()
  if (days.length === 0) return found
  const { serviceRecord } = bank.store.tables
  const { transaction } = bank.store.journal
  const dates = days.map((day) => day.serviceDate).sort()
  const wanted = new Set(days.map((day) => `${day.memberNumber} ${day.serviceDate}`))
  const rows = await bank.store.db
    .select({ record: serviceRecord, reversed: transaction.number })
    .from(serviceRecord)
    .leftJoin(transaction, and(eq(transaction.communityId, serviceRecord.communityId), eq(transaction.reverses, serviceRecord.number)))
    .where(
      and(
        eq(serviceRecord.communityId, communityId),
        inArray(serviceRecord.memberNumber, [...new Set(days.map((day) => day.memberNumber))]),
        gte(serviceRecord.serviceDate, dates[0] as string),
        lte(serviceRecord.serviceDate, dates.at(-1) as string),
        isNull(transaction.number)
      )
    )
  for (const { record } of rows) {
    const key = `${record.memberNumber} ${record.serviceDate}`
    if (!wanted.has(key)) continue
    const { startMinute, endMinute, minutes, convertibleMinutes, activity } = record
    const hours = { startMinute: startMinute ?? undefined, endMinute: endMinute ?? undefined, minutes, convertibleMinutes, activity }
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
