import { and, eq } from 'drizzle-orm'
import type { Service } from '../../communities/communities.ts'
import { once } from '../../communities/once.ts'
import { findKeyUse, type Keyed } from '../../communities/request-keys.ts'
import type { CorrectionReason } from '../../contracts/attendance-codes.ts'
import { newId } from '../../id.ts'
import { isRefusal, type Refusal, refuse } from '../../refusal.ts'
import type { Database } from '../../store/store.ts'
import { withdrawRecord } from '../records/change-record.ts'
import { findRecord } from '../records/read-records.ts'
import { endOfPresence, flagsOfTimes, type Presence, type PresenceRow } from './presence.ts'
import { makePresenceRecords } from './presence-records.ts'
import { findPresence } from './presences.ts'

export interface Correction {
  presenceId: string
  reason: CorrectionReason
  /** Instants; what is absent stays. */
  checkedInAt?: number | undefined
  checkedOutAt?: number | undefined
  /** The member was not there at all: nothing takes its place. */
  notThere?: boolean | undefined
}

/** Beyond these a record is changed by a correction of its own. */
const STILL_OPEN = ['recorded', 'returned', 'submitted', 'withdrawn']

/**
 * Puts a presence right: the old one is void and stays to be seen, its service records are withdrawn, and a new one stands in its place, known by
 * the check-in alone. Refuses `unknown_presence`, `end_before_start`, `future_date`, and `presence_not_correctable` where its record has
 * been approved or the presence was put right before.
 */
export async function correctPresence(service: Service, communityId: string, correction: Correction, asked: Keyed): Promise<{ presence: Presence; replayed: boolean } | Refusal> {
  const { presenceId } = correction
  const before = await findPresence(service, communityId, presenceId)
  if (isRefusal(before)) return before
  const known = await findKeyUse(service, service.bank.store.db, communityId, asked)
  const bad = known === undefined ? await refusalOf(service, communityId, before, correction) : undefined
  if (bad) return bad
  for (const [index, recordId] of before.recordIds.entries()) {
    const key = { ...asked, idempotencyKey: `${asked.idempotencyKey}.${index}` }
    const record = await findRecord(service, communityId, recordId)
    if (isRefusal(record) || record.state === 'withdrawn') continue
    const withdrawn = await withdrawRecord(service, communityId, recordId, key)
    if (isRefusal(withdrawn)) return withdrawn
  }
  const made = await once(service, communityId, asked, (db) => replace(db, service, communityId, correction, asked.actor))
  if (isRefusal(made)) return made
  await makePresenceRecords(service, communityId, { presenceIds: [made.made], actor: asked.actor })
  const presence = await findPresence(service, communityId, made.made)
  return isRefusal(presence) ? presence : { presence, replayed: made.replayed }
}

async function refusalOf(service: Service, communityId: string, before: Presence, { notThere, ...correction }: Correction): Promise<Refusal | undefined> {
  if (before.state === 'void') return refuse('presence_not_correctable', { state: 'void' })
  for (const recordId of before.recordIds) {
    const record = await findRecord(service, communityId, recordId)
    if (!isRefusal(record) && !STILL_OPEN.includes(record.state)) return refuse('presence_not_correctable', { state: record.state })
  }
  if (notThere) return undefined
  const { checkedInAt: from = before.checkedInAt, checkedOutAt: to = before.checkedOutAt } = correction
  if (to === null || to <= from) return refuse('end_before_start')
  const now = service.clock.now()
  return to > now ? refuse('future_date', { value: new Date(to).toISOString(), today: new Date(now).toISOString() }) : undefined
}

async function replace(db: Database, { bank, directory }: Service, communityId: string, correction: Correction, actor: string): Promise<string | Refusal> {
  const { presence } = bank.store.tables
  const { presenceId, reason, notThere } = correction
  const its = and(eq(presence.communityId, communityId), eq(presence.presenceId, presenceId))
  const [row] = await db.select().from(presence).where(its)
  if (!row || row.state === 'void') return refuse('presence_not_correctable', { state: 'void' })
  await db.update(presence).set({ state: 'void', reason }).where(its)
  if (notThere) return presenceId
  const timeZone = (await directory.timeZoneOf(communityId)) ?? 'UTC'
  const { checkedInAt = row.checkedInAt, checkedOutAt = row.checkedOutAt ?? row.checkedInAt } = correction
  const kept = row.flags.filter((flag) => flag.code === 'not_expected')
  const flags = [...kept, ...flagsOfTimes(row, { from: checkedInAt, to: checkedOutAt }), { code: 'corrected' }]
  const begun: PresenceRow = { ...row, presenceId: newId(), checkedInAt, flags, recordRefusal: null, replaces: presenceId, reason }
  await db.insert(presence).values({ ...begun, ...endOfPresence(timeZone, begun, { at: checkedOutAt, method: 'list', actor, evidence: 'check_in' }) })
  return begun.presenceId
}
