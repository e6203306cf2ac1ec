import { C, type Forger } from './forge-sqlite.ts'

type Attack = [sentence: string, refusal: RegExp, attempt: (forger: Forger) => void]

const BIG = 9007199254740991

/** A gift with something false about it. */
function gift(forger: Forger, changes: { from?: string; to?: string; amount?: number; kind?: string; debit?: object; credit?: object; moveOut?: object; moveIn?: object }): void {
  const { from = 'P2101.1', to = 'P2101.2', amount = 500, kind = 'gift' } = changes
  forger.begin()
  forger.move(1, from, -amount, { ...changes.moveOut })
  forger.entry(1, from, amount, { ...changes.debit })
  forger.move(2, to, amount, { ...changes.moveIn })
  forger.entry(2, to, -amount, { ...changes.credit })
  forger.header(kind)
  forger.commit()
}

/** Attacks on balances, floors, lots and accounts. */
export const BALANCE_ATTACKS: Attack[] = [
  ['a balance set by hand', /unexplained_balance/, (f) => f.run("UPDATE account SET balance = balance - 100 WHERE account_id = 'P2101.1'")],
  ['a balance and version set by hand', /unproved_balance/, (f) => f.run("UPDATE account SET balance = balance - 100, version = version + 1 WHERE account_id = 'P2101.1'")],
  ['a balance set to one that an earlier entry had', /unexplained_balance/, (f) =>
    f.run("UPDATE account SET balance = (SELECT balance_after FROM journal_entry WHERE account_id = 'P2101.1' AND version = 1), version = 1 WHERE account_id = 'P2101.1'")],
  ['a balance that matches some entry, with the next version', /unproved_balance/, (f) =>
    f.run("UPDATE account SET balance = (SELECT balance_after FROM journal_entry WHERE account_id = 'P2101.1' AND version = 1), version = version + 1 WHERE account_id = 'P2101.1'")],
  ['a balance changed through UPSERT', /account_not_new/, (f) =>
    f.run(`INSERT INTO account SELECT * FROM account WHERE community_id = '${C}' AND account_id = 'P2101.1' ON CONFLICT DO UPDATE SET balance = 0`)],
  ['an account replaced by itself with another balance', /account_not_new/, (f) =>
    f.run(`REPLACE INTO account (community_id, account_id, code, unit, side, floor, has_lots, member_number, state, state_number, successor, version, balance)
           SELECT community_id, account_id, code, unit, side, floor, has_lots, member_number, state, state_number, successor, version, balance - 1 FROM account WHERE account_id = 'P2101.1'`)],
  ['an account replaced by an empty one', /account_not_new/, (f) => {
    f.or = 'OR REPLACE'
    f.openAccount('P2101', { account_id: 'P2101.1', member_number: 1 })
  }],
  ['an account opened with a balance', /account_not_new/, (f) => f.openAccount('P2103', { account_id: 'P2103.new', balance: -100 })],
  ['an account opened in a state', /account_not_new/, (f) => f.openAccount('P2103', { account_id: 'P2103.new', state: 'closed' })],
  ['an account without its floor', /account_not_of_chart/, (f) => f.openAccount('P2103', { account_id: 'P2103.new', floor: null })],
  ['an account on the other side', /account_not_of_chart/, (f) => f.openAccount('P2103', { account_id: 'P2103.new', side: 1 })],
  ['a member\'s account without a member', /account_not_of_chart/, (f) => f.openAccount('P2101', { account_id: 'P2101.77' })],
  ['a member\'s account under another\'s number', /account_not_of_chart/, (f) => f.openAccount('P2101', { account_id: 'P2101.77', member_number: 1 })],
  ['an account whose id has another code, CHECKs switched off', /account_not_of_chart/, (f) => {
    f.exec('PRAGMA ignore_check_constraints = on')
    f.openAccount('P5101', { account_id: 'P2103.new' })
  }],
  ['a stock account that counts another good', /account_not_of_chart/, (f) => f.openAccount('G1101', { account_id: 'G1101.main.G777', unit: 'ITEM:G001' })],
  ['a floor lowered by hand', /account_is_fixed/, (f) => f.run("UPDATE account SET floor = -100000 WHERE account_id = 'P2101.1'")],
  ['a floor removed by hand', /account_is_fixed/, (f) => f.run("UPDATE account SET floor = NULL WHERE account_id = 'P2103.general'")],
  ['a side turned round by hand', /account_is_fixed/, (f) => f.run("UPDATE account SET side = 1 WHERE account_id = 'P2103.general'")],
  ['lots switched off for an account', /account_is_fixed/, (f) => f.run("UPDATE account SET has_lots = 0 WHERE account_id = 'P2101.1'")],
  ['an account moved to another community', /account_is_fixed/, (f) => f.run("UPDATE OR REPLACE account SET community_id = 'other' WHERE account_id = 'P2101.1'")],
  ['an account deleted', /nothing_is_erased/, (f) => f.run("DELETE FROM account WHERE account_id = 'P3101'")],

  ['an entry below the floor', /unproved_balance|CHECK/, (f) => {
    f.begin()
    f.entry(1, 'P2103.general', 999999)
  }],
  ['an entry below the floor with INSERT OR FAIL', /unproved_balance/, (f) => {
    f.or = 'OR FAIL'
    f.entry(1, 'P2103.general', 999999)
  }],
  ['an entry below the floor with INSERT OR IGNORE', /unproved_balance/, (f) => {
    f.or = 'OR IGNORE'
    f.entry(1, 'P2103.general', 999999)
  }],
  ['an entry below the floor, CHECKs switched off', /unproved_balance/, (f) => {
    f.exec('PRAGMA ignore_check_constraints = on')
    f.entry(1, 'P2103.general', 999999)
  }],
  ['an entry that tells a false balance', /unproved_balance/, (f) => f.entry(1, 'P2103.general', 100, { balance_after: -500 })],
  ['an entry that skips a version', /unproved_balance/, (f) => f.entry(1, 'P2103.general', 100, { version: 77 })],
  ['an entry that repeats a version', /entry_out_of_order/, (f) => f.entry(1, 'P2103.general', 100, { version: 1 })],
  ['an entry of version zero', /unproved_balance/, (f) => f.entry(1, 'P2103.general', 100, { version: 0 })],
  ['an entry in another unit', /unproved_balance/, (f) => f.entry(1, 'P2103.general', 100, { unit: 'MINUTE' })],
  ['an entry on an account that is not there', /unproved_balance|FOREIGN KEY/, (f) => f.entry(1, 'P2103.general', 100, { account_id: 'P2103.none', version: 1 })],
  ['an entry on a closed account', /unproved_balance/, (f) => {
    f.begin()
    f.move(1, 'P2101.4', 100)
    f.entry(1, 'P2101.4', -100)
  }],
  ['an amount that wraps into a real number', /CHECK|unproved_balance|entry_out_of_order/, (f) => f.entry(1, 'P3101', BIG, { amount: 9223372036854775807n })],
  ['an amount that wraps, CHECKs switched off', /entry_out_of_order/, (f) => {
    f.exec('PRAGMA ignore_check_constraints = on')
    f.entry(1, 'P3101', 1, { amount: 9223372036854775807n })
  }],
  ['a balance beyond 2^53 - 1, CHECKs switched off', /unproved_balance/, (f) => {
    f.exec('PRAGMA ignore_check_constraints = on')
    f.entry(1, 'P3101', BIG)
  }],
  ['an amount that is a fraction', /cannot store REAL|datatype/, (f) => f.entry(1, 'P3101', 0.5)],
  ['a zero entry', /entry_out_of_order|CHECK/, (f) => f.entry(1, 'P3101', 0)],

  ['points without their lots', /unproved_balance/, (f) => f.entry(1, 'P2101.1', 500)],
  ['lots on an account that has none', /unproved_balance/, (f) => {
    f.begin()
    f.move(1, 'P2103.general', 100)
    f.entry(1, 'P2103.general', -100)
  }],
  ['a move of less than the entry', /unproved_balance/, (f) => gift(f, { debit: { amount: 600, balance_after: -8700 } })],
  ['a move of another account\'s lot', /unproved_balance|unexplained_lot/, (f) => {
    f.begin()
    f.move(1, 'P2101.2', -500)
    f.entry(1, 'P2101.1', 500)
  }],
  ['a move of another account\'s lot beside one\'s own', /unproved_balance/, (f) => {
    f.begin()
    f.move(1, 'P2101.2', -500)
    f.move(1, 'P2101.1', -500)
    f.entry(1, 'P2101.1', 1000)
  }],
  ['a lot below zero', /CHECK|out_of_bounds/, (f) => gift(f, { moveOut: { remaining_after: -1 } })],
  ['a lot below zero and another above, CHECKs switched off', /out_of_bounds/, (f) => {
    f.exec('PRAGMA ignore_check_constraints = on')
    f.begin()
    f.move(1, 'P2101.1', -99999, { amount: -99999 })
  }],
  ['a move that tells a false remainder', /unexplained_lot/, (f) => gift(f, { moveOut: { remaining_after: 77 } })],
  ['a lot move replayed within its transaction', /unexplained_lot|move_out_of_order/, (f) => {
    f.begin()
    f.move(1, 'P2101.1', -500)
    f.entry(1, 'P2101.1', 500)
    f.run("UPDATE lot SET remaining = remaining - 500 WHERE account_id = 'P2101.1' AND last_number = 20")
  }],
  ['a second move on a line that has its entry', /move_out_of_order/, (f) => {
    f.begin()
    f.move(1, 'P2101.1', -500)
    f.entry(1, 'P2101.1', 500)
    f.move(1, 'P2101.1', -500)
  }],
  ['a move on a day that does not exist', /move_out_of_order/, (f) => gift(f, { moveIn: { expires_on: '2025-02-30' } })],
  ['a move that never expires because its date is a word', /move_out_of_order/, (f) => gift(f, { moveIn: { expires_on: 'infinity' } })],
  ['a move with an origin to come', /move_out_of_order/, (f) => gift(f, { moveIn: { origin_number: 999 } })],
  ['a lot made by hand', /unexplained_lot/, (f) => f.run(`INSERT INTO lot VALUES ('${C}', 'P2101.1', '2030-01-01', 2, 2, 500, 2, 2)`)],
  ['a lot made anew of an earlier move', /unexplained_lot/, (f) =>
    f.run(`REPLACE INTO lot SELECT community_id, account_id, expires_on, origin_number, origin_line, amount, number, line FROM lot_move WHERE account_id = 'P2101.1' AND number = 2`)],
  ['a lot emptied by hand', /unexplained_lot/, (f) => f.run("UPDATE lot SET remaining = 0 WHERE account_id = 'P2101.1'")],
  ['a lot\'s day put off', /unexplained_lot/, (f) => f.run("UPDATE lot SET expires_on = '9999-12-31' WHERE account_id = 'P2101.1'")],
  ['a lot deleted', /nothing_is_erased/, (f) => f.run("DELETE FROM lot WHERE account_id = 'P2101.1'")],
  ['a move changed', /nothing_is_erased/, (f) => f.run("UPDATE OR REPLACE lot_move SET expires_on = '9999-12-31'")],
  ['a move deleted', /nothing_is_erased/, (f) => f.run('DELETE FROM lot_move WHERE number = 19')],
  ['moves without an entry, committed', /FOREIGN KEY/, (f) => {
    f.begin()
    f.move(1, 'P2101.1', -500)
    f.commit()
  }],
  ['moves of a line that has no entry, under a header', /lots_without_entry/, (f) => {
    f.begin()
    f.move(7, 'P2101.1', -500)
    f.grantBack()
  }]
]
