import type { Transaction } from '../journal/transaction.ts'
import type { LedgerState } from './state.ts'

/** What a redemption or a return keeps beside its entries, so that later returns know what is left of each line. */
export interface RedemptionContent {
  counter: string
  /** The member for whom the goods are, where that is not who pays. */
  beneficiary?: number
  lines: { line: number; sku: string; pieces: number; points: number }[]
}

export function redemptionContent(transaction: Transaction): RedemptionContent {
  return JSON.parse(transaction.content ?? '{"counter":"main","lines":[]}') as RedemptionContent
}

/** Returns of a redemption that stand. */
export function returnsOf(state: LedgerState, redemption: number): Transaction[] {
  return state
    .followUpsOf(redemption)
    .filter((each) => each.kind === 'return_goods' && !state.followUpsOf(each.number).some((later) => later.reverses === each.number))
}
