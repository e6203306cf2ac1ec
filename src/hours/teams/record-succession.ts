import type { Service } from '../../communities/communities.ts'
import { type Asking, postAction } from '../../communities/post-action.ts'
import type { SuccessionCause } from '../../contracts/person-codes.ts'
import type { Outcome } from '../../ledger/post.ts'
import { refuse } from '../../refusal.ts'

export interface Succession {
  from: number
  /** Who succeeds, where the policy lets somebody. */
  to?: number | undefined
  because: SuccessionCause
}

/**
 * Decides about a member's points at a death, a move or a closing account, as the policy has it. Of a death it must be
 * recorded first, so that cards and proxies are ended.
 *
 * Refuses `not_dead`, `member_died` of who would succeed, `unknown_member`, `member_merged`, and whatever the ledger refuses.
 */
export async function recordSuccession(service: Service, communityId: string, { from, to, because }: Succession, asking: Asking): Promise<Outcome> {
  const dead = async (member: number): Promise<boolean> => (await service.directory.memberStandingOf(communityId, member))?.diedOn != null
  if (because === 'death' && (await service.directory.memberStandingOf(communityId, from)) && !(await dead(from))) return refuse('not_dead', { member: from })
  if (to !== undefined && (await dead(to))) return refuse('member_died', { member: to })
  return postAction(service, communityId, { action: 'succeed', from, to, because }, asking)
}
