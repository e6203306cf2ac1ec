import type { Writable } from 'node:stream'
import { decodeTransaction } from '../journal/canonical.ts'
import type { LotRow } from '../journal/journal-store.ts'
import { extendFrontier, rootOf } from '../journal/merkle.ts'
import type { Transaction } from '../journal/transaction.ts'
import { lotKey } from './account-book.ts'
import { AccountTallies, dayBefore } from './account-tallies.ts'
import type { DateRange, ExportSource, Extent } from './audit-source.ts'
import type { ExportProgress } from './export-progress.ts'
import {
  type ExportLine,
  JOURNAL_FORMAT,
  JOURNAL_FORMAT_VERSION,
  type LotLine,
  lineText,
  transactionToLine
} from './jsonl-format.ts'
import { LotBalances } from './lot-balances.ts'
import { REPORT_NOTICE } from './report-notice.ts'
import { TextOutput } from './text-output.ts'
import { Turnover } from './turnover.ts'

const UNITS = { POINT: '1/100 积分 point', MINUTE: '分钟 minute', ITEM: '件 piece', CNY: '分 fen' }

export interface JsonlOptions {
  /** A signed note to be carried in the footer. */
  checkpoint?: string
  progress?: ExportProgress
}

/**
 * Writes a range as JSONL, see `jsonl-format.ts`; `verifyExport` proves it on any machine. The same range gives the same
 * bytes whatever is posted later with later business dates.
 */
export async function exportJsonl(
  source: ExportSource,
  range: DateRange,
  stream: Writable,
  options: JsonlOptions = {}
): Promise<void> {
  const output = new TextOutput(stream)
  const extent = await source.extent(range)
  const before = await treeBefore(source, extent)
  await output.write(
    lineText({
      type: 'header',
      format: JOURNAL_FORMAT,
      version: JOURNAL_FORMAT_VERSION,
      notice: REPORT_NOTICE,
      community: await source.community(),
      range,
      units: UNITS,
      extent,
      before: before && { size: before.size, frontier: before.frontier.toString('hex') }
    })
  )
  const tallies = await AccountTallies.openingOf(source, range)
  const lots = new LotBalances()
  for await (const lot of source.lotsThrough(dayBefore(range.from))) lots.move(lot.accountId, lot, lot.remaining)
  for (const { accountId, unit, opening, entries, lastVersion } of tallies.sorted()) {
    await output.write(lineText({ type: 'opening', accountId, unit, balance: opening, entries, lastVersion }))
  }
  await writeLots(output, 'openingLot', lots)
  const counts = await writeTransactions({ source, range, extent, output, tallies, lots, before, options })
  for (const { accountId, unit, opening, closing, entries, lastVersion } of tallies.sorted()) {
    await output.write(
      lineText({
        type: 'closing',
        accountId,
        unit,
        opening,
        movement: closing - opening,
        balance: closing,
        entries,
        lastVersion
      })
    )
  }
  await writeLots(output, 'closingLot', lots)
  await output.write(lineText({ ...counts, checkpoint: options.checkpoint ?? null, notice: REPORT_NOTICE }))
  await output.finish()
}

interface Tree {
  size: number
  frontier: Buffer
}

/** The tree that the range's first leaf is added to; null where numbers outside the range lie between its own. */
async function treeBefore(
  source: ExportSource,
  { transactions, firstNumber, lastNumber }: Extent
): Promise<Tree | null> {
  if (firstNumber === null || lastNumber === null || lastNumber - firstNumber + 1 !== transactions) return null
  return { size: firstNumber - 1, frontier: await source.frontierAt(firstNumber - 1) }
}

interface TransactionsToWrite {
  source: ExportSource
  range: DateRange
  extent: Extent
  output: TextOutput
  tallies: AccountTallies
  lots: LotBalances
  before: Tree | null
  options: JsonlOptions
}

type Counts = Omit<Extract<ExportLine, { type: 'footer' }>, 'checkpoint' | 'notice'>

async function writeTransactions(job: TransactionsToWrite): Promise<Counts> {
  const { source, range, extent, output, before, options } = job
  const turnover = new Turnover()
  const counts = { transactions: 0, events: 0, entries: 0, lotMoves: 0 }
  let frontier = before?.frontier ?? null
  for await (const row of source.sealed(range, 'number')) {
    const transaction = decodeTransaction(row.canonical)
    if (frontier && before) frontier = extendFrontier(frontier, before.size + counts.transactions, [row.leaf])
    counts.lotMoves += tally(job, transaction, turnover)
    counts.transactions++
    counts.entries += transaction.entries.length
    if (transaction.entries.length === 0) counts.events++
    await output.write(lineText(transactionToLine(transaction, row.leaf)))
    options.progress?.(counts.transactions, extent.transactions)
  }
  const after = frontier &&
    before && {
      size: before.size + counts.transactions,
      frontier: frontier.toString('hex'),
      root: rootOf(frontier).toString('hex')
    }
  return { type: 'footer', ...counts, turnover: turnover.lines(), after }
}

function tally({ tallies, lots }: TransactionsToWrite, transaction: Transaction, turnover: Turnover): number {
  let lotMoves = 0
  for (const entry of transaction.entries) {
    tallies.add(entry, { debit: 0, credit: 0 })
    turnover.add(entry)
    for (const move of entry.lots) lots.move(entry.accountId, move, move.amount)
    lotMoves += entry.lots.length
  }
  return lotMoves
}

async function writeLots(output: TextOutput, type: LotLine['type'] | 'closingLot', lots: LotBalances): Promise<void> {
  for (const lot of sortedLots(lots)) await output.write(lineText({ type, ...lot }))
}

function sortedLots(lots: LotBalances): LotRow[] {
  const order = (lot: LotRow): string => `${lot.accountId} ${lotKey(lot)}`
  return [...lots.all()].sort((a, b) => (order(a) < order(b) ? -1 : 1))
}
