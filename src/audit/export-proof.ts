import { encodeTransaction, leafHash } from '../journal/canonical.ts'
import { AccountTallies } from './account-tallies.ts'
import type { Extent } from './audit-source.ts'
import type { DifferenceLog } from './difference.ts'
import { proveClosing, proveClosingLot, proveNothingLeft } from './export-proof-closing.ts'
import { openAccount, openLot, proveOpening } from './export-proof-opening.ts'
import type { ExportSums } from './export-sums.ts'
import { GrowingTree } from './growing-tree.ts'
import {
  type ExportLine,
  type FooterLine,
  type HeaderLine,
  lineToTransaction,
  type TransactionLine
} from './jsonl-format.ts'
import { LotBalances } from './lot-balances.ts'
import { Replay } from './replay.ts'
import { Turnover } from './turnover.ts'

const ORDER: ExportLine['type'][] = [
  'header',
  'opening',
  'openingLot',
  'transaction',
  'closing',
  'closingLot',
  'footer'
]

const EXTENT_FIELDS = ['transactions', 'firstNumber', 'lastNumber', 'firstDate', 'lastDate'] as const

/** What has been read of an export, and what it must add up to. */
export class ExportProof implements ExportSums {
  header: HeaderLine | null = null
  footer: FooterLine | null = null
  replay: Replay | null = null
  readonly tallies = new AccountTallies()
  readonly lots = new LotBalances()
  lastKey = ''
  transactionsSeen = 0
  readonly closed = new Set<string>()
  private readonly turnover = new Turnover()
  private tree: GrowingTree | null = null
  private stage = 0
  private nextNumber: number | null = null
  /** Whether a number is missing of a range that should have them all. */
  private gap = false
  private readonly seen: Pick<Extent, 'firstNumber' | 'firstDate' | 'lastDate'> = {
    firstNumber: null,
    firstDate: null,
    lastDate: null
  }

  constructor(readonly log: DifferenceLog) {}

  apply(line: ExportLine): void {
    if (!this.enter(line.type)) return
    if (line.type === 'header') this.begin(line)
    else if (!this.replay) return
    else if (line.type === 'opening') openAccount(this, this.replay, line)
    else if (line.type === 'openingLot') openLot(this, this.replay, line)
    else if (line.type === 'transaction') this.proveTransaction(line, this.replay)
    else if (line.type === 'closing') proveClosing(this, this.replay, line)
    else if (line.type === 'closingLot') proveClosingLot(this, line)
    else this.proveFooter(line, this.replay)
  }

  /** Whether a line may come here; the end of a section is proved when the next one begins. */
  private enter(type: ExportLine['type']): boolean {
    const stage = ORDER.indexOf(type)
    if (stage < this.stage || (this.header === null) !== (type === 'header') || this.footer !== null) {
      this.log.add({ code: 'line_misplaced', found: type })
      return false
    }
    if (this.stage !== stage) this.lastKey = ''
    if (this.stage < 3 && stage >= 3) proveOpening(this)
    this.stage = stage
    return true
  }

  private begin(header: HeaderLine): void {
    this.header = header
    const { before, extent, range, community } = header
    const { firstNumber, lastNumber, transactions } = extent
    const gapless = firstNumber !== null && lastNumber !== null && lastNumber - firstNumber + 1 === transactions
    const size = gapless ? firstNumber - 1 : null
    this.log.compare({ code: 'total_differs', field: 'before.size', expected: size, found: before?.size ?? null })
    if (before) this.tree = this.treeFrom(before)
    this.replay = new Replay(community.id, this.log, before?.size === 0 ? null : range)
  }

  private treeFrom({ size, frontier }: { size: number; frontier: string }): GrowingTree | null {
    const roots = size.toString(2).replaceAll('0', '').length
    if (frontier.length === roots * 64) return new GrowingTree(Buffer.from(frontier, 'hex'), size)
    this.log.add({ code: 'total_differs', field: 'before.frontier', expected: roots, found: frontier.length / 64 })
    return null
  }

  private proveTransaction(line: TransactionLine, replay: Replay): void {
    const transaction = lineToTransaction(line)
    const { number, businessDate } = transaction
    const { range, before, extent } = this.header as HeaderLine
    const leaf = leafHash(encodeTransaction(transaction))
    if (leaf.toString('hex') !== line.leaf) this.log.add({ code: 'leaf_differs', number })
    if (businessDate < range.from || businessDate > range.to) {
      this.log.add({ code: 'date_out_of_range', number, expected: `${range.from} – ${range.to}`, found: businessDate })
    }
    if (before !== null) this.proveNumber(number, this.nextNumber ?? extent.firstNumber ?? 1, replay)
    this.nextNumber = number + 1
    this.transactionsSeen++
    this.seen.firstNumber ??= number
    if (this.seen.firstDate === null || businessDate < this.seen.firstDate) this.seen.firstDate = businessDate
    if (this.seen.lastDate === null || businessDate > this.seen.lastDate) this.seen.lastDate = businessDate
    replay.apply(transaction)
    this.tree?.add(leaf)
    for (const entry of transaction.entries) {
      this.tallies.add(entry, { debit: 0, credit: 0 })
      this.turnover.add(entry)
      for (const move of entry.lots) this.lots.move(entry.accountId, move, move.amount)
    }
  }

  /** Of a range without gaps. Behind a gap the tree cannot be known, and is not compared: each gap is said once. */
  private proveNumber(number: number, expected: number, replay: Replay): void {
    if (number === expected) return
    // Where it follows every transaction from number 1 on, the replay says so itself.
    if (!replay.fromStart) this.log.add({ code: 'number_not_next', number, expected, found: number })
    this.tree = null
    this.gap = true
  }

  private proveFooter(footer: FooterLine, replay: Replay): void {
    this.footer = footer
    proveNothingLeft(this)
    const compare = (field: string, expected: string | number | null, found: string | number | null): void =>
      this.log.compare({ code: 'total_differs', field, expected, found })
    for (const field of ['transactions', 'events', 'entries', 'lotMoves'] as const)
      compare(field, replay[field], footer[field])
    compare('turnover', JSON.stringify(this.turnover.lines()), JSON.stringify(footer.turnover))
    if (this.gap) return
    const extent = {
      ...this.seen,
      transactions: replay.transactions,
      lastNumber: replay.transactions === 0 ? null : replay.lastNumber
    }
    const stated = (this.header as HeaderLine).extent
    for (const field of EXTENT_FIELDS) compare(`extent.${field}`, extent[field], stated[field])
    const tree = this.treeSummary()
    compare('after.size', tree?.size ?? null, footer.after?.size ?? null)
    compare('after.root', tree?.root ?? null, footer.after?.root ?? null)
    compare('after.frontier', this.tree?.frontier().toString('hex') ?? null, footer.after?.frontier ?? null)
  }

  treeSummary(): { size: number; root: string } | null {
    return this.tree?.summary() ?? null
  }

  /** A file that ends early is no export. */
  finish(): void {
    if (!this.header) this.log.add({ code: 'line_missing', expected: 'header' })
    else if (!this.footer) this.log.add({ code: 'line_missing', expected: 'footer' })
  }
}
