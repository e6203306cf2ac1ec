import { amountText, unitText } from './amount-text.ts'
import { BYTE_ORDER_MARK, csvLine, noticeLine } from './csv-lines.ts'
import type { TextOutput } from './text-output.ts'
import { debitPart, type TrialBalance } from './trial-balance.ts'

const HEADINGS = [
  '科目代码 Code',
  '科目 Account title',
  'Title in English',
  '账户 Account',
  '单位 Unit',
  '期初借方 Opening debit',
  '期初贷方 Opening credit',
  '本期借方 Debit',
  '本期贷方 Credit',
  '期末借方 Closing debit',
  '期末贷方 Closing credit'
]

/** A trial balance in six columns; in the totals of a unit each pair is equal. */
export async function writeTrialBalance(balance: TrialBalance, output: TextOutput): Promise<void> {
  await output.write(BYTE_ORDER_MARK + csvLine(HEADINGS))
  for (const line of balance.lines) {
    const columns = [
      debitPart(line.opening),
      debitPart(-line.opening),
      line.debit,
      line.credit,
      debitPart(line.closing),
      debitPart(-line.closing)
    ]
    const amounts = columns.map((amount) => (amount === 0n ? null : amountText(amount, line.unit)))
    await output.write(csvLine([line.code, line.zh, line.en, line.accountId, unitText(line.unit), ...amounts]))
  }
  for (const total of balance.totals) {
    const columns = [
      total.openingDebit,
      total.openingCredit,
      total.debit,
      total.credit,
      total.closingDebit,
      total.closingCredit
    ]
    const tie = total.balanced ? '平衡 Balanced' : '不平衡 NOT BALANCED'
    await output.write(
      csvLine([
        '合计 Total',
        tie,
        null,
        null,
        unitText(total.unit),
        ...columns.map((amount) => amountText(amount, total.unit))
      ])
    )
  }
  await output.write(noticeLine(HEADINGS.length))
}
