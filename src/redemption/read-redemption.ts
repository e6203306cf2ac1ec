import { and, asc, eq } from 'drizzle-orm'
import type { Service } from '../communities/communities.ts'
import { decodeTransaction } from '../journal/canonical.ts'
import type { Transaction } from '../journal/transaction.ts'
import { redemptionContent } from '../ledger/returns.ts'
import { readReversal, readTransaction } from '../ledger/read-books.ts'
import { type Refusal, refuse } from '../refusal.ts'

/** A redemption of goods with what came back of each line. Points are in hundredths. */
export interface Redemption {
  number: number
  member: number
  /** For whom it was, where that is not who paid. */
  beneficiary: number | null
  counter: string
  lines: { line: number; sku: string; pieces: number; points: number; returnedPieces: number }[]
  /** The returns that stand. */
  returns: number[]
  reversedBy: number | null
  transaction: Transaction
}

/** Refuses `unknown_transaction` and `not_a_redemption`. */
export async function readRedemption({ bank: { store } }: Service, communityId: string, number: number): Promise<Redemption | Refusal> {
  const transaction = await readTransaction(store, communityId, number)
  if (!transaction) return refuse('unknown_transaction', { number })
  if (transaction.kind !== 'redeem_goods' || transaction.memberNumber === null) return refuse('not_a_redemption', { number })
  const returns: Transaction[] = []
  for (const each of await returnsOf(store, communityId, number)) {
    if ((await readReversal(store, communityId, each.number)) === null) returns.push(each)
  }
  const back = returns.flatMap((each) => redemptionContent(each).lines)
  const { counter, beneficiary = null, lines } = redemptionContent(transaction)
  return {
    number,
    member: transaction.memberNumber,
    beneficiary,
    counter,
    lines: lines.map((line) => ({
      ...line,
      returnedPieces: back.reduce((sum, each) => sum + (each.line === line.line ? each.pieces : 0), 0)
    })),
    returns: returns.map((each) => each.number),
    reversedBy: await readReversal(store, communityId, number),
    transaction
  }
}

async function returnsOf({ db, journal }: Service['bank']['store'], communityId: string, number: number): Promise<Transaction[]> {
  const { transaction } = journal
  const rows = await db
    .select({ canonical: transaction.canonical })
    .from(transaction)
    .where(and(eq(transaction.communityId, communityId), eq(transaction.corrects, number), eq(transaction.kind, 'return_goods')))
    .orderBy(asc(transaction.number))
  return rows.map((row) => decodeTransaction(row.canonical))
}
