import { dateIn } from '../clock.ts'
import type { Service } from './communities.ts'

/** The day it is in a community, by its time zone; by UTC where there is none of that id, which whoever writes to it refuses. */
export async function todayIn({ clock, directory }: Pick<Service, 'clock' | 'directory'>, communityId: string): Promise<string> {
  return dateIn((await directory.timeZoneOf(communityId)) ?? 'UTC', clock.now())
}
