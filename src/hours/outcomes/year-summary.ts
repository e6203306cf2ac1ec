import type { Service } from '../../communities/communities.ts'
import { type KnownService, personNumbers, servicesOfCommunity, servicesOfPerson } from './read-services.ts'
import { addRow, noSums, type ServiceSums } from './service-rows.ts'

/** What services came to, together. */
export interface Group extends ServiceSums {
  /** The number of a volunteer, or the code of a team, post, brand or category; null where it has none. */
  key: string | null
  services: number
}

/** Kinds that are a service each; hours carried in and corrections are none. */
const SERVED = ['earn', 'record_honorary', 'earn_team']

export const SUMMARY_GROUPS = ['volunteer', 'team', 'post', 'brand', 'category'] as const
export type SummaryGroup = (typeof SUMMARY_GROUPS)[number]

export interface YearSummary {
  year: number
  by: SummaryGroup
  groups: Group[]
  /** Each service once: the groups add up to it. */
  total: Group
}

const KEYS: Record<SummaryGroup, (row: KnownService) => string | null> = {
  volunteer: ({ member }) => (member === null ? null : String(member)),
  team: ({ team }) => team,
  post: ({ postId }) => postId,
  brand: ({ brand }) => brand,
  category: ({ category }) => category
}

/** A year's services by their dates, grouped; what was reversed since is left out. Groups in order of their minutes. */
export async function summarizeYear(service: Service, communityId: string, { year, by, member }: { year: number; by: SummaryGroup; member?: number | undefined }): Promise<YearSummary> {
  const range = { from: `${year}-01-01`, to: `${year}-12-31` }
  const groups = new Map<string | null, Group>()
  const total: Group = { key: null, services: 0, ...noSums() }
  const count = (row: KnownService): void => {
    const key = KEYS[by](row)
    const group = groups.get(key) ?? { key, services: 0, ...noSums() }
    groups.set(key, group)
    for (const each of [group, total]) {
      addRow(each, row)
      if (row.member !== null && SERVED.includes(row.kind)) each.services++
    }
  }
  if (member === undefined) {
    for await (const page of servicesOfCommunity(service, communityId, { ...range, by: 'service_date' })) for (const row of page) count(row)
  } else {
    const person = await personNumbers(service, communityId, member)
    for (const row of await servicesOfPerson(service, communityId, { ...range, person })) count(row)
  }
  const minutesOf = (group: Group): number => group.verifiedMinutes + group.honoraryMinutes + group.teamMinutes
  const sorted = [...groups.values()].sort((a, b) => minutesOf(b) - minutesOf(a) || ((a.key ?? '') < (b.key ?? '') ? -1 : 1))
  return { year, by, groups: sorted, total }
}
