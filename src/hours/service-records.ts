import { and, asc, eq, gt, gte, inArray, lte, or, sql } from 'drizzle-orm'
import { decodeTransaction } from '../journal/canonical.ts'
import type { Transaction } from '../journal/transaction.ts'
import { earnContent } from '../ledger/decide-hours.ts'
import { evidenceOf, type ServiceRecord } from '../policy/evaluate.ts'
import type { Store } from '../store/store.ts'

/** A service as it was posted, and the activity that is kept beside it. */
export interface PostedService {
  transaction: Transaction
  activity: string | undefined
}

const PAGE = 500

/**
 * The services of one member after another that stand, each member's in the order of posting. No more is held at a time
 * than a page and what one member did in those days.
 */
export async function* servicesByMember(store: Store, communityId: string, { from, to }: { from: string; to: string }): AsyncGenerator<PostedService[]> {
  const { transaction } = store.journal
  const { serviceRecord } = store.tables
  let last = { member: 0, serviceDate: '', number: 0 }
  let ofMember: PostedService[] = []
  for (;;) {
    const behind = or(
      gt(transaction.memberNumber, last.member),
      and(eq(transaction.memberNumber, last.member), gt(transaction.serviceDate, last.serviceDate)),
      and(eq(transaction.memberNumber, last.member), eq(transaction.serviceDate, last.serviceDate), gt(transaction.number, last.number))
    )
    const rows = await store.db
      .select({ canonical: transaction.canonical, activity: serviceRecord.activity })
      .from(transaction)
      .leftJoin(
        serviceRecord,
        and(
          eq(serviceRecord.communityId, transaction.communityId),
          eq(serviceRecord.memberNumber, transaction.memberNumber),
          eq(serviceRecord.serviceDate, transaction.serviceDate),
          eq(serviceRecord.number, transaction.number)
        )
      )
      .where(
        and(
          eq(transaction.communityId, communityId),
          inArray(transaction.kind, ['earn', 'record_honorary']),
          gte(transaction.serviceDate, from),
          lte(transaction.serviceDate, to),
          last.member === 0 ? undefined : behind,
          sql`NOT EXISTS (SELECT 1 FROM journal_transaction r WHERE r.community_id = ${communityId} AND r.reverses = ${transaction.number})`
        )
      )
      .orderBy(asc(transaction.memberNumber), asc(transaction.serviceDate), asc(transaction.number))
      .limit(PAGE)
    for (const { canonical, activity } of rows) {
      const service = { transaction: decodeTransaction(canonical), activity: activity ?? undefined }
      const member = service.transaction.memberNumber ?? 0
      if (member !== last.member && ofMember.length > 0) {
        yield inOrder(ofMember)
        ofMember = []
      }
      ofMember.push(service)
      last = { member, serviceDate: service.transaction.serviceDate, number: service.transaction.number }
    }
    if (rows.length < PAGE) break
  }
  if (ofMember.length > 0) yield inOrder(ofMember)
}

function inOrder(services: PostedService[]): PostedService[] {
  return services.sort((a, b) => a.transaction.number - b.transaction.number)
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
