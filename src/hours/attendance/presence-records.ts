import { and, eq, inArray } from 'drizzle-orm'
import type { Service } from '../../communities/communities.ts'
import type { Evidence } from '../../policy/earning-parameters.ts'
import { isRefusal } from '../../refusal.ts'
import { recordServices, type ServiceToRecord } from '../records/record-service.ts'
import { findOccasion } from './occasion.ts'
import { countedTimes, type PresenceRow } from './presence.ts'

/**
 * Makes the service records of presences that have ended: one each, or two where it went on after midnight. Made once, however often
 * it is asked for; why one could not be made stays with its presence, which nobody is kept from ending.
 */
export async function makePresenceRecords(service: Service, communityId: string, { presenceIds, actor }: { presenceIds: string[]; actor: string }): Promise<void> {
  if (presenceIds.length === 0) return
  const { presence, attendanceSheet } = service.bank.store.tables
  const timeZone = (await service.directory.timeZoneOf(communityId)) ?? 'UTC'
  const { attachments, sourceHash } = attendanceSheet
  const rows = await service.bank.store.db
    .select({ presence, attachments, sourceHash })
    .from(presence)
    .leftJoin(attendanceSheet, and(eq(attendanceSheet.communityId, presence.communityId), eq(attendanceSheet.sheetId, presence.sheetId)))
    .where(and(eq(presence.communityId, communityId), inArray(presence.presenceId, presenceIds), eq(presence.state, 'out')))
  const ended: { presenceId: string; given: ServiceToRecord }[] = []
  for (const { presence: row, attachments, sourceHash } of rows) {
    const given = serviceOf(timeZone, row, await isSeenByOther(service, row))
    const source = { attachments: attachments ?? undefined, sourceHash: sourceHash ?? undefined, sourceRow: sourceHash === null ? undefined : String(row.sheetRow) }
    if (given) ended.push({ presenceId: row.presenceId, given: { ...given, ...source } })
  }
  if (ended.length === 0) return
  const recorded = await recordServices(service, communityId, ended.map((each) => each.given), { actor })
  if (isRefusal(recorded)) return
  for (const [index, outcome] of recorded.outcomes.entries()) {
    const { presenceId } = ended[index] as (typeof ended)[number]
    if (!isRefusal(outcome)) continue
    await service.bank.store.write((db) =>
      db.update(presence).set({ recordIds: [], recordRefusal: outcome.code }).where(and(eq(presence.communityId, communityId), eq(presence.presenceId, presenceId)))
    )
  }
}

/** A code that others showed speaks for the member who used it; who could look it up themselves vouches for nobody. */
async function isSeenByOther(service: Service, { communityId, purpose, purposeId, memberNumber, checkInMethod }: PresenceRow): Promise<boolean> {
  if (checkInMethod !== 'code') return false
  const ref = { purpose: purpose as 'activity' | 'shift' | 'post', purposeId }
  const occasion = await findOccasion(service.bank.store.db, service, communityId, ref)
  return !isRefusal(occasion) && occasion.responsible !== memberNumber
}

function serviceOf(timeZone: string, row: PresenceRow, seenByOther: boolean): ServiceToRecord | undefined {
  const { checkedInAt, checkedOutAt, recordIds, purpose, purposeId, title, category, brand, postId, checkInMethod, evidence, memberNumber } = row
  const [recordId] = recordIds
  if (recordId === undefined || checkedOutAt === null) return undefined
  const counted = countedTimes(timeZone, { from: checkedInAt, to: checkedOutAt })
  if (!counted) return undefined
  return {
    ...counted, member: memberNumber, category, activity: title, activityId: purpose === 'activity' ? purposeId : undefined,
    shiftId: purpose === 'shift' ? purposeId : undefined, postId: postId ?? undefined, brand: brand ?? undefined,
    method: checkInMethod as 'code' | 'card' | 'list' | 'sheet', evidence: evidence as Evidence, recordId, seenByOther
  }
}
