import type { StoredLot } from '../../src/audit/audit-source.ts'
import type { LotMove, Transaction } from '../../src/journal/transaction.ts'
import { compareLots } from '../../src/ledger/lots.ts'

export interface LotChange {
  accountId: string
  /** On the account's normal side. */
  increase: number
  expiresOn: string
  /** Takes on the lots that this earlier line of the same transaction gave up. */
  lotsOfLine: number | undefined
  line: number
}

/** Changes the lots as an entry asks and returns its moves. */
export function lotMoves(lots: StoredLot[], transaction: Transaction, change: LotChange): LotMove[] {
  const place = { accountId: change.accountId, number: transaction.number, line: change.line }
  if (change.increase < 0) return takeSoonest(lots, place, -change.increase)
  const from = change.lotsOfLine === undefined ? undefined : transaction.entries[change.lotsOfLine - 1]
  if (from) return from.lots.map((move) => moveLot(lots, place, { ...move, amount: -move.amount }))
  const { expiresOn, increase } = change
  const fresh = { expiresOn, originNumber: transaction.number, originLine: change.line, amount: increase }
  return [moveLot(lots, place, fresh)]
}

interface Place {
  accountId: string
  number: number
  line: number
}

function takeSoonest(lots: StoredLot[], place: Place, amount: number): LotMove[] {
  const moves: LotMove[] = []
  let missing = amount
  const open = lots.filter((each) => each.accountId === place.accountId && each.remaining > 0).sort(compareLots)
  for (const lot of open) {
    const used = Math.min(lot.remaining, missing)
    if (used > 0) moves.push(moveLot(lots, place, { ...lot, amount: -used }))
    missing -= used
  }
  if (missing > 0) throw new Error(`lots short of ${missing}: ${place.accountId}`)
  return moves
}

type Moved = Pick<LotMove, 'expiresOn' | 'originNumber' | 'originLine' | 'amount'>

function moveLot(lots: StoredLot[], place: Place, { expiresOn, originNumber, originLine, amount }: Moved): LotMove {
  const { accountId, number, line } = place
  const name = { expiresOn, originNumber, originLine }
  let lot = lots.find(
    (each) =>
      each.accountId === accountId &&
      each.expiresOn === expiresOn &&
      each.originNumber === originNumber &&
      each.originLine === originLine
  )
  if (!lot) {
    lot = { accountId, ...name, remaining: 0, lastNumber: 0, lastLine: 0 }
    lots.push(lot)
  }
  lot.remaining += amount
  lot.lastNumber = number
  lot.lastLine = line
  const cameIn = accountId.startsWith('G') && originNumber === number
  const goods = cameIn
    ? { sponsor: '爱心企业', deliveryNote: 'SH-1', unitCostFen: 350 }
    : { sponsor: null, deliveryNote: null, unitCostFen: null }
  return { ...name, amount, remainingAfter: lot.remaining, ...goods }
}
