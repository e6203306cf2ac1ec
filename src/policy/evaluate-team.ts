import type { Refusal } from '../refusal.ts'
import type { Policy } from './content.ts'
import { evaluate, type ServiceFacts, type ServiceRecord, type Standing } from './evaluate.ts'
import { balanceCapOf, pointsForMinutes } from './minutes.ts'
import { splitGroup } from './split-group.ts'
import type { Step } from './steps.ts'
import type { Usage } from './usage.ts'
import type { LotDates } from './validity.ts'

/** Who served in the team, and for how long. */
export interface TeamMember {
  member: number
  /** 1 to 1440. */
  minutes: number
  facts?: ServiceFacts | undefined
  usage: Usage
  /** Absent where neither recovery nor the balance cap is asked for. */
  standing?: Standing | undefined
}

export type TeamService = Pick<ServiceRecord, 'category' | 'serviceDate' | 'backfilled' | 'evidence'>

/** What one member's part of the service comes to, in whole hundredths. */
export interface TeamShare {
  member: number
  minutes: number
  /** After rounding and caps; honorary service has none. */
  convertibleMinutes: number
  share: number
  recoveredPoints: number
  memberPoints: number
  /** Over the balance cap. */
  overPoints: number
  /** From the minutes served to those that convert. */
  steps: Step[]
}

export interface TeamEvaluation {
  minutes: number
  convertibleMinutes: number
  coefficient: string
  /** What the whole team earned; its shares add up to it, unless it is donated. */
  teamPoints: number
  donated: boolean
  /** All that is issued: the members' parts and what the donation pool gets. */
  points: number
  poolPoints: number
  expiresOn: string
  shares: TeamShare[]
}

interface Occasion {
  dates: Omit<LotDates, 'serviceDate'>
  today?: string | undefined
  expiredAccepted?: boolean | undefined
}

/**
 * A team's service by one policy. Every member's part is rounded and capped as a record of that member's; what converts is
 * added up and made points once, and these are split by the policy's named rule (split-group.ts), or donated where groups
 * only may do that. What a share is over the balance cap goes to the pool; where the policy would make it honorary hours it
 * is not issued, since the hours are the team's.
 *
 * Refusals: those of `evaluate`, for the first member who meets one.
 */
export function evaluateTeam(policy: Policy, service: TeamService, members: readonly TeamMember[], { dates, today, expiredAccepted }: Occasion): TeamEvaluation | Refusal {
  const shares: TeamShare[] = []
  let pooled = 0
  let expiresOn = ''
  for (const { member, minutes, facts, usage } of members) {
    const record = { ...facts, ...service, minutes }
    // By itself: that it was as a group is settled for the team as a whole.
    const alone = evaluate(policy, { ...record, asGroup: false }, { usage, dates, ...(policy.earning.groupHours === 'donated' ? {} : { today, expiredAccepted }) })
    if ('refused' in alone) return alone
    const steps = alone.steps.filter(({ step }) => step !== 'points' && step !== 'valid')
    shares.push({ member, minutes, convertibleMinutes: alone.convertibleMinutes, share: 0, recoveredPoints: 0, memberPoints: 0, overPoints: 0, steps })
    pooled += alone.poolPoints
    expiresOn = alone.expiresOn
  }
  const sum = (of: (share: TeamShare) => number): number => shares.reduce((total, share) => total + of(share), 0)
  const convertibleMinutes = sum((share) => share.convertibleMinutes)
  const teamPoints = pointsForMinutes(policy, { category: service.category, convertibleMinutes })
  const donated = policy.earning.groupHours === 'donated'
  if (!donated) shareOut(policy, { shares, members, teamPoints })
  const over = policy.earning.balanceExcessGoesTo === 'donation_pool' ? sum((share) => share.overPoints) : 0
  const poolPoints = pooled + (donated ? teamPoints : over)
  return {
    minutes: sum((share) => share.minutes),
    convertibleMinutes,
    coefficient: policy.earning.categoryCoefficients[service.category] as string,
    teamPoints,
    donated,
    points: poolPoints + sum((share) => share.recoveredPoints + share.memberPoints),
    poolPoints,
    expiresOn,
    shares
  }
}

interface Sharing {
  shares: TeamShare[]
  members: readonly TeamMember[]
  teamPoints: number
}

/** Recovery comes first, then the member up to the balance cap. */
function shareOut(policy: Policy, { shares, members, teamPoints }: Sharing): void {
  const parts = partsOf(policy, teamPoints, shares.map((share) => share.convertibleMinutes))
  for (const [at, share] of shares.entries()) {
    const standing = members[at]?.standing
    const cap = standing ? balanceCapOf(policy) : null
    share.share = parts[at] ?? 0
    share.recoveredPoints = Math.min(share.share, standing?.toRecover ?? 0)
    const rest = share.share - share.recoveredPoints
    share.memberPoints = cap === null ? rest : Math.min(rest, Math.max(0, cap - (standing?.counted ?? 0)))
    share.overPoints = rest - share.memberPoints
  }
}

/** Each member's part of what a team earned: only those whose service converts have one. */
export function partsOf(policy: Pick<Policy, 'earning'>, teamPoints: number, convertibleMinutes: readonly number[]): number[] {
  const parts = splitGroup(policy, teamPoints, convertibleMinutes.filter((minutes) => minutes > 0))
  let next = 0
  return convertibleMinutes.map((minutes) => (minutes > 0 ? (parts[next++] ?? 0) : 0))
}
