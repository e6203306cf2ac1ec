import type { Refusal } from '../refusal.ts'
import type { AccountStateChange } from '../journal/journal-store.ts'
import type { Transaction } from '../journal/transaction.ts'

/** What a kind may say of itself. */
export type Facts = Pick<
  Transaction,
  | 'policyVersion' | 'memberNumber' | 'accountId' | 'category' | 'minutes' | 'convertibleMinutes' | 'coefficient' | 'priceVersion'
  | 'reverses' | 'corrects' | 'closesThrough' | 'content'
>

/** What a decision wants posted; numbers, running balances and seals are added when it is. */
export interface Draft {
  kind: string
  /** Appended to the command's key where a command posts more than one transaction. */
  keySuffix?: string
  summaryCode: string
  /** Facts that only this kind has; the rest comes with the command. */
  facts?: Partial<Facts>
  entries: DraftEntry[]
  /** Account states that this transaction changes. */
  states?: Omit<AccountStateChange, 'byNumber'>[]
}

export interface DraftEntry {
  accountId: string
  /** Debit positive. */
  amount: number
  /** On accounts made of lots: what each lot gains or loses, on the normal side. */
  moves?: DraftMove[]
}

export interface DraftMove {
  expiresOn: string
  /** `null`: a new lot, whose origin is this very entry. */
  origin: { number: number; line: number } | null
  amount: number
  sponsor?: string | null
  deliveryNote?: string | null
  unitCostFen?: number | null
}

/** Transactions to post in this order, the last one being the answer; none where there is nothing to do. */
export interface Drafts {
  drafts: Draft[]
}

export type Decision = Drafts | Refusal

export function drafts(...list: (Draft | undefined)[]): Drafts {
  return { drafts: list.filter((draft) => draft !== undefined) }
}
