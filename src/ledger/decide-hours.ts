import type { Transaction } from '../journal/transaction.ts'
import type { Policy } from '../policy/content.ts'
import { balanceCapOf } from '../policy/minutes.ts'
import { type Evaluation, evaluate, evidenceOf, type ServiceFacts } from '../policy/evaluate.ts'
import { type EarlierRecord, NOTHING_USED, type Usage, usageOf, usageRange } from '../policy/usage.ts'
import { refuse } from '../refusal.ts'
import { accountId, GENERAL_POOL, pointsAccount, recoverAccount } from './chart.ts'
import type { CommandOf } from './command.ts'
import { type Decision, type DraftEntry, drafts } from './draft.ts'
import { closedAccount, expireFirst } from './guards.ts'
import { sumRemaining } from './lots.ts'
import type { LedgerState } from './state.ts'
import { partInTeam } from './team-content.ts'

/** What an hour keeps beside its entries, where a rule goes by it: sealed, so that it can be judged again. */
export interface EarnContent {
  activity?: string
  facts?: Pick<ServiceFacts, 'paidInDutyHours' | 'servedOwnRelative' | 'asGroup' | 'complaintUpheld'>
}

export function earnContent(transaction: Pick<Transaction, 'content'>): EarnContent {
  return JSON.parse(transaction.content ?? '{}') as EarnContent
}

/**
 * Volunteer hours into minutes and points by the policy of the service date: `earn`, or `record_honorary` where the
 * policy does not convert them. Minutes are always recorded; caps are held in the order of posting.
 *
 * Refusals, in order: no_policy, unknown_category, account_closed, and those of the engine (policy/evaluate.ts).
 */
export function decideEarn(state: LedgerState, command: CommandOf<'earn'>): Decision {
  const serviceDate = command.serviceDate ?? command.today
  const version = state.policyOn(serviceDate)
  if (!version) return refuse('no_policy')
  const { policy } = version
  const { member, category, minutes, backfilled, activity, facts } = command
  if (!Object.hasOwn(policy.earning.categoryCoefficients, category)) return refuse('unknown_category', { category })
  const closed = closedAccount(state, pointsAccount(member))
  if (closed) return closed
  const evidence = evidenceOf(command.evidence)
  const evaluation = evaluate(policy, { ...facts, category, minutes, serviceDate, backfilled, evidence }, {
    usage: usedBefore(state, policy, { member, serviceDate, activity }),
    standing: {
      toRecover: state.balance(recoverAccount(member)),
      counted: balanceCapOf(policy) === null ? 0 : countedByCap(state, policy, { member, today: command.today })
    },
    dates: {
      businessDate: serviceDate > state.head.closedThrough ? serviceDate : command.today,
      approvalDate: command.approvedOn ?? command.today
    },
    today: command.today,
    expiredAccepted: command.expiredAccepted
  })
  if ('refused' in evaluation) return evaluation
  return drafts(evaluation.points > 0 ? expireFirst(state, member, command.today) : undefined, {
    kind: evaluation.honorary ? 'record_honorary' : 'earn',
    summaryCode: summaryOf(evaluation, backfilled),
    facts: {
      policyVersion: version.version,
      memberNumber: member,
      category,
      minutes,
      convertibleMinutes: evaluation.convertibleMinutes,
      coefficient: evaluation.coefficient,
      content: contentOf(policy, command)
    },
    entries: entriesOf(evaluation, command)
  })
}

function summaryOf({ honorary, steps }: Evaluation, backfilled: boolean): string {
  const because = steps.find((step) => step.step === 'honorary')?.because
  if (honorary) return `honorary.${because ?? 'backfill'}`
  return backfilled ? 'earn.backfill' : 'earn.service'
}

/** Only what the policy's rules go by; null where they go by nothing but the minutes. */
function contentOf(policy: Policy, { activity, facts }: CommandOf<'earn'>): string | null {
  // Ages and dates of joining decide whether, not how much: they are the person's, and stay out of the journal.
  const { paidInDutyHours, servedOwnRelative, asGroup, complaintUpheld } = facts ?? {}
  const known = Object.fromEntries(Object.entries({ paidInDutyHours, servedOwnRelative, asGroup, complaintUpheld }).filter(([, value]) => value === true))
  const content: EarnContent = {
    ...(activity !== undefined && policy.earning.activityCapMinutes !== null ? { activity } : {}),
    ...(Object.keys(known).length > 0 ? { facts: known } : {})
  }
  return Object.keys(content).length > 0 ? JSON.stringify(content) : null
}

interface Asked {
  member: number
  serviceDate: string
  activity?: string | undefined
}

/** What somebody used of their caps before, alone and in teams. */
export function usedBefore(state: LedgerState, policy: Policy, { member, serviceDate, activity }: Asked): Usage {
  const range = usageRange(policy, serviceDate)
  if (!range) return NOTHING_USED
  const alone = state.aboutPerson(member, range.from, range.to).flatMap((each) => earlierRecord(each) ?? [])
  const services = state.ofTeams(range.from, range.to)
  const person = services.length === 0 ? [] : state.personOf(member)
  const earlier = [...alone, ...services.flatMap((each) => partInTeam(each, person) ?? [])]
  return usageOf(policy, earlier, { serviceDate, activity })
}

/** What an earning used of the caps; undefined for anything else, honorary hours included. */
export function earlierRecord(transaction: Transaction): EarlierRecord | undefined {
  const { kind, serviceDate, minutes, convertibleMinutes } = transaction
  if (kind !== 'earn') return undefined
  return { serviceDate, minutes: minutes ?? 0, convertibleMinutes: convertibleMinutes ?? 0, activity: earnContent(transaction).activity }
}

/** No zero entries. */
function entriesOf(evaluation: Evaluation, { member, category, minutes }: CommandOf<'earn'>): DraftEntry[] {
  const { verifiedMinutes, honoraryMinutes, points } = evaluation
  const entries: DraftEntry[] = [{ accountId: accountId('M6101', category), amount: minutes }]
  if (verifiedMinutes > 0) entries.push({ accountId: accountId('M6201', member), amount: -verifiedMinutes })
  if (honoraryMinutes > 0) entries.push({ accountId: accountId('M6202', member), amount: -honoraryMinutes })
  if (points > 0) {
    const { recoveredPoints: recovered, memberPoints: personal, poolPoints: pool, expiresOn } = evaluation
    entries.push(...issued({ member, from: accountId('P5101', category), recovered, personal, pool, expiresOn }))
  }
  return entries
}

export interface Issue {
  member: number
  points: number
  /** The account that is debited. */
  from: string
  expiresOn: string
  /** The policy whose balance cap is met. */
  policy: Policy | null
  today: string
}

/**
 * Issues points to a member: first against what is to be recovered, then to the member up to the balance cap, the
 * rest to the donation pool.
 */
export function issuePoints(state: LedgerState, { member, points, from, expiresOn, policy, today }: Issue): DraftEntry[] {
  const recovered = Math.min(points, state.balance(recoverAccount(member)))
  const rest = points - recovered
  const cap = policy && balanceCapOf(policy)
  const personal = policy === null || cap === null ? rest : Math.min(rest, Math.max(0, cap - countedByCap(state, policy, { member, today })))
  return issued({ member, from, recovered, personal, pool: rest - personal, expiresOn })
}

interface Issued {
  member: number
  from: string
  recovered: number
  personal: number
  pool: number
  expiresOn: string
}

function issued({ member, from, recovered, personal, pool, expiresOn }: Issued): DraftEntry[] {
  const entries: DraftEntry[] = [{ accountId: from, amount: recovered + personal + pool }]
  if (recovered > 0) entries.push({ accountId: recoverAccount(member), amount: -recovered })
  if (personal > 0) {
    entries.push({ accountId: pointsAccount(member), amount: -personal, moves: [{ expiresOn, origin: null, amount: personal }] })
  }
  if (pool > 0) entries.push({ accountId: GENERAL_POOL, amount: -pool })
  return entries
}

/** Personal points of a member, and held ones where the cap counts them, less what is past its day and posted as expired before. */
export function countedByCap(state: LedgerState, { earning }: Policy, { member, today }: { member: number; today: string }): number {
  let sum = 0
  for (const account of state.accountsOf(member)) {
    if (account.code !== 'P2101' && !(account.code === 'P2102' && earning.balanceCapCountsHeld)) continue
    sum += account.balance * account.side
    if (account.code === 'P2101') sum -= sumRemaining(state.lotsBefore(account.accountId, today))
  }
  return sum
}
