import type {
  AccountRange, AccountRow, AppendBatch, DateRange, HeadRow, JournalSession, JournalStore, LotRow, MemberRange, StoredTransaction, VoucherRow
} from '../../src/journal/journal-store.ts'
import { compareLots } from '../../src/ledger/lots.ts'
import type { SealedTransaction } from '../../src/journal/transaction.ts'

interface Books {
  head: HeadRow
  transactions: SealedTransaction[]
  accounts: Map<string, AccountRow>
  lots: Map<string, LotRow>
  vouchers: Map<string, number>
}

/** The pure kernel's store: no database and no rules of its own, so that it shows what the kernel alone decides. */
export class MemoryStore implements JournalStore {
  private readonly books = new Map<string, Books>()

  async transact<T>(work: (session: JournalSession) => Promise<T>): Promise<T> {
    // Only what the batch touches is kept as it was, so that a store of many communities stays quick.
    const before = new Map<string, Books | undefined>()
    try {
      return await work(new MemorySession(this.books, before))
    } catch (error) {
      for (const [community, books] of before) {
        if (books) this.books.set(community, books)
        else this.books.delete(community)
      }
      throw error
    }
  }

  of(community: string): Books | undefined {
    return this.books.get(community)
  }
}

class MemorySession implements JournalSession {
  private readonly all: Map<string, Books>
  private readonly before: Map<string, Books | undefined>

  constructor(all: Map<string, Books>, before: Map<string, Books | undefined>) {
    this.all = all
    this.before = before
  }

  private books(community: string): Books {
    let books = this.all.get(community)
    if (!this.before.has(community)) this.before.set(community, structuredClone(books))
    if (!books) {
      books = {
        head: { lastNumber: 0, closedThrough: '1900-01-01', frontier: Buffer.alloc(0) },
        transactions: [], accounts: new Map(), lots: new Map(), vouchers: new Map()
      }
      this.all.set(community, books)
    }
    return books
  }

  private find(community: string, wanted: (each: SealedTransaction) => boolean): StoredTransaction[] {
    return this.books(community)
      .transactions.filter(wanted)
      .map(({ transaction, idempotencyKey, requestHash, canonical }) => ({
        number: transaction.number, idempotencyKey, requestHash: Buffer.from(requestHash), canonical: Buffer.from(canonical)
      }))
  }

  head(community: string): HeadRow {
    const { head } = this.books(community)
    return { ...head, frontier: Buffer.from(head.frontier) }
  }

  byKeys(community: string, keys: string[]): StoredTransaction[] {
    return this.find(community, (each) => keys.includes(each.idempotencyKey))
  }

  byNumbers(community: string, numbers: number[]): StoredTransaction[] {
    return this.find(community, (each) => numbers.includes(each.transaction.number))
  }

  followUps(community: string, numbers: number[]): StoredTransaction[] {
    return this.find(community, ({ transaction: { reverses, corrects } }) =>
      [reverses, corrects].some((number) => number !== null && numbers.includes(number))
    )
  }

  ofMember(community: string, ranges: MemberRange[]): StoredTransaction[] {
    const reversed = new Set(this.books(community).transactions.map((each) => each.transaction.reverses))
    return this.find(community, ({ transaction: t }) =>
      !reversed.has(t.number) &&
      ranges.some(({ member, from, to }) => t.memberNumber === member && t.serviceDate >= from && t.serviceDate <= to)
    )
  }

  ofTeams(community: string, ranges: DateRange[]): StoredTransaction[] {
    const reversed = new Set(this.books(community).transactions.map((each) => each.transaction.reverses))
    return this.find(community, ({ transaction: t }) =>
      t.kind === 'earn_team' && !reversed.has(t.number) && ranges.some(({ from, to }) => t.serviceDate >= from && t.serviceDate <= to)
    )
  }

  turnovers(community: string, wanted: AccountRange[], before: number): number[] {
    const earlier = this.books(community).transactions.map((each) => each.transaction).filter((each) => each.number < before)
    return wanted.map(({ accountId, from, to }) =>
      earlier
        .filter(({ businessDate }) => businessDate >= from && businessDate <= to)
        .flatMap(({ entries }) => entries)
        .reduce((sum, entry) => sum + (entry.accountId === accountId ? entry.amount : 0), 0)
    )
  }

  policies(community: string): StoredTransaction[] {
    return this.find(community, (each) => each.transaction.kind === 'policy_published')
  }

  private accountsWhere(community: string, wanted: (account: AccountRow) => boolean): AccountRow[] {
    return [...this.books(community).accounts.values()].filter(wanted).map((account) => ({ ...account }))
  }

  accounts(community: string, ids: string[]): AccountRow[] {
    return this.accountsWhere(community, (account) => ids.includes(account.accountId))
  }

  accountsOfMembers(community: string, members: number[]): AccountRow[] {
    return this.accountsWhere(community, (account) => account.memberNumber !== null && members.includes(account.memberNumber))
  }

  accountsSucceededBy(community: string, ids: string[]): AccountRow[] {
    return this.accountsWhere(community, (account) => account.successor !== null && ids.includes(account.successor))
  }

  openLots(community: string, accountIds: string[], most: number | null): LotRow[] {
    const open = [...this.books(community).lots.values()].filter((lot) => lot.remaining > 0).sort(compareLots)
    return accountIds.flatMap((id) => open.filter((lot) => lot.accountId === id).slice(0, most ?? undefined)).map((lot) => ({ ...lot }))
  }

  lots(community: string, lots: LotRow[]): LotRow[] {
    const { lots: stored } = this.books(community)
    const found = lots.map((lot) => stored.get(`${lot.accountId} ${lot.expiresOn} ${lot.originNumber} ${lot.originLine}`))
    return found.filter((lot) => lot !== undefined).map((lot) => ({ ...lot }))
  }

  vouchers(community: string, months: string[]): VoucherRow[] {
    return [...this.books(community).vouchers].filter(([month]) => months.includes(month)).map(([month, last]) => ({ month, last }))
  }

  append(community: string, batch: AppendBatch): void {
    const books = this.books(community)
    for (const account of batch.newAccounts) {
      const { lots: _, ...row } = account as AccountRow & { lots?: unknown }
      books.accounts.set(account.accountId, { ...row })
    }
    for (const sealed of batch.transactions) {
      const { transaction } = sealed
      books.transactions.push(sealed)
      books.head.lastNumber = transaction.number
      books.head.closedThrough = transaction.closesThrough ?? books.head.closedThrough
      if (transaction.voucherNumber !== null) books.vouchers.set(transaction.businessDate.slice(0, 7), transaction.voucherNumber)
      for (const entry of transaction.entries) {
        const account = books.accounts.get(entry.accountId) as AccountRow
        account.version = entry.version
        account.balance = entry.balanceAfter
        for (const { expiresOn, originNumber, originLine, remainingAfter } of entry.lots) {
          const key = `${entry.accountId} ${expiresOn} ${originNumber} ${originLine}`
          books.lots.set(key, { accountId: entry.accountId, expiresOn, originNumber, originLine, remaining: remainingAfter })
        }
      }
    }
    for (const change of batch.stateChanges) {
      const account = books.accounts.get(change.accountId) as AccountRow
      account.state = change.state
      account.successor = change.successor
    }
    books.head.frontier = batch.frontier
  }
}
