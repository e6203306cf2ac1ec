import type { Service } from '../communities/communities.ts'
import { type Asking, postAction } from '../communities/post-action.ts'
import type { Outcome } from '../ledger/post.ts'
import type { ServiceFacts } from '../policy/evaluate.ts'
import { keepServiceRecords } from './earlier-hours.ts'

export interface ServiceHours {
  member: number
  category: string
  minutes: number
  backfilled: boolean
  activity: string
  facts?: ServiceFacts | undefined
  approvedOn?: string | undefined
  expiredAccepted?: boolean | undefined
}

/**
 * Records one service. What was recorded is also kept beside the journal, so that a later import of the same service
 * is found to be a duplicate. Refuses whatever the ledger refuses.
 */
export async function recordHours(service: Service, communityId: string, hours: ServiceHours, asking: Asking): Promise<Outcome> {
  const { activity } = hours
  const outcome = await postAction(service, communityId, { action: 'earn', ...hours }, asking)
  const posted = outcome.refused ? undefined : outcome.transactions.findLast((each) => each.kind !== 'expire')
  if (!posted) return outcome
  const { number, serviceDate, convertibleMinutes } = posted
  const served = { memberNumber: hours.member, serviceDate, minutes: hours.minutes, convertibleMinutes: convertibleMinutes ?? 0, activity }
  await keepServiceRecords(service, communityId, [{ number, hours: served }])
  return outcome
}
