import { and, eq } from 'drizzle-orm'
import { dateIn, startOfDay } from '../../clock.ts'
import type { Service } from '../../communities/communities.ts'
import { once } from '../../communities/once.ts'
import type { Keyed } from '../../communities/request-keys.ts'
import type { CheckMethod } from '../../contracts/attendance-codes.ts'
import { isRefusal, type Refusal, refuse } from '../../refusal.ts'
import type { PresenceFlag } from '../../store/presence-tables.ts'
import type { Database } from '../../store/store.ts'
import { closeForgotten } from './close-forgotten.ts'
import { findOccasion, isExpected, type Occasion, type PurposeRef } from './occasion.ts'
import { beginPresence, endOfPresence, flagsOfTimes, type Presence, type PresenceRow } from './presence.ts'
import { makePresenceRecords } from './presence-records.ts'
import { findPresence } from './presences.ts'
import { notAvailable } from './rosters.ts'

export interface Check extends PurposeRef {
  member: number
  /** `code`, `card`, or `list` where somebody of the staff says so. */
  method: Extract<CheckMethod, 'code' | 'card' | 'list'>
}

type Checked = { presence: Presence; replayed: boolean } | Refusal

/**
 * Checks a member in, at this moment. Asked again with the same key it is the same check-in; any other while the member is there is
 * refused. Refuses members that there are not, who were merged or died, what findOccasion refuses, `check_in_not_open`,
 * `check_in_over`, `already_checked_in` and `present_elsewhere`.
 */
export async function checkIn(service: Service, communityId: string, check: Check, asked: Keyed): Promise<Checked> {
  const { member, method } = check
  const bad = (await service.directory.refusalOfWrites(communityId)) ?? (await notAvailable(service, communityId, [member]))
  if (bad) return bad
  // Whoever forgot to check out elsewhere yesterday is not kept from checking in here.
  await closeForgotten(service, communityId, { member })
  return answer(
    service,
    communityId,
    await once(service, communityId, asked, async (db) => {
      const at = service.clock.now()
      const occasion = await findOccasion(db, service, communityId, check)
      if (isRefusal(occasion)) return occasion
      const closed = await refusalOfMoment(service, communityId, { occasion, at })
      if (closed) return closed
      const [open] = await openPresences(db, service, communityId, member)
      if (open && isAt(open, check)) return refuse('already_checked_in', { member })
      if (open) return refuse('present_elsewhere', { member, title: open.title })
      const flags: PresenceFlag[] = flagsOfTimes(occasion, { from: at })
      if (!(await isExpected(db, service, communityId, { occasion, member }))) flags.push({ code: 'not_expected' })
      const row = beginPresence(communityId, occasion, { member, at, method, actor: asked.actor, flags })
      await db.insert(service.bank.store.tables.presence).values(row)
      return row.presenceId
    })
  )
}

/** Check-in is open for as long as the thing itself, and its tolerance before and after. */
export async function refusalOfMoment(
  { directory }: Service,
  communityId: string,
  { occasion: { opensAt, closesAt }, at }: { occasion: Occasion; at: number }
): Promise<Refusal | undefined> {
  const timeZone = (await directory.timeZoneOf(communityId)) ?? 'UTC'
  if (at < opensAt) return refuse('check_in_not_open', { from: momentText(timeZone, opensAt) })
  return at > closesAt ? refuse('check_in_over', { through: momentText(timeZone, closesAt) }) : undefined
}

/** `2025-03-20 14:30` in the community's time zone. */
function momentText(timeZone: string, instant: number): string {
  const date = dateIn(timeZone, instant)
  const minutes = Math.floor((instant - startOfDay(timeZone, date)) / 60_000)
  return `${date} ${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
}

async function openPresences(db: Database, { bank }: Service, communityId: string, member: number): Promise<PresenceRow[]> {
  const { presence } = bank.store.tables
  return db
    .select()
    .from(presence)
    .where(and(eq(presence.communityId, communityId), eq(presence.memberNumber, member), eq(presence.state, 'in')))
}

function isAt(row: PresenceRow, { purpose, purposeId }: PurposeRef): boolean {
  return row.purpose === purpose && row.purposeId === purposeId
}

/**
 * Checks a member out, at this moment; what counts becomes a service record. Where check-out was forgotten until after the end and its
 * tolerance, the rule has closed it and it is `not_checked_in`, as where the member never checked in.
 */
export async function checkOut(service: Service, communityId: string, check: Check, asked: Keyed): Promise<Checked> {
  const { member, method } = check
  const unwritable = await service.directory.refusalOfWrites(communityId)
  if (unwritable) return unwritable
  const timeZone = (await service.directory.timeZoneOf(communityId)) ?? 'UTC'
  await closeForgotten(service, communityId, { member })
  const { presence } = service.bank.store.tables
  const made = await once(service, communityId, asked, async (db) => {
    const open = (await openPresences(db, service, communityId, member)).find((row) => isAt(row, check))
    if (!open) return refuse('not_checked_in', { member })
    const at = service.clock.now()
    const flags = [...open.flags, ...flagsOfTimes(open, { from: open.checkedInAt, to: at }).filter((flag) => flag.code === 'early_leave')]
    await db
      .update(presence)
      .set({ ...endOfPresence(timeZone, open, { at, method, actor: asked.actor, evidence: 'check_in_and_out' }), flags })
      .where(and(eq(presence.communityId, communityId), eq(presence.presenceId, open.presenceId)))
    return open.presenceId
  })
  if (!isRefusal(made)) await makePresenceRecords(service, communityId, { presenceIds: [made.made], actor: asked.actor })
  return answer(service, communityId, made)
}

async function answer(service: Service, communityId: string, made: { made: string; replayed: boolean } | Refusal): Promise<Checked> {
  if (isRefusal(made)) return made
  const presence = await findPresence(service, communityId, made.made)
  return isRefusal(presence) ? presence : { presence, replayed: made.replayed }
}
