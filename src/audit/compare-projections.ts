import { type BookAccount, lotKey } from './account-book.ts'
import type { AuditSource, StoredAccount } from './audit-source.ts'
import type { DifferenceLog } from './difference.ts'
import type { Replay } from './replay.ts'

/** Compares the tables that only repeat the journal (accounts, lots, voucher months, head) with what it really gives. */
export async function compareProjections(
  source: AuditSource,
  replay: Replay,
  frontier: Buffer,
  log: DifferenceLog
): Promise<void> {
  await compareAccounts(source, replay, log)
  await compareLots(source, replay, log)
  await compareVouchers(source, replay, log)
  const head = await source.head()
  const compareHead = (field: string, expected: string | number, found: string | number): void =>
    log.compare({ code: 'head_differs', field, expected, found })
  compareHead('lastNumber', replay.lastNumber, head.lastNumber)
  compareHead('closedThrough', replay.closedThrough, head.closedThrough)
  compareHead('frontier', frontier.toString('hex'), head.frontier.toString('hex'))
}

async function compareAccounts(source: AuditSource, replay: Replay, log: DifferenceLog): Promise<void> {
  const seen = new Set<string>()
  for await (const stored of source.accounts()) {
    seen.add(stored.accountId)
    compareAccount(stored, replay.book.accounts.get(stored.accountId), log)
  }
  for (const accountId of replay.book.accounts.keys()) {
    if (!seen.has(accountId)) log.add({ code: 'account_missing', accountId })
  }
}

function compareAccount(stored: StoredAccount, account: BookAccount | undefined, log: DifferenceLog): void {
  const { accountId } = stored
  const compare = (field: string, expected: string | number | null, found: string | number | null): void =>
    log.compare({ code: 'account_differs', accountId, field, expected, found })
  compare('version', account?.version ?? 0, stored.version)
  compare('balance', account?.balance ?? 0, stored.balance)
  if (!account) return
  compare('unit', account.unit, stored.unit)
  compare('state', account.state, stored.state)
  compare('successor', account.successor, stored.successor)
  compare('stateNumber', account.stateNumber, stored.stateNumber)
  const { shape } = account
  if (!shape) return
  compare('code', shape.code, stored.code)
  compare('side', shape.side, stored.side)
  compare('floor', shape.floor, stored.floor)
  compare('hasLots', Number(shape.hasLots), Number(stored.hasLots))
  compare('memberNumber', shape.memberNumber, stored.memberNumber)
}

async function compareLots(source: AuditSource, replay: Replay, log: DifferenceLog): Promise<void> {
  for await (const stored of source.lots()) {
    const lot = lotKey(stored)
    const open = replay.book.accounts.get(stored.accountId)?.lots.get(lot)
    const place = { accountId: stored.accountId, lot }
    log.compare({
      code: 'lot_differs',
      ...place,
      field: 'remaining',
      expected: open?.remaining ?? 0,
      found: stored.remaining
    })
    if (!open) continue
    log.compare({
      code: 'lot_differs',
      ...place,
      field: 'lastNumber',
      expected: open.lastNumber,
      found: stored.lastNumber
    })
    log.compare({ code: 'lot_differs', ...place, field: 'lastLine', expected: open.lastLine, found: stored.lastLine })
    open.seen = true
  }
  for (const account of replay.book.accounts.values()) {
    for (const [lot, open] of account.lots)
      if (!open.seen) log.add({ code: 'lot_missing', accountId: account.accountId, lot })
  }
}

async function compareVouchers(source: AuditSource, replay: Replay, log: DifferenceLog): Promise<void> {
  const months = new Map(replay.vouchers.months)
  for await (const stored of source.vouchers()) {
    const { month } = stored
    const expected = months.get(month)
    months.delete(month)
    log.compare({ code: 'voucher_differs', month, expected: expected?.last ?? null, found: stored.last })
    log.compare({ code: 'voucher_differs', month, expected: expected?.lastNumber ?? null, found: stored.lastNumber })
  }
  for (const [month, { last }] of months) log.add({ code: 'voucher_differs', month, expected: last, found: null })
}
