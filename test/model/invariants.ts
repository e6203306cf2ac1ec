import { decodeTransaction, encodeTransaction, leafHash } from '../../src/journal/canonical.ts'
import { extendFrontier } from '../../src/journal/merkle.ts'
import { shapeOf } from '../../src/ledger/chart.ts'
import type { Everything } from '../ledger/books.ts'

/** What must hold of any books at any time; throws at the first thing that does not. */
export function holdInvariants({ head, canonicals, accounts, lots, vouchers }: Everything): void {
  const must = (condition: boolean, what: string): void => {
    if (!condition) throw new Error(`invariant broken: ${what}`)
  }
  const bytes = canonicals.map((hex) => Buffer.from(hex, 'hex'))
  const transactions = bytes.map((each) => decodeTransaction(each))

  const sums = new Map<string, bigint>()
  for (const { unit, balance } of accounts) sums.set(unit, (sums.get(unit) ?? 0n) + BigInt(balance))
  for (const [unit, sum] of sums) must(sum === 0n, `all ${unit} sum to zero, not ${sum}`)

  for (const account of accounts) {
    const { accountId, balance, side, floor, hasLots, state } = account
    const { code, unit, side: chartSide, floor: chartFloor, hasLots: chartLots } = shapeOf(accountId)
    must(account.code === code && account.unit === unit && side === chartSide && floor === chartFloor && hasLots === chartLots, `${accountId} is of the chart`)
    must(Number.isSafeInteger(balance), `${accountId} holds a whole number`)
    must(floor === null || balance * side >= floor, `${accountId} is above its floor`)
    must(state !== 'closed' || balance === 0, `${accountId} is closed and empty`)
    const own = lots.filter((lot) => lot.accountId === accountId)
    must(own.every((lot) => lot.remaining > 0), `${accountId} has no lot below zero`)
    const inLots = own.reduce((sum, lot) => sum + lot.remaining, 0)
    must(inLots === (hasLots ? balance * side : 0), `${accountId} holds ${balance}, its lots ${inLots}`)
  }

  const balances = new Map<string, { balance: number; version: number }>()
  const lastVouchers = new Map<string, number>()
  const reversed = new Set<number>()
  let closedThrough = '1900-01-01'
  transactions.forEach((transaction, index) => {
    const { number, kind, entries, businessDate, voucherNumber, reverses, closesThrough } = transaction
    must(number === index + 1, `number ${index + 1} is there`)
    must(encodeTransaction(transaction).equals(bytes[index] as Buffer), `number ${number} is canonical`)
    must(businessDate > closedThrough, `number ${number} is in an open period`)
    closedThrough = closesThrough ?? closedThrough
    must((voucherNumber === null) === (entries.length === 0) && entries.length !== 1, `number ${number} is an event or a transaction`)
    if (voucherNumber !== null) {
      const month = businessDate.slice(0, 7)
      must(voucherNumber === (lastVouchers.get(month) ?? 0) + 1, `number ${number} has the next voucher of ${month}`)
      lastVouchers.set(month, voucherNumber)
    }
    if (kind === 'reverse') {
      must(reverses !== null && reverses < number && !reversed.has(reverses), `number ${number} reverses once`)
      reversed.add(reverses as number)
    }
    for (const entry of entries) {
      const before = balances.get(entry.accountId) ?? { balance: 0, version: 0 }
      must(entry.version === before.version + 1 && entry.balanceAfter === before.balance + entry.amount, `number ${number} carries on ${entry.accountId}`)
      balances.set(entry.accountId, { balance: entry.balanceAfter, version: entry.version })
    }
  })
  must(head.lastNumber === transactions.length && head.closedThrough === closedThrough, 'the head is where the journal is')
  must(vouchers.every(({ month, last }) => (lastVouchers.get(month) ?? 0) === last) && vouchers.length >= lastVouchers.size, 'vouchers are counted')
  for (const { accountId, balance, version } of accounts) {
    const last = balances.get(accountId)
    must(last?.balance === balance && last.version === version, `${accountId} is what its entries say`)
  }
  must(head.frontier.equals(extendFrontier(Buffer.alloc(0), 0, bytes.map(leafHash))), 'the frontier is of these leaves')
}
