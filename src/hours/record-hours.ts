import { and, eq } from 'drizzle-orm'
import { dateIn } from '../clock.ts'
import type { Service } from '../communities/communities.ts'
import { type Asking, postAction } from '../communities/post-action.ts'
import type { Outcome } from '../ledger/post.ts'
import type { ServiceFacts } from '../policy/evaluate.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { isDuplicate, overlaps } from './accepted-hours.ts'
import { earlierHoursOf, keepServiceRecords, type ServedHours } from './earlier-hours.ts'
import { needsRecord } from './records/needs-record.ts'
import { Turns } from './turns.ts'

export interface ServiceHours {
  member: number
  category: string
  minutes: number
  /** Minutes since midnight; both or neither. */
  startMinute?: number | undefined
  endMinute?: number | undefined
  backfilled: boolean
  activity: string
  facts?: ServiceFacts | undefined
  approvedOn?: string | undefined
  expiredAccepted?: boolean | undefined
}

/** What is sent at the same moment about one member and day is judged one after the other. */
export const turns = new Turns()

/**
 * Records one service. What was recorded is also kept beside the journal, so that the same service is found again,
 * here and in imports. Refuses `approval_needed` where the policy wants more than one approval or a public notice, `duplicate` and `overlap` as imports do, and whatever the ledger refuses.
 */
export async function recordHours(service: Service, communityId: string, hours: ServiceHours, asking: Asking): Promise<Outcome> {
  const timeZone = await service.directory.timeZoneOf(communityId)
  if (timeZone === undefined) return refuse('unknown_community', { community: communityId })
  const { member, category, minutes, backfilled, activity, startMinute, endMinute, facts, approvedOn, expiredAccepted } = hours
  const serviceDate = asking.serviceDate ?? dateIn(timeZone, service.clock.now())
  const served: ServedHours = { memberNumber: member, serviceDate, minutes, convertibleMinutes: 0, startMinute, endMinute, activity }
  return turns.take(`${communityId} ${member} ${serviceDate}`, async () => {
    const recorded = await recordedAlready(service, communityId, served, asking)
    if (recorded) return recorded
    const action = { action: 'earn', member, category, minutes, backfilled, activity, facts, approvedOn, expiredAccepted } as const
    const outcome = await postAction(service, communityId, action, { ...asking, serviceDate })
    const posted = outcome.refused ? undefined : outcome.transactions.findLast((each) => each.kind !== 'expire')
    if (!posted) return outcome
    const { number, convertibleMinutes } = posted
    await keepServiceRecords(service, communityId, [{ number, hours: { ...served, serviceDate: posted.serviceDate, convertibleMinutes: convertibleMinutes ?? 0 } }])
    return outcome
  })
}

/** The refusal of what is there already; a key that was used before is the ledger's to answer. */
export async function recordedAlready(service: Service, communityId: string, served: ServedHours, { idempotencyKey, approvedBy }: Pick<Asking, 'idempotencyKey' | 'approvedBy'>): Promise<Refusal | undefined> {
  const { transaction } = service.bank.store.journal
  const [used] = await service.bank.store.db
    .select({ number: transaction.number })
    .from(transaction)
    .where(and(eq(transaction.communityId, communityId), eq(transaction.idempotencyKey, idempotencyKey)))
  if (used) return undefined
  const policy = await service.directory.policies.on(communityId, served.serviceDate)
  // Who approved it has seen to what the policy wants.
  if (policy && approvedBy === undefined && needsRecord(policy)) return refuse('approval_needed')
  const earlier = (await earlierHoursOf(service, communityId, [{ memberNumber: served.memberNumber, from: served.serviceDate, to: served.serviceDate }])).get(`${served.memberNumber} ${served.serviceDate}`) ?? []
  if (earlier.some((other) => isDuplicate(other, served))) return refuse('duplicate')
  return earlier.some((other) => overlaps(other, served)) ? refuse('overlap') : undefined
}
