import { addDays, isPlainDate } from '../clock.ts'
import type { Transaction } from '../journal/transaction.ts'
import type { DateRange } from './audit-source.ts'
import type { DifferenceLog } from './difference.ts'

/**
 * Proves that voucher numbers count 1, 2, 3 … within each calendar month. Of a month that a range only partly covers, the
 * numbers between are another range's, and only their order can be proved.
 */
export class VoucherSequence {
  private readonly whole = new Map<string, boolean>()
  readonly months = new Map<string, { last: number; lastNumber: number }>()

  constructor(
    private readonly log: DifferenceLog,
    private readonly range: DateRange | null
  ) {}

  apply({ number, businessDate, voucherNumber }: Transaction): void {
    if (voucherNumber === null || !isPlainDate(businessDate)) return
    const month = businessDate.slice(0, 7)
    const last = this.months.get(month)?.last ?? 0
    const right = this.isWhole(month) ? voucherNumber === last + 1 : voucherNumber > last
    if (!right) this.log.add({ code: 'voucher_not_next', number, month, expected: last + 1, found: voucherNumber })
    this.months.set(month, { last: voucherNumber, lastNumber: number })
  }

  private isWhole(month: string): boolean {
    if (!this.range) return true
    let whole = this.whole.get(month)
    if (whole === undefined) {
      whole = `${month}-01` >= this.range.from && lastDay(month) <= this.range.to
      this.whole.set(month, whole)
    }
    return whole
  }
}

function lastDay(month: string): string {
  const after = addDays(`${month}-28`, 4)
  return addDays(after, -Number(after.slice(8)))
}
