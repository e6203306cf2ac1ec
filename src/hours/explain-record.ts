import { and, eq, gte, inArray, lt, lte, sql } from 'drizzle-orm'
import { decodeTransaction } from '../journal/canonical.ts'
import type { Transaction } from '../journal/transaction.ts'
import { earlierRecord, earnContent } from '../ledger/decide-hours.ts'
import { readPolicies, readTransaction } from '../ledger/read-books.ts'
import { type Circumstances, evaluate } from '../policy/evaluate.ts'
import { explain } from '../policy/explain.ts'
import { balanceCapOf } from '../policy/minutes.ts'
import { NOTHING_USED, type Usage, usageOf, usageRange } from '../policy/usage.ts'
import type { PolicyVersion } from '../policy/versions.ts'
import { formatPoints } from '../points.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { Store } from '../store/store.ts'
import { samePersonWhenPosted } from './same-person.ts'
import { issuedBy, recordOf } from './service-records.ts'

export interface Explanation {
  number: number
  policyVersion: number
  points: string
  lines: { zh: string[]; en: string[] }
}

/**
 * Why a record gave these points: it is judged once more by the version it was judged by, knowing what stood when it was
 * posted. An explanation that came to other points would be a bug, and throws. Refuses `unknown_transaction` and
 * `nothing_to_explain`.
 */
export async function explainRecord(store: Store, communityId: string, number: number): Promise<Explanation | Refusal> {
  const transaction = await readTransaction(store, communityId, number)
  if (!transaction) return refuse('unknown_transaction', { number })
  const version = (await readPolicies(store, communityId)).find((each) => each.version === transaction.policyVersion)
  if (!version || !['earn', 'record_honorary'].includes(transaction.kind)) return refuse('nothing_to_explain', { number })
  const usage = await usedWhenPosted(store, transaction, version)
  const evaluation = evaluate(version.policy, recordOf(transaction), { usage, ...standingWhenPosted(transaction, version) })
  if ('refused' in evaluation || evaluation.points !== issuedBy(transaction)) {
    throw new Error(`transaction ${number} of ${communityId} cannot be explained by version ${version.version}`)
  }
  const posted = transaction.entries.flatMap((entry) => entry.lots)[0]?.expiresOn
  const steps = evaluation.steps.map((step) => (step.step === 'valid' && posted ? { ...step, through: posted } : step))
  const because = { zh: `适用第 ${version.version} 版规则(${version.from} 起)。`, en: `Judged by version ${version.version} of the policy, in force from ${version.from}.` }
  const lines = { zh: [because.zh, ...explain({ ...evaluation, steps }, 'zh')], en: [because.en, ...explain({ ...evaluation, steps }, 'en')] }
  return { number, policyVersion: version.version, points: formatPoints(evaluation.points), lines }
}

/** What the member's records that stood at that moment had used; what was reversed before no longer counted. */
async function usedWhenPosted(store: Store, posted: Transaction, { policy }: PolicyVersion): Promise<Usage> {
  const range = usageRange(policy, posted.serviceDate)
  if (!range || posted.memberNumber === null) return NOTHING_USED
  const { transaction } = store.journal
  const { community, number, serviceDate } = posted
  const rows = await store.db
    .select({ canonical: transaction.canonical })
    .from(transaction)
    .where(
      and(
        eq(transaction.communityId, community),
        inArray(transaction.memberNumber, await samePersonWhenPosted(store, posted.memberNumber, posted)),
        eq(transaction.kind, 'earn'),
        gte(transaction.serviceDate, range.from),
        lte(transaction.serviceDate, range.to),
        lt(transaction.number, number),
        sql`NOT EXISTS (SELECT 1 FROM journal_transaction r WHERE r.community_id = ${community} AND r.reverses = ${transaction.number} AND r.number < ${number})`
      )
    )
  const earlier = rows.flatMap(({ canonical }) => earlierRecord(decodeTransaction(canonical)) ?? [])
  return usageOf(policy, earlier, { serviceDate, activity: earnContent(posted).activity })
}

/** What the entries say of the balance: what was recovered, and how much room the cap left. */
function standingWhenPosted({ entries, businessDate, memberNumber }: Transaction, { policy }: PolicyVersion): Circumstances {
  const credited = (code: string): number => entries.reduce((sum, { accountId, amount }) => sum - (accountId === `${code}.${memberNumber}` ? amount : 0), 0)
  const cap = balanceCapOf(policy)
  const counted = cap === null ? 0 : cap - credited('P2101')
  return { standing: { toRecover: credited('P1301'), counted }, dates: { businessDate, approvalDate: businessDate } }
}
