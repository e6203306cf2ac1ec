import { isCategory, type Policy, pointsForMinutes, convertibleMinutes } from '../policy.ts'
import { refuse } from '../refusal.ts'
import { accountId, GENERAL_POOL, pointsAccount, recoverAccount } from './chart.ts'
import type { CommandOf } from './command.ts'
import { type Decision, type DraftEntry, drafts } from './draft.ts'
import { closedAccount, expireFirst, expiryOf } from './guards.ts'
import { sumRemaining } from './lots.ts'
import type { LedgerState } from './state.ts'

/**
 * Volunteer hours into minutes and points: `earn`, or `record_honorary` where the policy does not convert backfilled
 * hours. Minutes are always recorded; the convertible ones are rounded record by record, then held to the daily cap
 * in the order of posting.
 *
 * Refusals, in order: no_policy, unknown_category, account_closed.
 */
export function decideEarn(state: LedgerState, command: CommandOf<'earn'>): Decision {
  const serviceDate = command.serviceDate ?? command.today
  const version = state.policyOn(serviceDate)
  if (!version) return refuse('no_policy')
  const { policy } = version
  if (!isCategory(policy, command.category)) return refuse('unknown_category', { category: command.category })
  const closed = closedAccount(state, pointsAccount(command.member))
  if (closed) return closed

  const honorary = command.backfilled && !policy.backfilledHoursConvert
  const convertible = honorary ? 0 : convertibleOf(state, policy, command, serviceDate)
  const points = pointsForMinutes(policy, { category: command.category, convertibleMinutes: convertible })
  const given = accountId('M6101', command.category)
  const received = accountId(honorary ? 'M6202' : 'M6201', command.member)
  return drafts(points > 0 ? expireFirst(state, command.member, command.today) : undefined, {
    kind: honorary ? 'record_honorary' : 'earn',
    summaryCode: honorary ? 'honorary.backfill' : 'earn.service',
    facts: {
      policyVersion: version.version,
      memberNumber: command.member,
      category: command.category,
      minutes: command.minutes,
      convertibleMinutes: convertible,
      coefficient: policy.categoryCoefficients[command.category] as string
    },
    entries: [
      { accountId: given, amount: command.minutes },
      { accountId: received, amount: -command.minutes },
      ...issuePoints(state, {
        member: command.member,
        points,
        from: accountId('P5101', command.category),
        expiresOn: expiryOf(state, serviceDate),
        balanceCap: policy.balanceCapPoints ?? null,
        today: command.today
      })
    ]
  })
}

function convertibleOf(state: LedgerState, policy: Policy, command: CommandOf<'earn'>, serviceDate: string): number {
  if ((policy.dailyConvertibleCapMinutes ?? null) === null) return convertibleMinutes(policy, { minutes: command.minutes, usedMinutes: 0 })
  const usedMinutes = state
    .aboutPerson(command.member, serviceDate, serviceDate)
    .reduce((sum, earned) => sum + (earned.kind === 'earn' ? (earned.convertibleMinutes ?? 0) : 0), 0)
  return convertibleMinutes(policy, { minutes: command.minutes, usedMinutes })
}

export interface Issue {
  member: number
  points: number
  /** The account that is debited. */
  from: string
  expiresOn: string
  /** Whole hundredths, or null where there is none. */
  balanceCap: number | null
  today: string
}

/**
 * Issues points to a member: first against what is to be recovered, then to the member up to the balance cap, the
 * rest to the donation pool. The cap counts personal and held points. No zero entries.
 */
export function issuePoints(state: LedgerState, issue: Issue): DraftEntry[] {
  if (issue.points === 0) return []
  const recovered = Math.min(issue.points, state.balance(recoverAccount(issue.member)))
  const rest = issue.points - recovered
  const room = issue.balanceCap === null ? rest : Math.max(0, issue.balanceCap - countedByCap(state, issue))
  const personal = Math.min(rest, room)
  const entries: DraftEntry[] = [{ accountId: issue.from, amount: issue.points }]
  if (recovered > 0) entries.push({ accountId: recoverAccount(issue.member), amount: -recovered })
  if (personal > 0) {
    entries.push({
      accountId: pointsAccount(issue.member),
      amount: -personal,
      moves: [{ expiresOn: issue.expiresOn, origin: null, amount: personal }]
    })
  }
  if (rest > personal) entries.push({ accountId: GENERAL_POOL, amount: -(rest - personal) })
  return entries
}

/** Personal and held points of a member, less what is past its day and posted as expired before. */
export function countedByCap(state: LedgerState, { member, today }: { member: number; today: string }): number {
  let sum = 0
  for (const account of state.accountsOf(member)) {
    if (account.code !== 'P2101' && account.code !== 'P2102') continue
    sum += account.balance * account.side
    if (account.code === 'P2101') sum -= sumRemaining(state.lotsBefore(account.accountId, today))
  }
  return sum
}
