import { formatPoints } from '../points.ts'
import type { Policy } from '../policy/content.ts'
import { giftRefused, hasIssuanceLimit, mayNotBeGranted, overIssuance } from '../policy/entitlement.ts'
import { periodOf } from '../policy/redemption-rules.ts'
import { monthsAfter } from '../policy/validity.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { accountId, isAccountPart, pointsAccount, recoverAccount } from './chart.ts'
import type { CommandOf } from './command.ts'
import { issuePoints } from './decide-hours.ts'
import { type Decision, type DraftEntry, drafts } from './draft.ts'
import { available, closedAccount, expireFirst, expiryOf, mayNotSpend } from './guards.ts'
import { receive, takeSoonest } from './lots.ts'
import type { LedgerState } from './state.ts'

/** Points without hours, by a rule: P5103 / P2101. Meets recovery and the balance cap as earning does. */
export function decideAward(state: LedgerState, command: CommandOf<'award'>): Decision {
  const closed = closedAccount(state, pointsAccount(command.member))
  if (closed) return closed
  if (!isAccountPart(command.rule)) return refuse('bad_code', { value: command.rule })
  const serviceDate = command.serviceDate ?? command.today
  const over = overLimit(state, command, serviceDate)
  if (over) return over
  const policy = state.policyOn(serviceDate)
  return drafts(expireFirst(state, command.member, command.today), {
    kind: 'award',
    summaryCode: 'award.rule',
    facts: { memberNumber: command.member, policyVersion: policy?.version ?? null },
    entries: issuePoints(state, {
      member: command.member,
      points: command.points,
      from: accountId('P5103', command.rule),
      expiresOn: command.expiresOn ?? expiryOf(state, { serviceDate, today: command.today }),
      policy: policy?.policy ?? null,
      today: command.today
    })
  })
}

/** Why one more award of the rule would be too many for a person, counting those of the day, the month and the year that stand. */
function overLimit(state: LedgerState, { member, rule, limits }: CommandOf<'award'>, serviceDate: string): Refusal | undefined {
  if (!limits) return undefined
  const year = serviceDate.slice(0, 4)
  const account = accountId('P5103', rule)
  const given = state
    .aboutPerson(member, `${year}-01-01`, `${year}-12-31`)
    .filter((each) => each.kind === 'award' && each.entries.some((entry) => entry.accountId === account))
  const periods = [
    { code: 'award_day_limit', limit: limits.perDay, begins: serviceDate },
    { code: 'award_month_limit', limit: limits.perMonth, begins: serviceDate.slice(0, 7) },
    { code: 'award_year_limit', limit: limits.perYear, begins: year }
  ] as const
  for (const { code, limit, begins } of periods) {
    const used = given.filter((each) => each.serviceDate.startsWith(begins)).length
    if (limit !== undefined && used >= limit) return refuse(code, { rule, limit, used })
  }
  return undefined
}

/**
 * Points from a donation pool or a fund to a member, as far as the policy lets them be granted: P2103 or P5102 / P2101,
 * with an expiry of their own.
 *
 * Refusals, in order: account_closed, bad_code, insufficient_pool, grant_not_allowed, fund_limit.
 */
export function decideGrant(state: LedgerState, command: CommandOf<'grant'>): Decision {
  const closed = closedAccount(state, pointsAccount(command.member))
  if (closed) return closed
  const name = command.fund ?? command.pool ?? 'general'
  if (!isAccountPart(name)) return refuse('bad_code', { value: name })
  const from = accountId(command.fund === undefined ? 'P2103' : 'P5102', name)
  if (command.fund === undefined && state.balance(from) < command.points) {
    return refuse('insufficient_pool', points({ available: state.balance(from), needed: command.points }))
  }
  const serviceDate = command.serviceDate ?? command.today
  const version = state.policyOn(serviceDate)
  const refused = version && grantRefused(state, version.policy, command)
  if (refused) return refused
  const grantValidMonths = version?.policy.spending.grantValidMonths ?? null
  const expiresOn =
    command.expiresOn ?? (grantValidMonths === null ? expiryOf(state, { serviceDate, today: command.today }) : monthsAfter(serviceDate, grantValidMonths))
  return drafts({
    kind: 'grant',
    summaryCode: command.fund === undefined ? 'grant.pool' : 'grant.fund',
    facts: { memberNumber: command.member, policyVersion: version?.version ?? null },
    entries: [
      { accountId: from, amount: command.points },
      {
        accountId: pointsAccount(command.member),
        amount: -command.points,
        moves: [{ expiresOn, origin: null, amount: command.points }]
      }
    ]
  })
}

/** Why the policy does not let these points be granted; what a fund issued counts by business date. */
function grantRefused(state: LedgerState, policy: Policy, { member, points, fund, recipient = {}, serviceDate, today }: CommandOf<'grant'>): Refusal | undefined {
  const grantedBefore = policy.spending.grantOnceOnly && state.aboutPerson(member, '1900-01-01', '9999-12-31').some((each) => each.kind === 'grant')
  const refused = mayNotBeGranted(policy, recipient, { points, grantedBefore })
  if (refused || fund === undefined || !hasIssuanceLimit(policy, fund)) return refused
  const day = serviceDate !== undefined && serviceDate > state.head.closedThrough ? serviceDate : today
  const issuedPoints = state.turnover(accountId('P5102', fund), periodOf(policy.funds.issuancePeriod, day))
  return overIssuance(policy, { fund, points, issuedPoints })
}

/** From one member to another, as far as the policy lets points be given; the lots keep their expiry. P2101 / P2101. */
export function decideGift(state: LedgerState, command: CommandOf<'gift'>): Decision {
  if (command.from === command.to) return refuse('same_member')
  const policy = state.policyOn(command.serviceDate ?? command.today)?.policy
  const refused = policy && giftRefused(policy, { points: command.points, relation: command.relation, usedPoints: givenInMonth(state, policy, command) })
  if (refused) return refused
  const closed = closedAccount(state, pointsAccount(command.to))
  if (closed) return closed
  const taken = takeFromMember(state, command.from, command)
  if ('refused' in taken) return taken
  return drafts(expireFirst(state, command.from, command.today), {
    kind: 'gift',
    summaryCode: 'gift.member',
    facts: { memberNumber: command.from },
    entries: [
      taken.entry,
      { accountId: pointsAccount(command.to), amount: -command.points, moves: receive(taken.entry.moves ?? []) }
    ]
  })
}

/** What a member gave in the month of a gift; not read where the policy has no limit on it. */
function givenInMonth(state: LedgerState, { spending }: Policy, { from, serviceDate, today }: CommandOf<'gift'>): number {
  if (spending.giftMonthCapPoints === null) return 0
  const month = (serviceDate ?? today).slice(0, 7)
  const gifts = state.aboutPerson(from, `${month}-01`, `${month}-31`).filter((each) => each.kind === 'gift')
  return gifts.reduce((sum, gift) => sum + (gift.entries.find((entry) => entry.amount > 0)?.amount ?? 0), 0)
}

/** From a member to a donation pool: P2101 / P2103. */
export function decideDonate(state: LedgerState, command: CommandOf<'donate'>): Decision {
  if (!isAccountPart(command.purpose)) return refuse('bad_code', { value: command.purpose })
  if (state.policyOn(command.serviceDate ?? command.today)?.policy.spending.donationsAllowed === false) return refuse('donation_not_allowed')
  const taken = takeFromMember(state, command.member, command)
  if ('refused' in taken) return taken
  return drafts(expireFirst(state, command.member, command.today), {
    kind: 'donate',
    summaryCode: 'donate.pool',
    entries: [taken.entry, { accountId: accountId('P2103', command.purpose), amount: -command.points }]
  })
}

/** A penalty: P2101 / P4103. Goes on while the account is frozen. */
export function decideForfeit(state: LedgerState, command: CommandOf<'forfeit'>): Decision {
  const taken = takeFromMember(state, command.member, { ...command, evenFrozen: true })
  if ('refused' in taken) return taken
  return drafts(expireFirst(state, command.member, command.today), {
    kind: 'forfeit',
    summaryCode: `forfeit.${command.reason}`,
    facts: { memberNumber: command.member },
    entries: [taken.entry, { accountId: accountId('P4103', command.reason), amount: -command.points }]
  })
}

/** What is past its day: P2101 / P4102. Posts nothing where nothing is. */
export function decideExpire(state: LedgerState, command: CommandOf<'expire'>): Decision {
  const draft = expireFirst(state, command.member, command.today)
  return draft ? drafts({ ...draft, keySuffix: '' }) : drafts()
}

/**
 * Takes what is to be recovered out of a member's points: P2101 / P1301. Without an amount, as much as is owed and
 * there; posts nothing where that is nothing.
 */
export function decideRecover(state: LedgerState, command: CommandOf<'recover'>): Decision {
  const owed = state.balance(recoverAccount(command.member))
  const { points: there } = available(state, command.member, { today: command.today, needed: 0 })
  const amount = command.points ?? Math.min(owed, there)
  if (amount > owed) return refuse('nothing_to_recover', points({ available: owed }))
  const taken = takeFromMember(state, command.member, { points: amount, today: command.today, evenFrozen: true })
  if ('refused' in taken) return taken
  const expire = expireFirst(state, command.member, command.today)
  if (amount === 0) return drafts(expire)
  return drafts(expire, {
    kind: 'recover',
    summaryCode: 'recover.points',
    facts: { memberNumber: command.member },
    entries: [taken.entry, { accountId: recoverAccount(command.member), amount: -amount }]
  })
}

/** Gives up what is to be recovered: P5104 / P1301. */
export function decideWriteOff(state: LedgerState, command: CommandOf<'write_off'>): Decision {
  const owed = state.balance(recoverAccount(command.member))
  if (command.points > owed) return refuse('nothing_to_recover', points({ available: owed }))
  return drafts({
    kind: 'write_off',
    summaryCode: 'write_off.recovery',
    facts: { memberNumber: command.member },
    entries: [
      { accountId: 'P5104', amount: command.points },
      { accountId: recoverAccount(command.member), amount: -command.points }
    ]
  })
}

/** Points found due for an earlier earning, upward only, with the expiry of what they correct: P5101 / P2101. */
export function decideAdjust(state: LedgerState, command: CommandOf<'adjust'>): Decision {
  const corrected = state.transaction(command.corrects)
  if (!corrected) return refuse('unknown_transaction', { number: command.corrects })
  const { memberNumber, category } = corrected
  const reversed = state.followUpsOf(command.corrects).some((each) => each.reverses === command.corrects)
  if (reversed || corrected.kind !== 'earn' || memberNumber === null || category === null) {
    return refuse('not_correctable', { number: command.corrects })
  }
  const account = state.surviving(pointsAccount(memberNumber))
  const closed = closedAccount(state, account)
  if (closed) return closed
  const opened = corrected.entries.flatMap((entry) => entry.lots).find((lot) => lot.amount > 0)
  const expiresOn = opened?.expiresOn ?? expiryOf(state, { serviceDate: corrected.serviceDate, today: command.today })
  return drafts({
    kind: 'adjust',
    summaryCode: 'adjust.upward',
    facts: { memberNumber, category, corrects: command.corrects, policyVersion: corrected.policyVersion },
    entries: [
      { accountId: accountId('P5101', category), amount: command.points },
      { accountId: account, amount: -command.points, moves: [{ expiresOn, origin: null, amount: command.points }] }
    ]
  })
}

/** The debit of a member's personal points, from the lots that expire soonest; or why not. */
export function takeFromMember(
  state: LedgerState,
  member: number,
  { points: amount, today, evenFrozen = false }: { points: number; today: string; evenFrozen?: boolean }
): { entry: DraftEntry } | Refusal {
  const account = pointsAccount(member)
  const blocked = evenFrozen ? closedAccount(state, account) : mayNotSpend(state, member)
  if (blocked) return blocked
  const { lots, points: there } = available(state, member, { today, needed: amount })
  if (there < amount) return refuse('insufficient_points', points({ available: there, needed: amount }))
  return { entry: { accountId: account, amount, moves: takeSoonest(lots, amount).moves } }
}

/** Amounts for a refusal's words: points as people write them. */
export function points(amounts: Record<string, number>): Record<string, string> {
  return Object.fromEntries(Object.entries(amounts).map(([name, hundredths]) => [name, formatPoints(hundredths)]))
}
