import type { Transaction } from '../../journal/transaction.ts'
import { teamContent } from '../../ledger/team-content.ts'
import type { Policy } from '../../policy/content.ts'
import { evaluateTeam, partsOf } from '../../policy/evaluate-team.ts'
import { pointsForMinutes } from '../../policy/minutes.ts'
import type { UsageSoFar } from '../../policy/usage-so-far.ts'
import type { RefusalCode } from '../../refusal.ts'
import { issuedBy, type PostedService, recordOf } from '../service-records.ts'

/** What one member, or with null the donation pool, got of a team's service and would have got, in hundredths. */
export interface TeamPartAnew {
  member: number | null
  minutes: number
  posted: number
  wouldBe: number
}

export interface TeamAnew {
  team: string
  points: number
  refusal: RefusalCode | null
  /** Together what was posted, and `points`. */
  parts: TeamPartAnew[]
}

/**
 * A team's service by a changed policy, before recovery and the balance cap. Each member has of their caps what their services before,
 * alone and in teams, left; where one part is refused the whole is, and uses nothing.
 */
export function judgeTeamAnew(policy: Policy, used: UsageSoFar, { service, postedBy }: { service: PostedService; postedBy: Policy }): TeamAnew {
  const { transaction, activity } = service
  const { team, members } = teamContent(transaction)
  const { category, serviceDate, backfilled, evidence } = recordOf(transaction)
  const judged = members.map(({ member, minutes, facts }) => ({ member, minutes, facts, usage: used.of(member, { serviceDate, activity }) }))
  const dates = { businessDate: serviceDate, approvalDate: serviceDate }
  const evaluation = evaluateTeam(policy, { category, serviceDate, backfilled, evidence }, judged, { dates })
  const posted = postedParts(transaction, postedBy)
  const postedToPool = issuedBy(transaction) - posted.reduce((sum, points) => sum + points, 0)
  const refused = 'refused' in evaluation
  const pool = { member: null, minutes: 0, posted: postedToPool, wouldBe: refused ? 0 : evaluation.poolPoints }
  const parts = members.map(({ member, minutes }, at): TeamPartAnew => ({
    member, minutes, posted: posted[at] ?? 0, wouldBe: refused ? 0 : (evaluation.shares[at]?.share ?? 0)
  }))
  const all = pool.posted === 0 && pool.wouldBe === 0 ? parts : [...parts, pool]
  if (refused) return { team, points: 0, refusal: evaluation.code, parts: all }
  for (const { member, minutes, convertibleMinutes, steps } of evaluation.shares) {
    if (!steps.some(({ step }) => step === 'honorary')) used.add(member, { serviceDate, minutes, convertibleMinutes, activity })
  }
  return { team, points: evaluation.points, refusal: null, parts: all }
}

/** What was issued for each member's part: what the balance cap sent on to the pool is theirs here, as in a record of a member. */
function postedParts(transaction: Transaction, policy: Policy): number[] {
  const { category, convertibleMinutes, entries } = transaction
  const { members } = teamContent(transaction)
  const { groupHours, balanceExcessGoesTo } = policy.earning
  if (groupHours === 'members' && balanceExcessGoesTo === 'donation_pool') {
    const teamPoints = pointsForMinutes(policy, { category: category ?? '', convertibleMinutes: convertibleMinutes ?? 0 })
    return partsOf(policy, teamPoints, members.map((each) => each.convertibleMinutes))
  }
  return members.map(({ member }) =>
    entries.reduce((sum, { accountId, amount }) => (accountId === `P2101.${member}` || accountId === `P1301.${member}` ? sum - amount : sum), 0)
  )
}
