import type { Transaction } from '../journal/transaction.ts'
import { AccountBook } from './account-book.ts'
import { applyState, checkState } from './account-states.ts'
import type { DateRange } from './audit-source.ts'
import { checkForm } from './check-form.ts'
import type { DifferenceLog } from './difference.ts'
import { NumberSet } from './number-set.ts'
import { VoucherSequence } from './voucher-sequence.ts'

const NOTHING_CLOSED = '1900-01-01'

/**
 * The journal's rules, replayed transaction by transaction in number order. It holds accounts, their open lots and one
 * bit for each reversed transaction, never the transactions themselves. Given a range it knows that others lie between.
 */
export class Replay {
  readonly book: AccountBook
  readonly vouchers: VoucherSequence
  lastNumber = 0
  closedThrough = NOTHING_CLOSED
  transactions = 0
  events = 0
  entries = 0
  lotMoves = 0
  reversals = 0
  private readonly reversed = new NumberSet()

  constructor(
    private readonly community: string,
    private readonly log: DifferenceLog,
    private readonly range: DateRange | null
  ) {
    this.book = new AccountBook(log, range !== null)
    this.vouchers = new VoucherSequence(log, range)
  }

  apply(transaction: Transaction): void {
    const { number } = transaction
    this.log.compare({ code: 'other_community', number, expected: this.community, found: transaction.community })
    this.applyNumber(number)
    checkForm(transaction, this.log)
    this.applyPeriod(transaction)
    this.vouchers.apply(transaction)
    this.applyReversal(transaction)
    for (const entry of transaction.entries) {
      if (this.range === null) checkState(this.book, transaction, entry, this.log)
      this.book.apply(number, entry)
      this.lotMoves += entry.lots.length
    }
    // What was frozen or closed before a range is not known within it.
    if (this.range === null) applyState(this.book, transaction, this.log)
    this.transactions++
    this.entries += transaction.entries.length
    if (transaction.entries.length === 0) this.events++
  }

  /** Passes a transaction that cannot be read; it was reported already. */
  skip(number: number): void {
    this.applyNumber(number)
  }

  /** Whether every transaction from number 1 on passes here. */
  get fromStart(): boolean {
    return this.range === null
  }

  private applyNumber(number: number): void {
    const next = this.lastNumber + 1
    if (this.range === null ? number !== next : number < next) {
      this.log.add({ code: 'number_not_next', number, expected: next, found: number })
    }
    this.lastNumber = number
  }

  private applyPeriod({ number, businessDate, closesThrough }: Transaction): void {
    if (businessDate <= this.closedThrough) {
      this.log.add({ code: 'period_closed', number, expected: this.closedThrough, found: businessDate })
    }
    if (closesThrough === null) return
    if (closesThrough <= this.closedThrough) {
      this.log.add({ code: 'period_never_back', number, expected: this.closedThrough, found: closesThrough })
    }
    this.closedThrough = closesThrough
  }

  private applyReversal({ number, reverses }: Transaction): void {
    if (reverses === null) return
    this.reversals++
    if (reverses < 1 || reverses >= number) this.log.add({ code: 'reversal_invalid', number, found: reverses })
    else if (!this.reversed.add(reverses)) this.log.add({ code: 'reversed_twice', number, found: reverses })
  }
}
