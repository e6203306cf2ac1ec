import { NEVER_EXPIRES } from '../policy/validity.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { accountId, isAccountPart, stockAccount } from './chart.ts'
import type { BatchOfGoods, CommandOf } from './command.ts'
import { type Decision, type Draft, type DraftEntry, type DraftMove, drafts } from './draft.ts'
import { type Lot, receive, takeSoonest } from './lots.ts'
import type { LedgerState } from './state.ts'

/** Goods come in from a sponsor, as a batch of their own: G1101 / G1103. */
export function decideStockIn(_state: LedgerState, command: CommandOf<'stock_in'>): Decision {
  const bad = badPart(command.counter, command.sku, command.sponsor ?? 'unnamed')
  if (bad) return bad
  return drafts({
    kind: 'stock_in',
    summaryCode: 'stock.in',
    entries: [
      receiveBatch(command),
      { accountId: accountId('G1103', command.sponsor ?? 'unnamed', command.sku), amount: -command.pieces }
    ]
  })
}

/** The debit of stock by a batch that comes in: a new lot with its sponsor, delivery note, expiry and cost. */
export function receiveBatch(batch: BatchOfGoods): DraftEntry {
  return {
    accountId: stockAccount(batch.counter, batch.sku),
    amount: batch.pieces,
    moves: [
      {
        expiresOn: batch.expiresOn ?? NEVER_EXPIRES,
        origin: null,
        amount: batch.pieces,
        sponsor: batch.sponsor ?? null,
        deliveryNote: batch.deliveryNote ?? null,
        unitCostFen: batch.unitCostFen ?? null
      }
    ]
  }
}

export function badPart(...parts: string[]): Refusal | undefined {
  const bad = parts.find((part) => !isAccountPart(part))
  return bad === undefined ? undefined : refuse('bad_code', { value: bad })
}

interface Leaving {
  counter: string
  sku: string
  pieces: number
  kind: string
  summaryCode: string
  /** The account the goods go to. */
  to: string
  /** Which lots may be used; all where absent. */
  only?: (lot: Lot) => boolean
  /** Lots keep going on the other side: a move between counters. */
  keepLots?: boolean
}

/** Goods leave a counter's stock, the soonest-expiring first. */
function leave(state: LedgerState, leaving: Leaving): Decision {
  const bad = badPart(leaving.counter, leaving.sku)
  if (bad) return bad
  const from = stockAccount(leaving.counter, leaving.sku)
  const lots = leaving.only ? state.lots(from).filter(leaving.only) : state.lotsCovering(from, '', leaving.pieces)
  const { moves, missing } = takeSoonest(lots, leaving.pieces)
  if (missing > 0) {
    return refuse('out_of_stock', { sku: leaving.sku, available: leaving.pieces - missing, needed: leaving.pieces })
  }
  return drafts({
    kind: leaving.kind,
    summaryCode: leaving.summaryCode,
    entries: [
      { accountId: leaving.to, amount: leaving.pieces, ...(leaving.keepLots ? { moves: receive(moves) } : {}) },
      { accountId: from, amount: -leaving.pieces, moves }
    ]
  })
}

/** From one counter to another; batches stay what they are: G1101 / G1101. */
export function decideStockMove(state: LedgerState, command: CommandOf<'stock_move'>): Decision {
  const bad = badPart(command.from, command.to, command.sku)
  if (bad) return bad
  if (command.from === command.to) return refuse('invalid_request', { detail: command.to })
  return leave(state, {
    counter: command.from,
    sku: command.sku,
    pieces: command.pieces,
    kind: 'stock_move',
    summaryCode: 'stock.move',
    to: stockAccount(command.to, command.sku),
    keepLots: true
  })
}

/** A known loss, out of stock or out of a difference that it explains: G1106 / G1101 or G1104. */
export function decideDamage(state: LedgerState, command: CommandOf<'damage'>): Decision {
  const bad = badPart(command.counter, command.sku)
  if (bad) return bad
  const to = accountId('G1106', command.sku)
  if (command.of === 'stock') {
    return leave(state, { ...command, kind: 'damage', summaryCode: 'damage.stock', to })
  }
  const open = state.balance(accountId('G1104', command.sku))
  if (command.pieces > open) return refuse('difference_exceeded', { sku: command.sku, available: Math.max(0, open), needed: command.pieces })
  return drafts({
    kind: 'damage',
    summaryCode: 'damage.difference',
    entries: [
      { accountId: to, amount: command.pieces },
      { accountId: accountId('G1104', command.sku), amount: -command.pieces }
    ]
  })
}

/** Given away without points, in care for someone: G1107 / G1101. */
export function decideDistribute(state: LedgerState, command: CommandOf<'distribute'>): Decision {
  return leave(state, { ...command, kind: 'distribute', summaryCode: 'distribute.care', to: accountId('G1107', command.sku) })
}

/** Back to who gave it: G1103 / G1101. */
export function decideReturnToSponsor(state: LedgerState, command: CommandOf<'return_to_sponsor'>): Decision {
  const bad = badPart(command.sponsor, command.sku)
  if (bad) return bad
  const to = accountId('G1103', command.sponsor, command.sku)
  return leave(state, { ...command, kind: 'return_to_sponsor', summaryCode: 'stock.return_to_sponsor', to })
}

/**
 * Counted against the books: G1104 / G1101 for what is missing, G1101 / G1104 for what is over, which becomes a batch
 * of its own. Posts nothing where everything is as the books say.
 */
export function decideStocktake(state: LedgerState, command: CommandOf<'stocktake'>): Decision {
  const entries: DraftEntry[] = []
  const seen = new Set<string>()
  for (const { sku, counted } of command.counts) {
    const bad = badPart(command.counter, sku)
    if (bad) return bad
    if (seen.has(sku)) return refuse('invalid_request', { detail: sku })
    seen.add(sku)
    entries.push(...difference(state, { stock: stockAccount(command.counter, sku), account: accountId('G1104', sku), counted }))
  }
  const draft: Draft = {
    kind: 'stocktake',
    summaryCode: 'stocktake.difference',
    facts: { content: JSON.stringify({ counter: command.counter, counts: command.counts }) },
    entries
  }
  return entries.length === 0 ? drafts() : drafts(draft)
}

function difference(state: LedgerState, { stock, account, counted }: { stock: string; account: string; counted: number }): DraftEntry[] {
  const over = counted - state.balance(stock)
  if (over === 0) return []
  const moves: DraftMove[] =
    over > 0 ? [{ expiresOn: NEVER_EXPIRES, origin: null, amount: over }] : takeSoonest(state.lots(stock), -over).moves
  return [
    { accountId: over > 0 ? stock : account, amount: Math.abs(over), ...(over > 0 ? { moves } : {}) },
    { accountId: over > 0 ? account : stock, amount: -Math.abs(over), ...(over > 0 ? {} : { moves }) }
  ]
}
