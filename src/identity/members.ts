import { holderOf } from '../communities/cards.ts'
import type { Service } from '../communities/communities.ts'
import { isRefusal } from '../refusal.ts'

/** A member who may act: not gone, not merged into another, alive and not erased. */
export interface ActiveMember {
  number: number
  birthDate: string | null
}

export async function findActiveMember({ directory }: Service, communityId: string, number: number): Promise<ActiveMember | undefined> {
  const standing = await directory.memberStandingOf(communityId, number)
  if (!standing || standing.leftOn !== null || standing.mergedInto !== null || standing.diedOn !== null) return undefined
  return { number, birthDate: standing.birthDate }
}

/** The member whose card it is, a bound one too; a dead card is nobody's. */
export async function findMemberOfCard(service: Service, communityId: string, text: string): Promise<ActiveMember | undefined> {
  const holder = await holderOf(service, communityId, text)
  return isRefusal(holder) ? undefined : findActiveMember(service, communityId, holder.member)
}
