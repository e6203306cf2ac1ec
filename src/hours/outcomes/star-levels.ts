import { eq } from 'drizzle-orm'
import { addDays } from '../../clock.ts'
import type { Service } from '../../communities/communities.ts'
import { onceKept } from '../../communities/once.ts'
import type { Answered, Keyed } from '../../communities/request-keys.ts'
import type { Refusal } from '../../refusal.ts'

/** From how many verified hours each star is given, and how long it stands on public notice. */
export interface StarLevels {
  /** The first is for one star; ascending. */
  levels: number[]
  /** Working days. */
  noticeDays: number
}

/** The common stars, and the shortest notice there may be. */
export const COMMON_STARS: StarLevels = { levels: [100, 300, 600, 1000, 1500], noticeDays: 5 }

export async function readStarLevels({ bank }: Service, communityId: string): Promise<StarLevels> {
  const { starSetting } = bank.store.tables
  const [found] = await bank.store.db.select().from(starSetting).where(eq(starSetting.communityId, communityId))
  return found ? { levels: found.levels, noticeDays: found.noticeDays } : COMMON_STARS
}

/** Changes what stars are given for from now on; those that were awarded stay. Refuses `key_reused`. */
export async function changeStarLevels(service: Service, communityId: string, { levels, noticeDays }: StarLevels, asked: Keyed): Promise<Answered<StarLevels> | Refusal> {
  const { bank, clock } = service
  const { starSetting } = bank.store.tables
  const values = { levels, noticeDays, changedBy: asked.actor, changedAt: clock.now() }
  return onceKept(service, communityId, asked, async (db) => {
    await db.insert(starSetting).values({ communityId, ...values }).onConflictDoUpdate({ target: starSetting.communityId, set: values })
    return { levels, noticeDays }
  })
}

/**
 * The last day of a public notice: so many working days after the day on which it begins. Saturdays, Sundays and the days on
 * which the community is closed are none, so that a notice over a holiday is longer, never shorter.
 */
export function lastDayOfNotice(begins: string, workingDays: number, closedDates: readonly string[]): string {
  let day = begins
  for (let left = workingDays; left > 0; ) {
    day = addDays(day, 1)
    const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
    if (weekday !== 0 && weekday !== 6 && !closedDates.includes(day)) left--
  }
  return day
}
