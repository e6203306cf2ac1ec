import type { AccountTallies } from './account-tallies.ts'
import type { DifferenceLog } from './difference.ts'
import type { LotBalances } from './lot-balances.ts'

/** What openings and closings of an export are proved against. */
export interface ExportSums {
  readonly log: DifferenceLog
  readonly tallies: AccountTallies
  readonly lots: LotBalances
  /** The account or lot of the line before, so that none comes twice. */
  lastKey: string
  /** Accounts whose closing was read. */
  readonly closed: Set<string>
}
