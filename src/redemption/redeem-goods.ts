import type { Service } from '../communities/communities.ts'
import { type Asking, postAction } from '../communities/post-action.ts'
import type { GoodsLine, RedemptionLine } from '../ledger/command.ts'
import type { Outcome } from '../ledger/post.ts'
import { isRefusal, type Refusal } from '../refusal.ts'
import { findGood } from './catalogue.ts'

export interface RedeemGoods {
  member: number
  counter: string
  lines: GoodsLine[]
  hold?: number | undefined
  foundLate?: boolean | undefined
  /** The member for whom the goods are, where that is not who pays. */
  benefits?: number | undefined
}

/**
 * Redeems goods at the catalogue's prices and within its monthly limits; points and goods move in one transaction.
 * Refuses `unknown_good` and whatever the ledger refuses.
 */
export async function redeemGoods(service: Service, communityId: string, request: RedeemGoods, asking: Asking): Promise<Outcome> {
  const lines: RedemptionLine[] = []
  for (const { sku, pieces } of request.lines) {
    const good: Awaited<ReturnType<typeof findGood>> | Refusal = await findGood(service, communityId, sku)
    if (isRefusal(good)) return good
    lines.push({ sku: good.sku, pieces, points: good.price, monthlyLimit: good.monthlyLimit ?? undefined })
  }
  const standing = await service.directory.memberStandingOf(communityId, request.member)
  return postAction(service, communityId, { action: 'redeem', ...request, lines, formerly: standing?.formerly }, asking)
}
