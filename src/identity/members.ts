import { and, eq, isNull } from 'drizzle-orm'
import { holderOf } from '../communities/cards.ts'
import type { Service } from '../communities/communities.ts'
import { isRefusal } from '../refusal.ts'

/** A member who may act: not gone, not merged into another, alive and not erased. */
export interface ActiveMember {
  number: number
  birthDate: string | null
}

export async function isActiveMember(service: Service, communityId: string, number: number): Promise<boolean> {
  return (await findActiveMember(service, communityId, number)) !== undefined
}

export async function findActiveMember({ bank }: Service, communityId: string, number: number): Promise<ActiveMember | undefined> {
  const { member, person } = bank.store.tables
  const [found] = await bank.store.db
    .select({ number: member.number, birthDate: person.birthDate })
    .from(member)
    .innerJoin(person, eq(person.personId, member.personId))
    .where(
      and(
        eq(member.communityId, communityId), eq(member.number, number), isNull(member.leftOn), isNull(member.mergedInto), isNull(person.diedOn),
        isNull(person.erasedAt)
      )
    )
  return found
}

/** The member whose card it is, a bound one too; a dead card is nobody's. */
export async function findMemberOfCard(service: Service, communityId: string, text: string): Promise<ActiveMember | undefined> {
  const holder = await holderOf(service, communityId, text)
  return isRefusal(holder) ? undefined : findActiveMember(service, communityId, holder.member)
}
