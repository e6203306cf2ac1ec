import { eq } from 'drizzle-orm'
import type { Service } from '../../communities/communities.ts'
import type { Keyed } from '../../communities/request-keys.ts'
import { once } from '../../communities/once.ts'
import { isRefusal, type Refusal, refuse } from '../../refusal.ts'

/** On which days a community is closed, and which member a user of its staff is. */
export interface RecordSettings {
  /** 1 is Monday, 7 Sunday. */
  closedWeekdays: number[]
  closedDates: string[]
  staffMembers: Record<string, number>
}

const NOTHING_SET: RecordSettings = { closedWeekdays: [], closedDates: [], staffMembers: {} }

export async function readRecordSettings({ bank }: Service, communityId: string): Promise<RecordSettings> {
  const { recordSetting } = bank.store.tables
  const { closedWeekdays, closedDates, staffMembers } = recordSetting
  const [found] = await bank.store.db.select({ closedWeekdays, closedDates, staffMembers }).from(recordSetting).where(eq(recordSetting.communityId, communityId))
  return found ?? NOTHING_SET
}

/** Sets all of them anew. Refuses `unknown_community`, `community_archived`, `unknown_member` and `key_reused`. */
export async function putRecordSettings(
  service: Service,
  communityId: string,
  settings: RecordSettings,
  asked: Keyed
): Promise<{ settings: RecordSettings; replayed: boolean } | Refusal> {
  const unwritable = await service.directory.refusalOfWrites(communityId)
  if (unwritable) return unwritable
  for (const member of Object.values(settings.staffMembers)) {
    if (!(await service.directory.memberStandingOf(communityId, member))) return refuse('unknown_member', { member })
  }
  const { recordSetting } = service.bank.store.tables
  const made = await once(service, communityId, asked, async (db) => {
    const row = { ...settings, changedBy: asked.actor, changedAt: service.clock.now() }
    await db.insert(recordSetting).values({ communityId, ...row }).onConflictDoUpdate({ target: recordSetting.communityId, set: row })
    return 'record_settings'
  })
  return isRefusal(made) ? made : { settings: await readRecordSettings(service, communityId), replayed: made.replayed }
}

export function isClosed({ closedWeekdays, closedDates }: RecordSettings, date: string): boolean {
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay() || 7
  return closedWeekdays.includes(weekday) || closedDates.includes(date)
}
