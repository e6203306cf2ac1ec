import type { Entitlement } from '../contracts/person-codes.ts'
import { pointsAccount } from '../ledger/chart.ts'
import { readAccount, readMemberBalances } from '../ledger/read-books.ts'
import { isRefusal, type Refusal } from '../refusal.ts'
import { ageOn } from './age.ts'
import type { Service } from './communities.ts'
import { mayBenefit } from './known-facts.ts'
import { findMemberInFull } from './member-view.ts'
import { todayIn } from './today.ts'

const ELDER_YEARS = 60
const PRIORITY_YEARS = 80

/** What a counter sees of a member. */
export interface CounterView {
  number: number
  name: string
  building: string | null
  /** What may be spent, in hundredths of a point. */
  points: number
  /** Whether the member may redeem anything for themselves: the account is open, and the policy's conditions are met. */
  entitled: boolean
  entitlements: Entitlement[]
}

/** A member as a counter sees them: entitled or not entitled, never the tag. Refuses `unknown_member`. */
export async function readCounterView(service: Service, communityId: string, number: number): Promise<CounterView | Refusal> {
  const { bank, clock, directory } = service
  const member = await findMemberInFull(service, communityId, number, { careTags: true })
  if (isRefusal(member)) return member
  const { points } = await readMemberBalances(bank.store, communityId, number)
  const account = await readAccount(bank.store, communityId, pointsAccount(number))
  const today = await todayIn({ directory, clock }, communityId)
  const age = member.birthDate === null ? null : ageOn(member.birthDate, today)
  const isOpen = member.diedOn === null && member.mergedInto === null && (account?.state ?? 'open') === 'open'
  const mayRedeem = isOpen && (await mayBenefit(service, communityId, number, today))
  const entitlements: Entitlement[] = []
  if (mayRedeem) entitlements.push('redeem')
  if (age !== null && age >= ELDER_YEARS) entitlements.push('elder')
  if ((member.careTags ?? []).length > 0 || (age !== null && age >= PRIORITY_YEARS)) entitlements.push('priority')
  return { number, name: member.name, building: member.building, points, entitled: mayRedeem, entitlements }
}
