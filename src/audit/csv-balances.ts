import type { AccountTally } from './account-tallies.ts'
import { amountText, codeNames, codeOf, sideOf, unitText } from './amount-text.ts'
import { BYTE_ORDER_MARK, csvLine, noticeLine } from './csv-lines.ts'
import type { TextOutput } from './text-output.ts'

const HEADINGS = [
  '科目代码 Code',
  '科目 Account title',
  'Title in English',
  '账户 Account',
  '单位 Unit',
  '方向 Side',
  '期初余额 Opening',
  '借方发生额 Debit',
  '贷方发生额 Credit',
  '期末余额 Closing',
  '累计分录数 Entries'
]

/** A column of all accounts of one unit and one normal side. */
interface SideTotal {
  opening: bigint
  debit: bigint
  credit: bigint
  closing: bigint
}

/**
 * Opening, debit, credit and closing of each account, balances on the normal side. The two totals of a unit, of its
 * debit and of its credit accounts, have the same opening and the same closing.
 */
export async function writeBalances(accounts: AccountTally[], output: TextOutput): Promise<void> {
  await output.write(BYTE_ORDER_MARK + csvLine(HEADINGS))
  const totals = new Map<string, SideTotal>()
  for (const tally of accounts) {
    const code = codeOf(tally.accountId)
    const side = sideOf(code)
    addToTotal(totals, `${tally.unit} ${side}`, tally, side)
    if (!totals.has(`${tally.unit} ${-side}`)) totals.set(`${tally.unit} ${-side}`, emptyTotal())
    const names = codeNames(code)
    await output.write(
      csvLine([
        code,
        names.zh,
        names.en,
        tally.accountId,
        unitText(tally.unit),
        side === 1 ? '借' : '贷',
        amountText(tally.opening * side, tally.unit),
        amountText(tally.debit, tally.unit),
        amountText(tally.credit, tally.unit),
        amountText(tally.closing * side, tally.unit),
        tally.entries
      ])
    )
  }
  for (const [key, total] of [...totals].sort(([a], [b]) => (a < b ? 1 : -1)))
    await output.write(csvLine(totalCells(key, total)))
  await output.write(noticeLine(HEADINGS.length))
}

function emptyTotal(): SideTotal {
  return { opening: 0n, debit: 0n, credit: 0n, closing: 0n }
}

function addToTotal(totals: Map<string, SideTotal>, key: string, tally: AccountTally, side: 1 | -1): void {
  const total = totals.get(key) ?? emptyTotal()
  total.opening += BigInt(tally.opening * side)
  total.debit += tally.debit
  total.credit += tally.credit
  total.closing += BigInt(tally.closing * side)
  totals.set(key, total)
}

function totalCells(key: string, total: SideTotal): (string | null)[] {
  const space = key.lastIndexOf(' ')
  const unit = key.slice(0, space)
  const debitSide = key.slice(space + 1) === '1'
  return [
    '合计 Total',
    debitSide ? '借方科目' : '贷方科目',
    debitSide ? 'Debit accounts' : 'Credit accounts',
    null,
    unitText(unit),
    debitSide ? '借' : '贷',
    amountText(total.opening, unit),
    amountText(total.debit, unit),
    amountText(total.credit, unit),
    amountText(total.closing, unit),
    null
  ]
}
