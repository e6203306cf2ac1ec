import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { decodeTransaction } from '../journal/canonical.ts'
import type { Entry, Transaction } from '../journal/transaction.ts'
import { AccountTallies, type AccountTally } from './account-tallies.ts'
import { amountText, codeNames, codeOf, sideOf, unitText } from './amount-text.ts'
import type { DateRange, ExportSource } from './audit-source.ts'
import { writeBalances } from './csv-balances.ts'
import { BYTE_ORDER_MARK, csvLine, noticeLine } from './csv-lines.ts'
import { writeTrialBalance } from './csv-trial-balance.ts'
import type { ExportProgress } from './export-progress.ts'
import { localTimeIn } from './local-time.ts'
import { type Columns, columnsOf, linesInRed } from './red-entries.ts'
import { type TextOutput, writeTextFile } from './text-output.ts'
import { summaryText } from './summary-text.ts'
import { kindText } from '../transaction-kinds.ts'
import { trialBalance } from './trial-balance.ts'

const HEADINGS = [
  '业务日期 Business date',
  '序号 Number',
  '凭证号 Voucher',
  '行 Line',
  '类型 Kind',
  '摘要 Summary',
  '科目代码 Code',
  '科目 Account title',
  '账户 Account',
  '单位 Unit',
  '借方 Debit',
  '贷方 Credit',
  '方向 Side',
  '余额 Balance',
  '红字 Red',
  '服务日期 Service date',
  '记账时间 Recorded at',
  '制单 Prepared by',
  '审核 Approved by',
  '记账 Posted by',
  '冲销 Reverses',
  '更正 Corrects',
  '成员 Member',
  '类别 Category'
]

/**
 * Writes `entries.csv`, `balances.csv` and `trial-balance.csv` into a folder. Entries come by business date, then by
 * number; the running balance is that of this order, on the account's normal side. Totals tie across the files.
 */
export async function exportCsv(
  source: ExportSource,
  range: DateRange,
  folder: string,
  progress?: ExportProgress
): Promise<void> {
  await mkdir(folder, { recursive: true })
  const tallies = await AccountTallies.openingOf(source, range)
  await writeTextFile(join(folder, 'entries.csv'), (output) => writeEntries(source, range, tallies, output, progress))
  const accounts = tallies.sorted()
  await writeTextFile(join(folder, 'balances.csv'), (output) => writeBalances(accounts, output))
  await writeTextFile(join(folder, 'trial-balance.csv'), (output) =>
    writeTrialBalance(trialBalance(accounts, 'code'), output)
  )
}

interface Turnover {
  debit: bigint
  credit: bigint
  entries: number
}

async function writeEntries(
  source: ExportSource,
  range: DateRange,
  tallies: AccountTallies,
  output: TextOutput,
  progress?: ExportProgress
): Promise<void> {
  const { transactions } = await source.extent(range)
  const localTime = localTimeIn((await source.community()).timeZone)
  const turnover = new Map<string, Turnover>()
  let done = 0
  await output.write(BYTE_ORDER_MARK + csvLine(HEADINGS))
  for await (const row of source.sealed(range, 'business_date')) {
    const transaction = decodeTransaction(row.canonical)
    const red = await linesInRed(source, transaction)
    for (const entry of transaction.entries) {
      const columns = columnsOf(entry, red.has(entry.line))
      const tally = tallies.add(entry, columns)
      addTurnover(turnover, entry.unit, columns)
      const recordedAt = localTime(transaction.recordedAt)
      await output.write(
        csvLine(entryCells({ transaction, entry, columns, tally, recordedAt, red: red.has(entry.line) }))
      )
    }
    progress?.(++done, transactions)
  }
  for (const [unit, total] of [...turnover].sort(([a], [b]) => (a < b ? -1 : 1))) {
    await output.write(csvLine(totalCells(unit, total)))
  }
  await output.write(noticeLine(HEADINGS.length))
}

function addTurnover(turnover: Map<string, Turnover>, unit: string, columns: Columns): void {
  const total = turnover.get(unit) ?? { debit: 0n, credit: 0n, entries: 0 }
  total.debit += BigInt(columns.debit)
  total.credit += BigInt(columns.credit)
  total.entries += 1
  turnover.set(unit, total)
}

interface PrintedEntry {
  transaction: Transaction
  entry: Entry
  columns: Columns
  tally: AccountTally
  recordedAt: string
  red: boolean
}

function entryCells({ transaction, entry, columns, tally, recordedAt, red }: PrintedEntry): (string | number | null)[] {
  const code = codeOf(entry.accountId)
  const side = sideOf(code)
  return [
    transaction.businessDate,
    transaction.number,
    voucherText(transaction),
    entry.line,
    kindText(transaction.kind),
    summaryText(transaction),
    code,
    codeNames(code).zh,
    entry.accountId,
    unitText(entry.unit),
    columns.debit === 0 ? null : amountText(columns.debit, entry.unit),
    columns.credit === 0 ? null : amountText(columns.credit, entry.unit),
    side === 1 ? '借' : '贷',
    amountText(tally.closing * side, entry.unit),
    red ? '红字' : null,
    transaction.serviceDate,
    recordedAt,
    transaction.preparedBy,
    transaction.approvedBy,
    transaction.postedBy,
    transaction.reverses,
    transaction.corrects,
    transaction.memberNumber,
    transaction.category
  ]
}

function totalCells(unit: string, total: Turnover): (string | number | null)[] {
  const cells: (string | number | null)[] = Array(HEADINGS.length).fill(null)
  cells[0] = '合计 Total'
  cells[5] = `${total.entries} 笔分录 entries`
  cells[9] = unitText(unit)
  cells[10] = amountText(total.debit, unit)
  cells[11] = amountText(total.credit, unit)
  return cells
}

/** `2025-03 记12`: the voucher number counts within its month. */
export function voucherText(transaction: Transaction): string | null {
  if (transaction.voucherNumber === null) return null
  return `${transaction.businessDate.slice(0, 7)} 记${transaction.voucherNumber}`
}
