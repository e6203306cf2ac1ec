import { createHash } from 'node:crypto'
import type { Service } from '../../communities/communities.ts'
import { type Asking, postAction } from '../../communities/post-action.ts'
import type { Outcome } from '../../ledger/post.ts'
import { NEVER_EXPIRES } from '../../policy/validity.ts'
import { isRefusal, type Refusal, refuse } from '../../refusal.ts'
import { findAwardRule } from './award-rules.ts'
import { todayIn } from '../../communities/today.ts'

/** What each member of a list got. */
export interface Awarded {
  member: number
  outcome: Outcome
}

/**
 * One award of a rule to each of some members. The ledger holds the limits while it decides, so that many at once never exceed
 * them; a member who has had enough is refused alone. Each has a key of its own, made of the request's.
 *
 * Refuses `unknown_award_rule` and `award_rule_not_in_force`.
 */
export async function awardByRule(service: Service, communityId: string, { rule, members }: { rule: string; members: number[] }, asking: Asking): Promise<Awarded[] | Refusal> {
  const found = await findAwardRule(service, communityId, rule)
  if (isRefusal(found)) return found
  const { points, limits, validFrom, validThrough } = found
  const day = asking.serviceDate ?? await todayIn(service, communityId)
  if (day < validFrom || day > (validThrough ?? NEVER_EXPIRES)) {
    return refuse('award_rule_not_in_force', { rule, from: validFrom, through: validThrough ?? NEVER_EXPIRES })
  }
  const list = [...new Set(members)]
  const outcomes = await Promise.all(
    list.map((member) => postAction(service, communityId, { action: 'award', member, rule, points, limits }, { ...asking, idempotencyKey: keyFor(asking.idempotencyKey, member) }))
  )
  return list.map((member, at) => ({ member, outcome: outcomes[at] as Outcome }))
}

/** Room that a member's number and what is posted along take behind a key. */
const MOST_KEY_CHARACTERS = 160

/** The key of one member's award; a long one is shortened to its hash. */
function keyFor(key: string, member: number): string {
  const kept = key.length > MOST_KEY_CHARACTERS ? createHash('sha256').update(key).digest('hex') : key
  return `${kept}.${member}`
}

export interface FreeAward {
  member: number
  rule: string
  points: number
  expiresOn?: string | undefined
}

/** An award that no rule is kept for; where one is, it is `award_has_rule`, so that its limits are not gone around. */
export async function awardFreely(service: Service, communityId: string, award: FreeAward, asking: Asking): Promise<Outcome> {
  const found = await findAwardRule(service, communityId, award.rule)
  if (!isRefusal(found)) return refuse('award_has_rule', { rule: award.rule })
  return postAction(service, communityId, { action: 'award', ...award }, asking)
}
