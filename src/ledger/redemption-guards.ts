import type { Transaction } from '../journal/transaction.ts'
import type { Policy } from '../policy/content.ts'
import { notEntitled } from '../policy/entitlement.ts'
import { inWindow, notOpenYet, periodOf } from '../policy/redemption-rules.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { accountId } from './chart.ts'
import type { CommandOf } from './command.ts'
import { redemptionContent, returnsOf } from './returns.ts'
import type { LedgerState } from './state.ts'

const EVER = { from: '1900-01-01', to: '9999-12-31' }

/**
 * Why the policy of its day does not let goods be redeemed. Refusals, in order: goods_not_redeemable,
 * outside_redemption_window, beneficiary_unknown, not_entitled, redemption_frequency, item_limit, redemption_not_open.
 */
export function redemptionRefused(state: LedgerState, command: CommandOf<'redeem'>): Refusal | undefined {
  const day = command.serviceDate ?? command.today
  const policy = state.policyOn(day)?.policy
  if (!policy) return undefined
  if (!policy.spending.goodsRedeemable) return refuse('goods_not_redeemable')
  if (!inWindow(policy, day)) return refuse('outside_redemption_window', { value: day })
  return notEntitled(policy, command.beneficiary) ?? tooOften(state, policy, command, day) ?? overItemLimit(state, policy, command, day) ?? firstNotOpen(state, policy, command)
}

/** What stands of the person who redeems, also under numbers that were merged into this one. */
export function aboutRedeemer(state: LedgerState, { member, formerly = [] }: CommandOf<'redeem'>, { from, to }: { from: string; to: string }): Transaction[] {
  const found = state.aboutPerson(member, from, to)
  const known = new Set(found.map((each) => each.number))
  return [...found, ...formerly.flatMap((each) => state.about(each, from, to)).filter((each) => !known.has(each.number))]
}

/** Redemptions that stand and of which something was kept. */
function redemptions(state: LedgerState, command: CommandOf<'redeem'>, range: { from: string; to: string }): Transaction[] {
  return aboutRedeemer(state, command, range).filter((each) => each.kind === 'redeem_goods' && [...keptPieces(state, each).values()].some((pieces) => pieces > 0))
}

/** Pieces of each good that a redemption handed out and that did not come back. */
function keptPieces(state: LedgerState, redemption: Transaction): Map<string, number> {
  const kept = new Map<string, number>()
  const add = (transaction: Transaction, sign: 1 | -1): void => {
    for (const { sku, pieces } of redemptionContent(transaction).lines) kept.set(sku, (kept.get(sku) ?? 0) + sign * pieces)
  }
  add(redemption, 1)
  for (const back of returnsOf(state, redemption.number)) add(back, -1)
  return kept
}

function tooOften(state: LedgerState, { spending }: Policy, command: CommandOf<'redeem'>, day: string): Refusal | undefined {
  const limit = spending.redemptionsPerPeriod
  if (limit === null) return undefined
  const used = redemptions(state, command, periodOf(spending.redemptionPeriod, day)).length
  return used >= limit ? refuse('redemption_frequency', { limit, used }) : undefined
}

function overItemLimit(state: LedgerState, { spending }: Policy, command: CommandOf<'redeem'>, day: string): Refusal | undefined {
  for (const { sku } of command.lines) {
    if (!Object.hasOwn(spending.itemLimitPieces, sku)) continue
    const limit = spending.itemLimitPieces[sku] as number
    const asked = command.lines.reduce((sum, line) => sum + (line.sku === sku ? line.pieces : 0), 0)
    const earlier = redemptions(state, command, periodOf(spending.itemLimitPeriod, day))
    const used = earlier.reduce((sum, each) => sum + (keptPieces(state, each).get(sku) ?? 0), 0)
    if (used + asked > limit) return refuse('item_limit', { sku, limit, used })
  }
  return undefined
}

/** Who redeemed before is past the threshold; a member's whole history is read only where the numbers of today do not do. */
function firstNotOpen(state: LedgerState, policy: Policy, command: CommandOf<'redeem'>): Refusal | undefined {
  const { firstRedemptionFromHours, firstRedemptionFromPoints } = policy.spending
  if (firstRedemptionFromHours === null && firstRedemptionFromPoints === null) return undefined
  const balancePoints = state
    .accountsOf(command.member)
    .reduce((sum, account) => sum + (account.code === 'P2101' || account.code === 'P2102' ? account.balance * account.side : 0), 0)
  const refused = notOpenYet(policy, {
    verifiedMinutes: state.balance(accountId('M6201', command.member)),
    balancePoints,
    lifetimePoints: () => lifetimePoints(state, command)
  })
  return refused && redemptions(state, command, EVER).length === 0 ? refused : undefined
}

/** Kinds by which points come to a member that nobody else had. */
const NEW_POINTS = ['opening', 'earn', 'award', 'grant', 'adjust']

function lifetimePoints(state: LedgerState, command: CommandOf<'redeem'>): number {
  let sum = 0
  for (const { kind, entries } of aboutRedeemer(state, command, EVER)) {
    if (!NEW_POINTS.includes(kind)) continue
    for (const entry of entries) if (entry.accountId.startsWith('P2101.')) sum -= entry.amount
  }
  return sum
}
