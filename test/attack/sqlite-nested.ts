import { C, type Forger } from './forge-sqlite.ts'

type Attack = [sentence: string, refusal: RegExp, attempt: (forger: Forger) => void]

/** Every column of a header that must be given. */
export const HEADER = 'community_id, number, kind, entry_count, idempotency_key, request_hash, service_date, business_date, recorded_at, canonical, leaf, voucher_number, account_id'

/** An honest header in SQL, for what a temporary trigger writes. */
export function header(number: number, { kind = 'signing_key_changed', entries = 0, account = '' } = {}): string {
  const voucher = entries === 0 ? 'NULL' : "(SELECT last_voucher + 1 FROM voucher_month WHERE month = '2025-03')"
  return `'${C}', ${number}, '${kind}', ${entries}, 'forged-${number}', zeroblob(32), '2025-03-20', '2025-03-20', 0, x'78', zeroblob(32), ${voucher}, '${account}'`
}

const insertHeader = (number: number, changed: Parameters<typeof header>[1] = {}): string =>
  `INSERT INTO journal_transaction (${HEADER}) SELECT ${header(number, changed)};`

const insertEntry = (number: number, line: number, account: string, amount: number): string =>
  `INSERT INTO journal_entry SELECT community_id, ${number}, ${line}, account_id, unit, ${amount}, version + 1, balance + ${amount} FROM account WHERE account_id = '${account}';`

/** A whole transaction of the pool and the fund, in SQL. */
const grantBack = (number: number): string =>
  insertEntry(number, 1, 'P2103.general', 100) + insertEntry(number, 2, 'P5102.fund', -100) + insertHeader(number, { kind: 'adjust', entries: 2 })

/** Writes more, once, at the moment a statement reaches its first row. */
function writingMeanwhile(f: Forger, moment: string, statements: string): void {
  f.exec(`CREATE TEMP TABLE meanwhile (done);
    CREATE TEMP TRIGGER writes ${moment} WHEN NOT EXISTS (SELECT 1 FROM meanwhile) BEGIN INSERT INTO meanwhile VALUES (1); ${statements} END`)
}

/** Keeps what follows an insert from happening, for what is inserted meanwhile. */
function without(f: Forger, table: string, insert: () => void): void {
  f.exec(`CREATE TEMP TRIGGER skip AFTER INSERT ON main.${table} BEGIN SELECT RAISE(IGNORE); END`)
  insert()
  f.exec('DROP TRIGGER skip')
}

function openFund(f: Forger): void {
  f.openAccount('P5102', { account_id: 'P5102.fund' })
  f.settled()
  f.begin()
}

/** Attacks that get between a proof and what it proves: a temporary trigger writes meanwhile, or a foreign key is put off. */
export const NESTED_ATTACKS: Attack[] = [
  ['a balance written over with what it was before a posting in between', /unexplained_balance/, (f) => {
    openFund(f)
    writingMeanwhile(f, 'BEFORE UPDATE ON main.account', grantBack(20))
    f.run("UPDATE account SET balance = balance, version = version WHERE account_id = 'P2103.general'")
  }],
  ['a state written over with what it was before an event in between', /unexplained_state/, (f) => {
    f.begin()
    f.header('account_unfrozen', { account_id: 'P2101.3' })
    f.settled()
    const set = (state: string, number: number): string => `UPDATE account SET state = '${state}', state_number = ${number} WHERE account_id = 'P2101.3';`
    writingMeanwhile(f, 'BEFORE UPDATE ON main.account', set('open', 20) + insertHeader(21, { kind: 'account_frozen', account: 'P2101.3' }) + set('frozen', 21))
    f.run(set('open', 20))
  }],
  ['an account closed while points come into it', /unexplained_state/, (f) => {
    openFund(f)
    f.header('account_closed', { account_id: 'P5102.fund' })
    f.settled()
    writingMeanwhile(f, 'BEFORE UPDATE ON main.account', grantBack(21))
    f.run("UPDATE account SET state = 'closed', state_number = 20 WHERE account_id = 'P5102.fund'")
  }],
  ['a lot written over with what it was before a move in between', /unexplained_lot/, (f) => {
    f.begin()
    without(f, 'lot_move', () => f.move(1, 'P2101.1', -500))
    const apply = `UPDATE lot SET remaining = remaining - 500, last_number = 20, last_line = 1
                    WHERE (account_id, expires_on, origin_number, origin_line) IN (SELECT account_id, expires_on, origin_number, origin_line FROM lot_move WHERE number = 20 AND line = 1);`
    writingMeanwhile(f, 'BEFORE UPDATE ON main.lot', `${apply} ${insertEntry(20, 1, 'P2101.1', 500)}
      INSERT INTO lot_move SELECT community_id, 20, 2, expires_on, origin_number, origin_line, account_id, 300, remaining_after + 300, NULL, NULL, NULL FROM lot_move WHERE number = 20 AND line = 1;
      ${insertEntry(20, 2, 'P2101.1', -300)} ${insertEntry(20, 3, 'P2103.general', -200)} ${insertHeader(20, { kind: 'donate', entries: 3 })}`)
    f.run(apply)
  }],
  ['the head written over with what it was before a header in between', /unexplained_head/, (f) => {
    without(f, 'journal_transaction', () => f.header('signing_key_changed'))
    f.settled()
    writingMeanwhile(f, 'BEFORE UPDATE ON main.journal_head', `UPDATE journal_head SET last_number = 20; ${insertHeader(21)}`)
    f.run('UPDATE journal_head SET last_number = 20')
  }],
  ['a month\'s last voucher written over with what it was before a posting in between', /unexplained_voucher/, (f) => {
    openFund(f)
    without(f, 'journal_transaction', () => f.exec(grantBack(20)))
    f.settled()
    const count = "UPDATE voucher_month SET last_voucher = last_voucher + 1, last_number = 20 WHERE month = '2025-03';"
    writingMeanwhile(f, 'BEFORE UPDATE ON main.voucher_month', `${count} UPDATE journal_head SET last_number = 20; ${grantBack(21)}`)
    f.run(count)
  }],

  ['a posting begun within the counting of another\'s voucher', /number_not_next/, (f) => {
    openFund(f)
    writingMeanwhile(f, 'AFTER UPDATE ON main.voucher_month', insertHeader(21))
    f.exec(grantBack(20))
  }],
  ['a voucher counted twice while a header is written', /unexplained_voucher|nothing_is_erased/, (f) => {
    openFund(f)
    writingMeanwhile(f, 'AFTER INSERT ON main.journal_transaction',
      `INSERT OR REPLACE INTO voucher_month SELECT community_id, month, last_voucher + 1, 20 FROM voucher_month WHERE month = '2025-03';`)
    f.exec(grantBack(20))
  }],
  ['an entry added between its header and the head', /unexplained_head/, (f) => {
    openFund(f)
    writingMeanwhile(f, 'AFTER INSERT ON main.journal_transaction', insertEntry(20, 3, 'P5102.fund', -7777))
    f.exec(grantBack(20))
  }],
  ['an entry added to an event that the head has not reached', /unexplained_head/, (f) => {
    openFund(f)
    without(f, 'journal_transaction', () => f.header('signing_key_changed'))
    f.entry(1, 'P5102.fund', -7777)
    f.settled()
    f.run('UPDATE journal_head SET last_number = 20')
  }],
  ['a move added to an event that the head has not reached', /lots_without_entry/, (f) => {
    f.begin()
    without(f, 'journal_transaction', () => f.header('signing_key_changed'))
    f.move(1, 'P2101.1', -500)
    f.run('UPDATE journal_head SET last_number = 20')
  }],
  ['an entry on an account that is opened after the header', /entry_not_applied/, (f) => {
    f.begin()
    f.exec('PRAGMA defer_foreign_keys = on')
    without(f, 'journal_entry', () => f.insert('journal_entry', {
      community_id: C, number: 20, line: 1, account_id: 'P5102.fund', unit: 'POINT', amount: -100, version: 1, balance_after: -100
    }))
    f.entry(2, 'P2103.general', 100)
    f.header('adjust')
  }],
  ['a header that corrects what is not there, foreign keys put off and forgotten', /corrects_nothing/, (f) => {
    f.begin()
    f.exec('PRAGMA defer_foreign_keys = on')
    f.header('signing_key_changed', { corrects: 999 })
    f.exec('PRAGMA defer_foreign_keys = off')
  }],
  ['a header that corrects itself', /corrects_nothing/, (f) => f.header('signing_key_changed', { corrects: 20 })],
  ['two headers in one statement, the later first', /number_not_next/, (f) =>
    f.exec(`INSERT OR IGNORE INTO journal_transaction (${HEADER}) SELECT ${header(21)} UNION ALL SELECT ${header(20)}`)]
]
