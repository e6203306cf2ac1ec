import { readPolicies, readTransaction } from '../ledger/read-books.ts'
import { evaluate } from '../policy/evaluate.ts'
import { explain } from '../policy/explain.ts'
import { formatPoints } from '../points.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { Store } from '../store/store.ts'
import { issuedBy, recordOf } from './service-records.ts'
import { explainTeamService } from './teams/explain-team-service.ts'
import { standingWhenPosted, usedWhenPosted } from './when-posted.ts'

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
  if (!version || !['earn', 'record_honorary', 'earn_team'].includes(transaction.kind)) return refuse('nothing_to_explain', { number })
  if (transaction.kind === 'earn_team') return explainTeamService(store, transaction, version)
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
