import { amountText } from '../../audit/amount-text.ts'
import { reasonOf } from '../../audit/summary-text.ts'
import type { PostingView, TransactionView } from '../../contracts/transaction.ts'
import type { Entry, Transaction } from '../../journal/transaction.ts'
import { CHART } from '../../ledger/chart.ts'
import { formatPoints } from '../../points.ts'
import { instantText } from './instants.ts'

/** A transaction as it goes over the wire: facts that it does not have are left out, amounts are decimals. */
export function transactionView(transaction: Transaction): TransactionView {
  const {
    community: _, voucherNumber, recordedAt, memberNumber, accountId, summaryCode, content, entries, ...facts
  } = transaction
  const reason = reasonOf(transaction)
  return {
    ...(withoutNulls(facts) as Pick<TransactionView, 'number' | 'kind' | 'serviceDate' | 'businessDate' | 'preparedBy' | 'postedBy'>),
    ...(voucherNumber === null ? {} : { voucher: `${transaction.businessDate.slice(0, 7)} 记${voucherNumber}` }),
    ...(memberNumber === null ? {} : { member: memberNumber }),
    ...(accountId === null ? {} : { account: accountId }),
    ...(content === null ? {} : { content: contentView(JSON.parse(content)) }),
    recordedAt: instantText(recordedAt),
    summary: summaryCode,
    ...(reason === null ? {} : { reason }),
    entries: entries.map(entryView)
  }
}

/** The content as sealed, but that the points of a redemption's lines are decimals here as everywhere. */
function contentView(content: { lines?: { points: number }[] }): Record<string, unknown> {
  if (!content.lines) return { ...content }
  return { ...content, lines: content.lines.map((line) => ({ ...line, points: formatPoints(line.points) })) }
}

function entryView({ line, accountId, unit, amount, version, balanceAfter, lots }: Entry): TransactionView['entries'][number] {
  return {
    line,
    account: accountId,
    unit,
    side: amount > 0 ? 'debit' : 'credit',
    amount: amountText(Math.abs(amount), unit),
    balance: amountText(onNormalSide(accountId, balanceAfter), unit),
    version,
    ...(lots.length === 0 ? {} : { lots: lots.map((lot) => lotView(lot, unit)) })
  }
}

function lotView({ amount, remainingAfter, sponsor, deliveryNote, unitCostFen, ...lot }: Entry['lots'][number], unit: string) {
  return {
    ...lot,
    change: amountText(amount, unit),
    remaining: amountText(remainingAfter, unit),
    ...(sponsor === null ? {} : { sponsor }),
    ...(deliveryNote === null ? {} : { deliveryNote }),
    ...(unitCostFen === null ? {} : { unitCost: amountText(unitCostFen, 'CNY') })
  }
}

/** A balance as a person reads it. */
function onNormalSide(accountId: string, balance: number): number {
  // Minus zero would be written as such.
  return balance === 0 ? 0 : balance * (CHART[accountId.slice(0, 5)]?.side ?? 1)
}

/** What was asked for, and what expired along with it; where only something expired, that is what was asked for. */
export function postingView(transactions: Transaction[]): PostingView {
  const asked = transactions.findLast((each) => each.kind !== 'expire') ?? transactions.at(-1)
  const expired = transactions.find((each) => each !== asked)
  return {
    transaction: asked ? transactionView(asked) : null,
    expired: expired ? transactionView(expired) : null
  }
}

/** In a loop, because it is on the way of every posting. */
function withoutNulls(record: Record<string, unknown>): Record<string, unknown> {
  const kept: Record<string, unknown> = {}
  for (const name in record) {
    if (record[name] !== null) kept[name] = record[name]
  }
  return kept
}
