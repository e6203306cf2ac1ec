import type { Service } from '../../communities/communities.ts'
import { readMemberBalances } from '../../ledger/read-books.ts'
import { type Refusal, refuse } from '../../refusal.ts'
import { personNumbers, servicesOfPerson } from './read-services.ts'
import { addRow, noSums } from './service-rows.ts'

/** Hours of one member since the beginning; the kinds are never added up. */
export interface HoursTotal {
  member: number
  verifiedMinutes: number
  honoraryMinutes: number
  /** Served in teams: hours of the teams, shown apart. */
  teamMinutes: number
  years: { year: number; verifiedMinutes: number; honoraryMinutes: number; teamMinutes: number }[]
}

/** What the books have of somebody's hours, and by year of service. Refuses `unknown_member`. */
export async function readHoursTotal(service: Service, communityId: string, member: number): Promise<HoursTotal | Refusal> {
  if (!(await service.directory.memberStandingOf(communityId, member))) return refuse('unknown_member', { member })
  const { verifiedMinutes, honoraryMinutes } = await readMemberBalances(service.bank.store, communityId, member)
  const person = await personNumbers(service, communityId, member)
  const years = new Map<number, ReturnType<typeof noSums>>()
  for (const row of await servicesOfPerson(service, communityId, { person, from: '1900-01-01', to: '9999-12-31' })) {
    const year = Number(row.serviceDate.slice(0, 4))
    const sums = years.get(year) ?? noSums()
    years.set(year, sums)
    addRow(sums, row)
  }
  const teamMinutes = [...years.values()].reduce((sum, year) => sum + year.teamMinutes, 0)
  const inOrder = [...years].sort(([a], [b]) => a - b)
  return { member, verifiedMinutes, honoraryMinutes, teamMinutes, years: inOrder.map(([year, { points: _, ...sums }]) => ({ year, ...sums })) }
}
