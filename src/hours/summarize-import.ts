import type { Service } from '../communities/communities.ts'
import { allImportRows, type ImportKey } from '../imports/read-import.ts'
import type { AcceptedHours } from './hours-outcome.ts'
import { createHoursTally, type MemberHours } from './hours-report.ts'

/** What the accepted rows of an import add up to, for each card and in all. Points are decimal strings. */
export async function summarizeHours(
  service: Service,
  key: ImportKey
): Promise<{ totalMinutes: number; totalPoints: string; members: Record<string, MemberHours> }> {
  const tally = createHoursTally()
  for await (const row of allImportRows(service, key, { accepted: true })) tally.add(row.value as AcceptedHours)
  const { totalMinutes, totalPoints, members } = tally.summary()
  return { totalMinutes, totalPoints, members }
}
