import type { z } from 'zod'
import { amountText, codeNames } from '../../audit/amount-text.ts'
import type { account } from '../../contracts/accounts.ts'
import type { lot } from '../../contracts/members.ts'
import type { Lot } from '../../ledger/lots.ts'
import type { AccountView } from '../../ledger/read-books.ts'

export function accountView(given: AccountView): z.infer<typeof account> {
  const { accountId, code, unit, side, memberNumber, state, successor, version, balance } = given
  return {
    account: accountId,
    code,
    ...codeNames(code),
    unit,
    side: side === 1 ? 'debit' : 'credit',
    balance: amountText(balance === 0 ? 0 : balance * side, unit),
    member: memberNumber,
    state: state as 'open' | 'frozen' | 'closed',
    successor,
    version
  }
}

export function lotsView(lots: Lot[], unit: string): z.infer<typeof lot>[] {
  return lots.map((each) => ({ ...each, remaining: amountText(each.remaining, unit) }))
}
