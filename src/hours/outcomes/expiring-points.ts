import { and, asc, eq, gt, gte, isNull, lte, sum } from 'drizzle-orm'
import { addDays } from '../../clock.ts'
import type { Service } from '../../communities/communities.ts'
import type { Page } from '../../ledger/read-books.ts'
import { todayIn } from '../../communities/today.ts'

/** Personal points of a member that are good through a day soon. Hundredths. */
export interface Expiring {
  member: number
  expiresOn: string
  points: number
}

export interface ExpiringFilter {
  /** From today on; today counts. */
  withinDays: number
  member?: number | undefined
  after?: { first: number; second: number } | undefined
  limit: number
}

/**
 * Points whose last day is near, by member and then by day; what is held does not expire and is left out. The cursor is the
 * member, and the day as a number.
 */
export async function listExpiringPoints({ bank, directory, clock }: Service, communityId: string, { withinDays, member, after, limit }: ExpiringFilter): Promise<Page<Expiring, { first: number; second: number }>> {
  const today = await todayIn({ directory, clock }, communityId)
  const { lot, account } = bank.store.journal
  const rows = await bank.store.db
    .select({ member: account.memberNumber, expiresOn: lot.expiresOn, points: sum(lot.remaining) })
    .from(lot)
    .innerJoin(account, and(eq(account.communityId, lot.communityId), eq(account.accountId, lot.accountId)))
    .where(
      and(
        eq(lot.communityId, communityId), eq(account.code, 'P2101'), isNull(account.successor), gt(lot.remaining, 0), gte(lot.expiresOn, today),
        lte(lot.expiresOn, addDays(today, withinDays)), member === undefined ? gte(account.memberNumber, after?.first ?? 0) : eq(account.memberNumber, member)
      )
    )
    .groupBy(account.memberNumber, lot.expiresOn)
    .orderBy(asc(account.memberNumber), asc(lot.expiresOn))
    .limit(limit + 1 + (after ? withinDays + 1 : 0))
  const items = rows
    .map(({ member: number, expiresOn, points }): Expiring => ({ member: Number(number), expiresOn, points: Number(points) }))
    .filter((each) => after === undefined || each.member > after.first || dayNumber(each.expiresOn) > after.second)
  const page = items.slice(0, limit)
  const last = page.at(-1)
  return { items: page, next: items.length > limit && last ? { first: last.member, second: dayNumber(last.expiresOn) } : null }
}

const dayNumber = (date: string): number => Number(date.replaceAll('-', ''))
