import type { Writable } from 'node:stream'
import type { Transaction } from '../journal/transaction.ts'
import { amountText, placesOf } from './amount-text.ts'
import type { DateRange, ExportSource } from './audit-source.ts'
import { voucherText } from './export-csv.ts'
import type { ExportProgress } from './export-progress.ts'
import { ledgerAccountName, quotedCommodity } from './ledger-names.ts'
import { exportPlainText, type NamedBalance, type PlainTextDialect } from './plain-text-export.ts'
import { REPORT_NOTICE_LINE } from './report-notice.ts'
import { TextOutput } from './text-output.ts'
import { summaryText } from './summary-text.ts'
import { kindText } from '../transaction-kinds.ts'

/** Writes a journal that `hledger check --strict` and `ledger --pedantic` accept, names as `ledger-names.ts` has them. */
export async function exportHledger(
  source: ExportSource,
  range: DateRange,
  stream: Writable,
  progress?: ExportProgress
): Promise<void> {
  const output = new TextOutput(stream)
  await exportPlainText(hledger, source, range, output, progress)
  await output.finish()
}

const hledger: PlainTextDialect = {
  header: (community, range) =>
    `; ${oneLine(community.name)} (${oneLine(community.id)}) ${range.from} – ${range.to}\n; ${REPORT_NOTICE_LINE}\n\n`,
  // Only what has decimals needs a format; hledger wants a decimal mark in one, and ledger-cli none after whole numbers.
  commodity: (unit) =>
    `commodity ${quotedCommodity(unit)}\n${placesOf(unit) === 2 ? `    format 1000.00 ${quotedCommodity(unit)}\n` : ''}`,
  account: (accountId) => `account ${ledgerAccountName(accountId)}\n`,
  opening: (balances, day) =>
    `\n${day} * 期初余额 Opening balances\n${balances.map((row) => posting(row, row.balance)).join('')}`,
  transaction: (transaction) =>
    `\n${heading(transaction)}${transaction.entries.map((entry) => posting(entry, entry.amount)).join('')}`,
  event: (event) => `\n; ${event.businessDate} ${remark(event)} ${oneLine(kindText(event.kind))}\n`,
  closing: (balances, day) => `\n${day} * 期末核对 Closing balances\n${balances.map(assertion).join('')}`
}

function heading(transaction: Transaction): string {
  const code = voucherText(transaction) ?? ''
  const what = oneLine(`${kindText(transaction.kind)} ${summaryText(transaction)}`)
  return `${transaction.businessDate} * (${code}) ${what}\n    ; ${remark(transaction)}\n`
}

function remark(transaction: Transaction): string {
  const reverses = transaction.reverses === null ? '' : `, 冲销 reverses #${transaction.reverses}`
  return `#${transaction.number}${reverses}`
}

function posting(of: { accountId: string; unit: string }, amount: number): string {
  return `    ${ledgerAccountName(of.accountId)}  ${amountText(amount, of.unit)} ${quotedCommodity(of.unit)}\n`
}

function assertion({ accountId, unit, balance }: NamedBalance): string {
  const commodity = quotedCommodity(unit)
  return `    ${ledgerAccountName(accountId)}  ${amountText(0, unit)} ${commodity} = ${amountText(balance, unit)} ${commodity}\n`
}

/** Text that cannot end its line, begin a comment, or be taken for a tag. */
function oneLine(text: string): string {
  return text
    .replace(/[\p{C}\s]+/gu, ' ')
    .replaceAll(';', '\uFF1B')
    .replaceAll(':', '\uFF1A')
    .trim()
}
