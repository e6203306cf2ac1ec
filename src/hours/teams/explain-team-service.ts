import type { Transaction } from '../../journal/transaction.ts'
import { teamContent } from '../../ledger/team-content.ts'
import { evaluateTeam, type TeamMember } from '../../policy/evaluate-team.ts'
import { explainTeam } from '../../policy/explain-team.ts'
import type { PolicyVersion } from '../../policy/versions.ts'
import { formatPoints } from '../../points.ts'
import type { Store } from '../../store/store.ts'
import type { Explanation } from '../explain-record.ts'
import { issuedBy, recordOf } from '../service-records.ts'
import { standingWhenPosted, usedWhenPosted } from '../when-posted.ts'

/** Why a team's service gave these points; an explanation that came to others would be a bug, and throws. */
export async function explainTeamService(store: Store, transaction: Transaction, version: PolicyVersion): Promise<Explanation> {
  const { community, number, businessDate, entries } = transaction
  const { members, activity } = teamContent(transaction)
  const judged: TeamMember[] = []
  for (const { member, minutes, facts } of members) {
    const content = activity === undefined ? null : JSON.stringify({ activity })
    const usage = await usedWhenPosted(store, { ...transaction, memberNumber: member, content }, version)
    judged.push({ member, minutes, facts, usage, standing: standingWhenPosted({ entries, businessDate, memberNumber: member }, version).standing })
  }
  const { category, serviceDate, backfilled, evidence } = recordOf(transaction)
  const evaluation = evaluateTeam(version.policy, { category, serviceDate, backfilled, evidence }, judged, { dates: { businessDate, approvalDate: businessDate } })
  if ('refused' in evaluation || evaluation.points !== issuedBy(transaction)) {
    throw new Error(`transaction ${number} of ${community} cannot be explained by version ${version.version}`)
  }
  const posted = entries.flatMap((entry) => entry.lots)[0]?.expiresOn
  const shown = posted === undefined ? evaluation : { ...evaluation, expiresOn: posted }
  const lines = {
    zh: [`适用第 ${version.version} 版规则(${version.from} 起)。`, ...explainTeam(version.policy, shown, 'zh')],
    en: [`Judged by version ${version.version} of the policy, in force from ${version.from}.`, ...explainTeam(version.policy, shown, 'en')]
  }
  return { number, policyVersion: version.version, points: formatPoints(evaluation.points), lines }
}
