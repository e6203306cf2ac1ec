import { readPolicies } from '../ledger/read-books.ts'
import type { Policy } from '../policy/content.ts'
import { evaluate } from '../policy/evaluate.ts'
import { usageRange } from '../policy/usage.ts'
import { UsageSoFar } from '../policy/usage-so-far.ts'
import { formatPoints } from '../points.ts'
import type { RefusalCode } from '../refusal.ts'
import type { Store } from '../store/store.ts'
import { issuedBy, type PostedService, recordOf, servicesInOrder } from './service-records.ts'
import { judgeTeamAnew, type TeamPartAnew } from './teams/judge-team-anew.ts'

interface Compared {
  postedPoints: string
  wouldBePoints: string
  differencePoints: string
}

/** What a member of a team, or with null the donation pool, got of its service and would have got. */
export interface DryRunShare extends Compared {
  member: number | null
  minutes: number
}

/** What one record earned and would have earned. */
export interface DryRunRecord extends Compared {
  number: number
  /** Null for a service of a team. */
  member: number | null
  /** Null for a service of a member alone. */
  team: string | null
  serviceDate: string
  category: string
  minutes: number
  /** The version it was judged by. */
  policyVersion: number
  /** Why the changed policy would have refused it. */
  refusal: RefusalCode | null
  /** Of a team: they add up to the record. */
  shares: DryRunShare[]
}

export interface DryRunTotals extends Compared {
  records: number
  /** Those of teams among them. */
  teamServices: number
  changed: number
  refused: number
}

/** The last calendar quarter that was over on a day. */
export function lastQuarter(today: string): { from: string; through: string } {
  const quarter = Math.floor((Number(today.slice(5, 7)) - 1) / 3)
  const year = Number(today.slice(0, 4)) - (quarter === 0 ? 1 : 0)
  const [from, through] = [['10-01', '12-31'], ['01-01', '03-31'], ['04-01', '06-30'], ['07-01', '09-30']][quarter] as [string, string]
  return { from: `${year}-${from}`, through: `${year}-${through}` }
}

/**
 * What the services of some dates that stand, of members and of teams, would have earned under another policy, in the order of
 * posting, and the totals as what the generator returns. Points are those issued, before the balance cap: what a balance would
 * have been depends on what people would have spent. Reads only; what is kept is what people used of their caps.
 */
export async function* dryRunPolicy(
  store: Store,
  communityId: string,
  { policy, from, through }: { policy: Policy; from: string; through: string }
): AsyncGenerator<DryRunRecord, DryRunTotals> {
  const totals = { records: 0, teamServices: 0, changed: 0, refused: 0, posted: 0n, wouldBe: 0n }
  const versions = new Map((await readPolicies(store, communityId)).map((each) => [each.version, each.policy]))
  const used = new UsageSoFar(policy)
  // A month's or a year's cap begins before the first day that is asked for, and what was posted first may be of a later one.
  const range = { from: usageRange(policy, from)?.from ?? from, to: usageRange(policy, through)?.to ?? through, withActivities: policy.earning.activityCapMinutes !== null }
  for await (const each of servicesInOrder(store, communityId, range)) {
    if ('merged' in each) {
      used.merge(each.merged)
      continue
    }
    const { points, refusal, team, parts } = judgeAnew(policy, used, { service: each, versions })
    const { number, memberNumber, serviceDate, category, minutes, policyVersion } = each.transaction
    if (serviceDate < from || serviceDate > through) continue
    const posted = issuedBy(each.transaction)
    totals.records++
    totals.posted += BigInt(posted)
    totals.wouldBe += BigInt(points)
    if (team !== null) totals.teamServices++
    if (points !== posted || parts.some((part) => part.wouldBe !== part.posted)) totals.changed++
    if (refusal) totals.refused++
    yield {
      number, member: memberNumber, team, serviceDate, category: category ?? '', minutes: minutes ?? 0, policyVersion: policyVersion ?? 0,
      ...compared(posted, points), refusal,
      shares: parts.map((part) => ({ member: part.member, minutes: part.minutes, ...compared(part.posted, part.wouldBe) }))
    }
  }
  const { posted, wouldBe, ...counts } = totals
  return { ...counts, ...compared(posted, wouldBe) }
}

function compared<Hundredths extends number | bigint>(posted: Hundredths, wouldBe: Hundredths): Compared {
  return { postedPoints: formatPoints(posted), wouldBePoints: formatPoints(wouldBe), differencePoints: formatPoints(BigInt(wouldBe) - BigInt(posted)) }
}

interface Judged {
  points: number
  refusal: RefusalCode | null
  team: string | null
  parts: TeamPartAnew[]
}

/** One service by the changed policy; it uses of somebody's caps what those before it left. */
function judgeAnew(policy: Policy, used: UsageSoFar, { service, versions }: { service: PostedService; versions: Map<number, Policy> }): Judged {
  const { transaction, activity } = service
  if (transaction.kind === 'earn_team') {
    const postedBy = versions.get(transaction.policyVersion ?? 0)
    if (!postedBy) throw new Error(`transaction ${transaction.number} was judged by version ${transaction.policyVersion}, which is not there`)
    return judgeTeamAnew(policy, used, { service, postedBy })
  }
  const member = transaction.memberNumber ?? 0
  const record = recordOf(transaction)
  const { serviceDate, minutes } = record
  const evaluation = evaluate(policy, record, { usage: used.of(member, { serviceDate, activity }) })
  if ('refused' in evaluation) return { points: 0, refusal: evaluation.code, team: null, parts: [] }
  const { honorary, convertibleMinutes, points } = evaluation
  if (!honorary) used.add(member, { serviceDate, minutes, convertibleMinutes, activity })
  return { points, refusal: null, team: null, parts: [] }
}
