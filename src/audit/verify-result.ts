import type { Difference, DifferenceLog } from './difference.ts'
import type { Replay } from './replay.ts'

export interface Checked {
  transactions: number
  events: number
  entries: number
  lotMoves: number
  reversals: number
  accounts: number
  openLots: number
  /** Months with vouchers. */
  months: number
  /** Balances of an export whose predecessor lies outside its range; none in a whole journal. */
  untracedBalances: number
}

export interface VerifyResult {
  ok: boolean
  checked: Checked
  /** The root of the Merkle tree, hexadecimal, and its size; null where the numbers checked have gaps. */
  tree: { size: number; root: string } | null
  /** All differences; `differences` holds the first thousand. */
  differenceCount: number
  differences: Difference[]
}

export function resultOf(replay: Replay, log: DifferenceLog, tree: VerifyResult['tree']): VerifyResult {
  let openLots = 0
  for (const account of replay.book.accounts.values()) openLots += account.lots.size
  const { transactions, events, entries, lotMoves, reversals } = replay
  return {
    ok: log.count === 0,
    checked: {
      transactions,
      events,
      entries,
      lotMoves,
      reversals,
      openLots,
      accounts: replay.book.accounts.size,
      months: replay.vouchers.months.size,
      untracedBalances: replay.book.untraced
    },
    tree,
    differenceCount: log.count,
    differences: log.kept
  }
}
