import type { LotRow } from '../journal/journal-store.ts'
import { lotKey } from './account-book.ts'

type LotName = Pick<LotRow, 'expiresOn' | 'originNumber' | 'originLine'>

/** What is left of each lot by its moves; a lot with nothing left takes no memory. */
export class LotBalances {
  private readonly byAccount = new Map<string, Map<string, LotRow>>()

  move(accountId: string, lot: LotName, amount: number): void {
    let lots = this.byAccount.get(accountId)
    if (!lots) {
      lots = new Map()
      this.byAccount.set(accountId, lots)
    }
    const key = lotKey(lot)
    const remaining = (lots.get(key)?.remaining ?? 0) + amount
    if (remaining === 0) lots.delete(key)
    else
      lots.set(key, {
        accountId,
        expiresOn: lot.expiresOn,
        originNumber: lot.originNumber,
        originLine: lot.originLine,
        remaining
      })
  }

  *all(): Generator<LotRow> {
    for (const lots of this.byAccount.values()) yield* lots.values()
  }

  /** The sum of an account's lots. */
  total(accountId: string): number {
    let sum = 0
    for (const lot of this.byAccount.get(accountId)?.values() ?? []) sum += lot.remaining
    return sum
  }

  remaining(accountId: string, lot: LotName): number {
    return this.byAccount.get(accountId)?.get(lotKey(lot))?.remaining ?? 0
  }
}
