import type { Entry } from '../journal/transaction.ts'

/** Sums of debit and of credit amounts for each unit, as sealed. They may outgrow 2^53 − 1. */
export class Turnover {
  private readonly units = new Map<string, { debit: bigint; credit: bigint }>()

  add({ unit, amount }: Entry): void {
    let sums = this.units.get(unit)
    if (!sums) {
      sums = { debit: 0n, credit: 0n }
      this.units.set(unit, sums)
    }
    if (amount > 0) sums.debit += BigInt(amount)
    else sums.credit -= BigInt(amount)
  }

  lines(): { unit: string; debit: string; credit: string }[] {
    return [...this.units]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([unit, { debit, credit }]) => ({ unit, debit: String(debit), credit: String(credit) }))
  }
}
