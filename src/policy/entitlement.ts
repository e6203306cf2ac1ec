import { formatPoints, parsePoints } from '../points.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { Policy } from './content.ts'
import type { Condition, Relation } from './values.ts'

/** What must be known of who benefits: judged on that person, not on who pays. */
export interface Beneficiary {
  ageYears?: number | undefined
  tags?: readonly string[] | undefined
  /** To who pays; `self` where that is the same person. */
  relation?: Relation | undefined
}

function meets(condition: Condition, { ageYears, tags = [] }: Beneficiary): boolean {
  const { fromAgeYears, throughAgeYears, allTags = [] } = condition
  if (fromAgeYears !== undefined && !(ageYears !== undefined && ageYears >= fromAgeYears)) return false
  if (throughAgeYears !== undefined && !(ageYears !== undefined && ageYears <= throughAgeYears)) return false
  return allTags.every((tag) => tags.includes(tag))
}

/** One group of conditions is enough; none at all is no condition. What is not known does not meet one. */
export function meetsAny(conditions: readonly Condition[], beneficiary: Beneficiary): boolean {
  return conditions.length === 0 || conditions.some((condition) => meets(condition, beneficiary))
}

/** Why a person may not benefit: `beneficiary_unknown` where the policy asks and nobody said, `not_entitled`. */
export function notEntitled({ spending }: Pick<Policy, 'spending'>, beneficiary: Beneficiary | undefined): Refusal | undefined {
  const { beneficiaryAnyOf, beneficiaryRelations } = spending
  if (beneficiaryAnyOf.length === 0 && beneficiaryRelations === null) return undefined
  if (!beneficiary) return refuse('beneficiary_unknown')
  if (beneficiaryRelations !== null && !(beneficiary.relation && beneficiaryRelations.includes(beneficiary.relation))) return refuse('not_entitled')
  return meetsAny(beneficiaryAnyOf, beneficiary) ? undefined : refuse('not_entitled')
}

/** The place of a person in the order of priority, 0 first; behind everybody where no group is theirs. */
export function priorityOf({ spending }: Pick<Policy, 'spending'>, person: Beneficiary): number {
  const at = spending.priorityGroups.findIndex((each) => meetsAny(each.anyOf, person))
  return at < 0 ? spending.priorityGroups.length : at
}

/** Why a person may not be granted points: not of a group that is, granted before where it is once only, or too much. */
export function mayNotBeGranted(
  { spending }: Pick<Policy, 'spending'>,
  person: Beneficiary,
  { points, grantedBefore }: { points: number; grantedBefore: boolean }
): Refusal | undefined {
  const { grantGroups, priorityGroups, grantOnceOnly, grantPoints } = spending
  const ofGroup = grantGroups === null || priorityGroups.some((each) => grantGroups.includes(each.group) && meetsAny(each.anyOf, person))
  if (!ofGroup || (grantOnceOnly && grantedBefore)) return refuse('grant_not_allowed')
  return grantPoints !== null && points > (parsePoints(grantPoints) ?? 0) ? refuse('grant_not_allowed') : undefined
}

/** Why a gift may not be made; `usedPoints` is what the giver gave in the month. Hundredths. */
export function giftRefused(
  { spending }: Pick<Policy, 'spending'>,
  { points, usedPoints, relation }: { points: number; usedPoints: number; relation?: Relation | undefined }
): Refusal | undefined {
  const { giftsAllowed, giftRelations, giftCapPoints, giftMonthCapPoints } = spending
  if (!giftsAllowed || (giftRelations !== null && !(relation && giftRelations.includes(relation)))) return refuse('gift_not_allowed')
  if (giftCapPoints !== null && points > (parsePoints(giftCapPoints) ?? 0)) return refuse('gift_limit', { limit: giftCapPoints, used: '0' })
  if (giftMonthCapPoints !== null && usedPoints + points > (parsePoints(giftMonthCapPoints) ?? 0)) {
    return refuse('gift_limit', { limit: giftMonthCapPoints, used: String(usedPoints / 100) })
  }
  return undefined
}

/** Whether a PIN is asked for, after what the card alone paid that day. Hundredths. */
export function needsPin({ spending }: Pick<Policy, 'spending'>, { points, usedPoints }: { points: number; usedPoints: number }): boolean {
  return spending.cardAloneDailyPoints === null || usedPoints + points > (parsePoints(spending.cardAloneDailyPoints) ?? 0)
}

export function hasIssuanceLimit({ funds }: Pick<Policy, 'funds'>, fund: string): boolean {
  return Object.hasOwn(funds.issuanceLimitPoints, fund)
}

/** Why a fund may not issue so much more in a period. Hundredths. */
export function overIssuance({ funds }: Pick<Policy, 'funds'>, { fund, points, issuedPoints }: { fund: string; points: number; issuedPoints: number }): Refusal | undefined {
  if (!hasIssuanceLimit({ funds }, fund)) return undefined
  const limit = funds.issuanceLimitPoints[fund] as string
  return issuedPoints + points > (parsePoints(limit) ?? 0) ? refuse('fund_limit', { fund, limit, used: formatPoints(issuedPoints) }) : undefined
}

/** What becomes of points at a death, a move or a closing; refused while the policy has not chosen. */
export function dispositionAt({ keeping }: Pick<Policy, 'keeping'>, at: 'death' | 'move' | 'closing'): 'succeed' | 'donate' | 'lapse' | Refusal {
  return { death: keeping.atDeath, move: keeping.atMove, closing: keeping.atClosing }[at] ?? refuse('disposition_not_chosen')
}
