import { createHash } from 'node:crypto'
import type { StoredAccount, StoredLot, StoredRow, StoredVoucher } from '../../src/audit/audit-source.ts'
import { encodeTransaction, leafHash } from '../../src/journal/canonical.ts'
import { extendFrontier } from '../../src/journal/merkle.ts'
import type { Entry, Transaction } from '../../src/journal/transaction.ts'
import { shapeOf } from '../../src/ledger/chart.ts'
import { lotMoves } from './lot-keeper.ts'
import { NEVER_EXPIRES } from '../../src/policy/validity.ts'

/** Everything the database holds of one community; tests tamper with it. */
export interface StoredJournal {
  community: { id: string; name: string; timeZone: string }
  head: { lastNumber: number; closedThrough: string; frontier: Buffer }
  rows: StoredRow[]
  accounts: StoredAccount[]
  lots: StoredLot[]
  vouchers: StoredVoucher[]
}

export interface DraftLine {
  accountId: string
  /** Debit positive. */
  amount: number
  /** Expiry of the lot that an increase opens; never, where absent. */
  expiresOn?: string
  /** Takes on the lots that this earlier line of the same transaction gave up. */
  lotsOfLine?: number
}

const COMMUNITY = 'taicheng'

/** Makes valid journals: numbers, versions, balances, lots, vouchers and seals follow from the lines. */
export class JournalBuilder {
  readonly journal: StoredJournal = {
    community: { id: COMMUNITY, name: '台城花园', timeZone: 'Asia/Shanghai' },
    head: { lastNumber: 0, closedThrough: '1900-01-01', frontier: Buffer.alloc(0) },
    rows: [],
    accounts: [],
    lots: [],
    vouchers: []
  }
  readonly transactions: Transaction[] = []

  balance(accountId: string): number {
    const account = this.journal.accounts.find((each) => each.accountId === accountId)
    return account ? account.balance * account.side : 0
  }

  /** Posts lines under a kind and a business date and returns the number. */
  post(kind: string, businessDate: string, lines: DraftLine[], facts: Partial<Transaction> = {}): number {
    const number = this.journal.head.lastNumber + 1
    const transaction: Transaction = {
      community: COMMUNITY,
      number,
      kind,
      voucherNumber: lines.length === 0 ? null : this.nextVoucher(businessDate, number),
      serviceDate: businessDate,
      businessDate,
      recordedAt: Date.UTC(2025, 0, 1) + number * 61_000,
      preparedBy: 'staff.wang',
      approvedBy: null,
      postedBy: 'staff.li',
      authorisation: null,
      policyVersion: null,
      memberNumber: null,
      accountId: null,
      category: null,
      minutes: null,
      convertibleMinutes: null,
      coefficient: null,
      evidence: null,
      sourceHash: null,
      sourceRow: null,
      attachments: null,
      till: null,
      priceVersion: null,
      summaryCode: kind,
      reverses: null,
      replaces: null,
      corrects: null,
      closesThrough: null,
      noteCommitment: null,
      content: null,
      ...facts,
      entries: []
    }
    for (const [at, line] of lines.entries()) transaction.entries.push(this.entry(transaction, line, at + 1))
    this.seal(transaction)
    return number
  }

  /** Turns a transaction round; what a member no longer has is debited to P1301. */
  reverse(number: number, businessDate: string): number {
    const original = this.transactions[number - 1] as Transaction
    const lines: DraftLine[] = []
    for (const { accountId: id, amount } of original.entries) {
      const accountId = this.account(id).successor ?? id
      const shape = shapeOf(accountId)
      const back = -amount
      const short =
        shape.floor === null || back * shape.side > 0 ? 0 : Math.max(0, Math.abs(back) - this.balance(accountId))
      if (short > 0 && shape.code !== 'P2101') throw new Error(`cannot reverse ${number}: ${accountId}`)
      if (Math.abs(back) > short) lines.push({ accountId, amount: back - Math.sign(back) * short })
      if (short > 0) lines.push({ accountId: `P1301.${shape.memberNumber}`, amount: short })
    }
    return this.post('reverse', businessDate, lines, { reverses: number })
  }

  /** Moves every account of a member to the same account of another. */
  merge(from: number, into: number, businessDate: string): number {
    const own = this.journal.accounts.filter((each) => each.memberNumber === from && each.state !== 'closed')
    const successorOf = (accountId: string): string => accountId.replace(`.${from}`, `.${into}`)
    const lines: DraftLine[] = []
    for (const { accountId, balance } of own) {
      if (balance === 0) continue
      lines.push({ accountId, amount: -balance })
      lines.push({ accountId: successorOf(accountId), amount: balance, lotsOfLine: lines.length })
    }
    const content = JSON.stringify({ into })
    const number = this.post('merge', businessDate, lines, { memberNumber: from, content })
    for (const account of own) {
      for (const each of [account, ...this.journal.accounts.filter((other) => other.successor === account.accountId)]) {
        Object.assign(each, { state: 'closed', stateNumber: number, successor: successorOf(account.accountId) })
      }
    }
    return number
  }

  closePeriod(through: string, businessDate: string): number {
    const number = this.post('period_closed', businessDate, [], { closesThrough: through })
    this.journal.head.closedThrough = through
    return number
  }

  setState(
    kind: 'account_frozen' | 'account_unfrozen' | 'account_closed',
    accountId: string,
    businessDate: string
  ): number {
    const number = this.post(kind, businessDate, [], { accountId })
    const account = this.account(accountId)
    account.state = kind === 'account_frozen' ? 'frozen' : kind === 'account_closed' ? 'closed' : 'open'
    account.stateNumber = number
    return number
  }

  private nextVoucher(businessDate: string, number: number): number {
    const month = businessDate.slice(0, 7)
    let voucher = this.journal.vouchers.find((each) => each.month === month)
    if (!voucher) {
      voucher = { month, last: 0, lastNumber: 0 }
      this.journal.vouchers.push(voucher)
    }
    voucher.last++
    voucher.lastNumber = number
    return voucher.last
  }

  private account(accountId: string): StoredAccount {
    let account = this.journal.accounts.find((each) => each.accountId === accountId)
    if (!account) {
      const { code, unit, side, floor, hasLots, memberNumber } = shapeOf(accountId)
      account = {
        accountId,
        code,
        unit,
        side,
        floor,
        hasLots,
        memberNumber,
        state: 'open',
        stateNumber: 0,
        successor: null,
        version: 0,
        balance: 0
      }
      this.journal.accounts.push(account)
    }
    return account
  }

  private entry(transaction: Transaction, line: DraftLine, at: number): Entry {
    const account = this.account(line.accountId)
    account.version++
    account.balance += line.amount
    if (account.floor !== null && account.balance * account.side < 0)
      throw new Error(`below the floor: ${line.accountId}`)
    const { accountId, expiresOn = NEVER_EXPIRES, lotsOfLine } = line
    const change = { accountId, expiresOn, lotsOfLine, line: at, increase: line.amount * account.side }
    const lots = account.hasLots ? lotMoves(this.journal.lots, transaction, change) : []
    return {
      line: at,
      accountId: line.accountId,
      unit: account.unit,
      amount: line.amount,
      version: account.version,
      balanceAfter: account.balance,
      lots
    }
  }

  private seal(transaction: Transaction): void {
    const canonical = encodeTransaction(transaction)
    const leaf = leafHash(canonical)
    const { head } = this.journal
    head.frontier = extendFrontier(head.frontier, head.lastNumber, [leaf])
    head.lastNumber = transaction.number
    const { community, number, kind, serviceDate, businessDate, recordedAt, voucherNumber, memberNumber, accountId } =
      transaction
    const { minutes, convertibleMinutes, reverses, corrects, closesThrough } = transaction
    this.transactions.push(transaction)
    this.journal.rows.push({
      community,
      number,
      kind,
      entryCount: transaction.entries.length,
      idempotencyKey: `key-${String(number).padStart(9, '0')}`,
      requestHash: createHash('sha256').update(String(number)).digest(),
      serviceDate,
      businessDate,
      recordedAt,
      voucherNumber,
      memberNumber,
      accountId,
      minutes,
      convertibleMinutes,
      reverses,
      corrects,
      closesThrough,
      canonical,
      leaf,
      entries: transaction.entries.map(({ lots, ...entry }) => ({
        ...entry,
        lots: lots.map((move) => ({ ...move, accountId: entry.accountId }))
      }))
    })
  }
}
