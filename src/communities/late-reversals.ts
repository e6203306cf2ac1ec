import { dateIn } from '../clock.ts'
import { readTransaction } from '../ledger/read-books.ts'
import type { Service } from './communities.ts'

/** Whether the day on which a transaction was recorded is over in its community. Not for one that is not there. */
export async function isAfterTheDay({ bank, clock, directory }: Service, { communityId }: { communityId: string }, number: number): Promise<boolean> {
  const found = await readTransaction(bank.store, communityId, number)
  const timeZone = (await directory.timeZoneOf(communityId)) ?? 'UTC'
  return found !== undefined && dateIn(timeZone, found.recordedAt) !== dateIn(timeZone, clock.now())
}
