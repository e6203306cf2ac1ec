import type { Policy } from '../policy/content.ts'
import { evidenceOf } from '../policy/evaluate.ts'
import { evaluateTeam, type TeamEvaluation, type TeamMember } from '../policy/evaluate-team.ts'
import { balanceCapOf } from '../policy/minutes.ts'
import { refuse } from '../refusal.ts'
import { accountId, GENERAL_POOL, isAccountPart, pointsAccount, recoverAccount } from './chart.ts'
import type { CommandOf } from './command.ts'
import { countedByCap, usedBefore } from './decide-hours.ts'
import { type Decision, type Draft, type DraftEntry, drafts } from './draft.ts'
import { closedAccount, expireFirst } from './guards.ts'
import type { LedgerState } from './state.ts'
import type { TeamContent } from './team-content.ts'

/**
 * A team's service by the policy of its date: M6101 / M6203 of the team, and its points P5101 to the members by the policy's
 * named split, or to the donation pool where groups only may donate. A member's caps count this and what they did alone.
 *
 * Refusals, in order: no_policy, bad_code, unknown_category, empty_request, member_twice, account_closed, those of the engine.
 */
export function decideEarnTeam(state: LedgerState, command: CommandOf<'earn_team'>): Decision {
  const serviceDate = command.serviceDate ?? command.today
  const version = state.policyOn(serviceDate)
  if (!version) return refuse('no_policy')
  const { policy } = version
  const { team, category, backfilled, activity, today } = command
  if (!isAccountPart(team)) return refuse('bad_code', { value: team })
  if (!Object.hasOwn(policy.earning.categoryCoefficients, category)) return refuse('unknown_category', { category })
  if (command.members.length === 0) return refuse('empty_request')
  const seen = new Set<number>()
  for (const { member } of command.members) {
    if (seen.has(member)) return refuse('member_twice', { member })
    seen.add(member)
    const closed = closedAccount(state, pointsAccount(member))
    if (closed) return closed
  }
  const members = command.members.map(({ member, minutes, facts }): TeamMember => ({
    member, minutes, facts,
    usage: usedBefore(state, policy, { member, serviceDate, activity }),
    standing: {
      toRecover: state.balance(recoverAccount(member)),
      counted: balanceCapOf(policy) === null ? 0 : countedByCap(state, policy, { member, today })
    }
  }))
  const evaluation = evaluateTeam(policy, { category, serviceDate, backfilled, evidence: evidenceOf(command.evidence) }, members, {
    dates: { businessDate: serviceDate > state.head.closedThrough ? serviceDate : today, approvalDate: command.approvedOn ?? today },
    today,
    expiredAccepted: command.expiredAccepted
  })
  if ('refused' in evaluation) return evaluation
  return drafts(...expirePast(state, evaluation, today), {
    kind: 'earn_team',
    summaryCode: backfilled ? 'earn_team.backfill' : evaluation.donated ? 'earn_team.donated' : 'earn_team.split',
    facts: {
      policyVersion: version.version,
      category,
      minutes: evaluation.minutes,
      convertibleMinutes: evaluation.convertibleMinutes,
      coefficient: evaluation.coefficient,
      content: JSON.stringify(contentOf(policy, command, evaluation))
    },
    entries: entriesOf(evaluation, command)
  })
}

/** What of those who get points is past its day is posted as expired first, each under a key of its own. */
function expirePast(state: LedgerState, { shares }: TeamEvaluation, today: string): Draft[] {
  return shares.filter(({ memberPoints, recoveredPoints }) => memberPoints + recoveredPoints > 0).flatMap(({ member }) => {
    const draft = expireFirst(state, member, today)
    return draft ? [{ ...draft, keySuffix: `#expire.${member}` }] : []
  })
}

/** Only what rules go by: the activity where there is a cap by it. Ages and dates of joining stay out of the journal. */
function contentOf({ earning }: Policy, { team, activity, members }: CommandOf<'earn_team'>, { shares }: TeamEvaluation): TeamContent {
  return {
    team,
    ...(activity === undefined || earning.activityCapMinutes === null ? {} : { activity }),
    members: shares.map(({ member, minutes, convertibleMinutes, steps }, at) => {
      const { paidInDutyHours, servedOwnRelative } = members[at]?.facts ?? {}
      const facts = { ...(paidInDutyHours ? { paidInDutyHours } : {}), ...(servedOwnRelative ? { servedOwnRelative } : {}) }
      const honorary = steps.some(({ step }) => step === 'honorary')
      return { member, minutes, convertibleMinutes, ...(honorary ? { honorary } : {}), ...(Object.keys(facts).length > 0 ? { facts } : {}) }
    })
  }
}

/** No zero entries. */
function entriesOf({ minutes, points, poolPoints, shares, expiresOn }: TeamEvaluation, { team, category }: CommandOf<'earn_team'>): DraftEntry[] {
  const entries: DraftEntry[] = [
    { accountId: accountId('M6101', category), amount: minutes },
    { accountId: accountId('M6203', team), amount: -minutes }
  ]
  if (points === 0) return entries
  entries.push({ accountId: accountId('P5101', category), amount: points })
  for (const { member, recoveredPoints, memberPoints } of shares) {
    if (recoveredPoints > 0) entries.push({ accountId: recoverAccount(member), amount: -recoveredPoints })
    if (memberPoints > 0) {
      entries.push({ accountId: pointsAccount(member), amount: -memberPoints, moves: [{ expiresOn, origin: null, amount: memberPoints }] })
    }
  }
  if (poolPoints > 0) entries.push({ accountId: GENERAL_POOL, amount: -poolPoints })
  return entries
}
