import { dateIn } from '../clock.ts'
import { readTransaction } from '../ledger/read-books.ts'
import type { Service } from './communities.ts'

/** What a counter hands out and takes back. */
const AT_COUNTERS = ['redeem_goods', 'return_goods']

/**
 * Whether somebody undoes what they recorded at a counter themselves, on the day that they did. So it is for a transaction
 * that is not there: the ledger says so.
 */
export async function isVoidOfOwn(
  { bank, clock, directory }: Service,
  { communityId, number, actor }: { communityId: string; number: number; actor: string }
): Promise<boolean> {
  const found = await readTransaction(bank.store, communityId, number)
  if (!found) return true
  const timeZone = (await directory.timeZoneOf(communityId)) ?? 'UTC'
  return AT_COUNTERS.includes(found.kind) && found.preparedBy === actor && dateIn(timeZone, found.recordedAt) === dateIn(timeZone, clock.now())
}
