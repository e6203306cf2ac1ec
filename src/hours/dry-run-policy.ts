import type { Policy } from '../policy/content.ts'
import { evaluate } from '../policy/evaluate.ts'
import { type EarlierRecord, usageOf, usageRange } from '../policy/usage.ts'
import { formatPoints } from '../points.ts'
import type { RefusalCode } from '../refusal.ts'
import type { Store } from '../store/store.ts'
import { issuedBy, type PostedService, recordOf, servicesByMember } from './service-records.ts'

/** What one record earned and would have earned. */
export interface DryRunRecord {
  number: number
  member: number
  serviceDate: string
  category: string
  minutes: number
  /** The version it was judged by. */
  policyVersion: number
  postedPoints: string
  wouldBePoints: string
  differencePoints: string
  /** Why the changed policy would have refused it. */
  refusal: RefusalCode | null
}

export interface DryRunTotals {
  records: number
  changed: number
  refused: number
  postedPoints: string
  wouldBePoints: string
  differencePoints: string
}

/** The last calendar quarter that was over on a day. */
export function lastQuarter(today: string): { from: string; through: string } {
  const quarter = Math.floor((Number(today.slice(5, 7)) - 1) / 3)
  const year = Number(today.slice(0, 4)) - (quarter === 0 ? 1 : 0)
  const [from, through] = [['10-01', '12-31'], ['01-01', '03-31'], ['04-01', '06-30'], ['07-01', '09-30']][quarter] as [string, string]
  return { from: `${year}-${from}`, through: `${year}-${through}` }
}

/**
 * What the records of some service dates that stand would have earned under another policy, member by member in the
 * order of posting, and the totals as what the generator returns. Points are those issued, before the balance cap: what
 * a balance would have been depends on what people would have spent. Reads only.
 */
export async function* dryRunPolicy(
  store: Store,
  communityId: string,
  { policy, from, through }: { policy: Policy; from: string; through: string }
): AsyncGenerator<DryRunRecord, DryRunTotals> {
  const totals = { records: 0, changed: 0, refused: 0, posted: 0n, wouldBe: 0n }
  // A month's or a year's cap begins before the first day that is asked for.
  const to = usageRange(policy, through)?.to ?? through
  const range = { from: usageRange(policy, from)?.from ?? from, to: to > through ? through : to }
  for await (const services of servicesByMember(store, communityId, range)) {
    for (const { service, points, refusal } of judgeAnew(policy, services)) {
      const { number, memberNumber, serviceDate, category, minutes, policyVersion } = service.transaction
      if (serviceDate < from) continue
      const posted = issuedBy(service.transaction)
      totals.records++
      totals.posted += BigInt(posted)
      totals.wouldBe += BigInt(points)
      if (points !== posted) totals.changed++
      if (refusal) totals.refused++
      yield {
        number, member: memberNumber ?? 0, serviceDate, category: category ?? '', minutes: minutes ?? 0, policyVersion: policyVersion ?? 0,
        postedPoints: formatPoints(posted), wouldBePoints: formatPoints(points), differencePoints: formatPoints(points - posted), refusal
      }
    }
  }
  const { records, changed, refused, posted, wouldBe } = totals
  return {
    records, changed, refused,
    postedPoints: formatPoints(posted), wouldBePoints: formatPoints(wouldBe), differencePoints: formatPoints(wouldBe - posted)
  }
}

interface Judged {
  service: PostedService
  points: number
  refusal: RefusalCode | null
}

/** One member's services by the changed policy; each uses of its caps what those before it left. */
function* judgeAnew(policy: Policy, services: PostedService[]): Generator<Judged> {
  const earlier: EarlierRecord[] = []
  for (const service of services) {
    const { activity } = service
    const record = recordOf(service.transaction)
    const evaluation = evaluate(policy, record, { usage: usageOf(policy, earlier, { serviceDate: record.serviceDate, activity }) })
    if ('refused' in evaluation) {
      yield { service, points: 0, refusal: evaluation.code }
      continue
    }
    const { honorary, convertibleMinutes, points } = evaluation
    if (!honorary) earlier.push({ serviceDate: record.serviceDate, minutes: record.minutes, convertibleMinutes, activity })
    yield { service, points, refusal: null }
  }
}
