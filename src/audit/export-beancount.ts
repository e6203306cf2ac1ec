import type { Writable } from 'node:stream'
import { addDays } from '../clock.ts'
import type { Transaction } from '../journal/transaction.ts'
import { amountText } from './amount-text.ts'
import type { DateRange, ExportSource } from './audit-source.ts'
import { voucherText } from './export-csv.ts'
import type { ExportProgress } from './export-progress.ts'
import { beancountCommodity, ledgerAccountName } from './ledger-names.ts'
import { exportPlainText, type NamedBalance, type PlainTextDialect } from './plain-text-export.ts'
import { REPORT_NOTICE_LINE } from './report-notice.ts'
import { TextOutput } from './text-output.ts'
import { summaryText } from './summary-text.ts'
import { kindText } from '../transaction-kinds.ts'

/** Writes a file that `bean-check` (beancount 2 and 3) accepts, names as `ledger-names.ts` has them. */
export async function exportBeancount(
  source: ExportSource,
  range: DateRange,
  stream: Writable,
  progress?: ExportProgress
): Promise<void> {
  const output = new TextOutput(stream)
  await exportPlainText(beancount, source, range, output, progress)
  await output.finish()
}

const beancount: PlainTextDialect = {
  header: (community, range) =>
    `; ${REPORT_NOTICE_LINE}\noption "title" ${quoted(`${community.name} (${community.id}) ${range.from} – ${range.to}`)}\n\n`,
  commodity: (unit, day) => `${day} commodity ${beancountCommodity(unit)}\n  unit: ${quoted(unit)}\n`,
  account: (accountId, unit, day) => `${day} open ${ledgerAccountName(accountId)} ${beancountCommodity(unit)}\n`,
  opening: (balances, day) =>
    `\n${day} * "期初余额 Opening balances"\n${balances.map((row) => posting(row, row.balance)).join('')}`,
  transaction: (transaction) =>
    `\n${heading(transaction)}${transaction.entries.map((entry) => posting(entry, entry.amount)).join('')}`,
  event: (event) => `\n${event.businessDate} event "timebank" ${quoted(`#${event.number} ${kindText(event.kind)}`)}\n`,
  // A balance holds at the beginning of its day. Without "~ 0" a difference of one hundredth would be let pass.
  closing: (balances, day) => `\n${balances.map((row) => assertion(row, addDays(day, 1))).join('')}`
}

function heading(transaction: Transaction): string {
  const { businessDate, number, reverses } = transaction
  const what = quoted(`${kindText(transaction.kind)} ${summaryText(transaction)}`)
  return `${businessDate} * ${quoted(voucherText(transaction) ?? '')} ${what}\n  number: ${number}\n${reverses === null ? '' : `  reverses: ${reverses}\n`}`
}

function posting(of: { accountId: string; unit: string }, amount: number): string {
  return `  ${ledgerAccountName(of.accountId)}  ${amountText(amount, of.unit)} ${beancountCommodity(of.unit)}\n`
}

function assertion({ accountId, unit, balance }: NamedBalance, day: string): string {
  return `${day} balance ${ledgerAccountName(accountId)}  ${amountText(balance, unit)} ~ 0 ${beancountCommodity(unit)}\n`
}

function quoted(text: string): string {
  return `"${text.replace(/\p{C}+/gu, ' ').replace(/["\\]/g, '\\$&')}"`
}
