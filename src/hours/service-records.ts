import { and, asc, eq, gt, gte, inArray, lte, min, or, sql } from 'drizzle-orm'
import { decodeTransaction } from '../journal/canonical.ts'
import type { Transaction } from '../journal/transaction.ts'
import { earnContent } from '../ledger/decide-hours.ts'
import { teamContent } from '../ledger/team-content.ts'
import { evidenceOf, type ServiceRecord } from '../policy/evaluate.ts'
import type { Store } from '../store/store.ts'

/** A service as it was posted, of a member or of a team, and the activity that is kept beside it. */
export interface PostedService {
  transaction: Transaction
  activity: string | undefined
}

/** Two members turned out to be one person. */
export interface PostedMerge {
  merged: { from: number; into: number }
}

interface Asked {
  /** Service dates, both included. */
  from: string
  to: string
  /** Activities take a look beside the journal: only where they matter. */
  withActivities: boolean
}

const PAGE = 500

/** Services of some days that stand, and merges between them, in the order of posting. No more is held at a time than a page. */
export async function* servicesInOrder(store: Store, communityId: string, asked: Asked): AsyncGenerator<PostedService | PostedMerge> {
  const { transaction } = store.journal
  // Numbers follow the order of posting, and nothing is booked before it happened: before this one there is nothing to look at.
  const [first] = await store.db
    .select({ number: min(transaction.number) })
    .from(transaction)
    .where(and(eq(transaction.communityId, communityId), gte(transaction.businessDate, asked.from)))
  if (!first?.number) return
  const ofDays = and(inArray(transaction.kind, ['earn', 'record_honorary', 'earn_team']), gte(transaction.serviceDate, asked.from), lte(transaction.serviceDate, asked.to))
  for (let last = Number(first.number) - 1; ; ) {
    const rows = await store.db
      .select({ number: transaction.number, canonical: transaction.canonical })
      .from(transaction)
      .where(
        and(
          eq(transaction.communityId, communityId),
          gt(transaction.number, last),
          or(ofDays, eq(transaction.kind, 'merge')),
          sql`NOT EXISTS (SELECT 1 FROM journal_transaction r WHERE r.community_id = ${communityId} AND r.reverses = ${transaction.number})`
        )
      )
      .orderBy(asc(transaction.number))
      .limit(PAGE)
    const page = rows.map(({ canonical }) => decodeTransaction(canonical))
    const activities = asked.withActivities ? await activitiesOf(store, communityId, page) : new Map<number, string>()
    for (const each of page) {
      if (each.kind === 'merge') yield { merged: { from: each.memberNumber ?? 0, into: (JSON.parse(each.content ?? '{}') as { into: number }).into } }
      else yield { transaction: each, activity: activities.get(each.number) ?? earnContent(each).activity }
    }
    const end = rows.at(-1)
    if (!end || rows.length < PAGE) return
    last = end.number
  }
}

/** Activities by number. They are looked for by who served on which days, as they are kept. */
async function activitiesOf(store: Store, communityId: string, page: Transaction[]): Promise<Map<number, string>> {
  const { serviceRecord } = store.tables
  const services = page.filter(({ kind }) => kind !== 'merge')
  const members = new Set(services.flatMap(({ kind, memberNumber, content }) => (kind === 'earn_team' ? teamContent({ content }).members.map(({ member }) => member) : (memberNumber ?? []))))
  const dates = services.map(({ serviceDate }) => serviceDate).sort()
  const [from, to] = [dates[0], dates.at(-1)]
  if (from === undefined || to === undefined) return new Map()
  const rows = await store.db
    .select({ number: serviceRecord.number, activity: serviceRecord.activity })
    .from(serviceRecord)
    .where(
      and(
        eq(serviceRecord.communityId, communityId), inArray(serviceRecord.memberNumber, [...members]),
        gte(serviceRecord.serviceDate, from), lte(serviceRecord.serviceDate, to)
      )
    )
  return new Map(rows.map(({ number, activity }) => [number, activity]))
}

/** A posted service as the engine judges it. What only people's records know was judged when it was posted. */
export function recordOf({ kind, summaryCode, serviceDate, category, minutes, evidence, content }: Transaction): ServiceRecord {
  const backfilled = evidence === 'backfill' || summaryCode === 'earn.backfill' || summaryCode === 'earn_team.backfill' || (kind === 'record_honorary' && summaryCode === 'honorary.backfill')
  return { ...earnContent({ content }).facts, category: category ?? '', minutes: minutes ?? 0, serviceDate, backfilled, evidence: evidenceOf(evidence) }
}

/** All that a service issued, in hundredths: to the member, against recovery, to the pool. */
export function issuedBy({ entries }: Transaction): number {
  return entries.reduce((sum, { accountId, amount }) => sum + (accountId.startsWith('P5101.') ? amount : 0), 0)
}
