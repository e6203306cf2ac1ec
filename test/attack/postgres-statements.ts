/** One attack by hand-typed SQL: what it tries, and with what the owner of the tables is refused. */
export interface StatementAttack {
  name: string
  sql: string
  refusal: string
}

const where = (account: string) => `WHERE community_id = 'c1' AND account_id = '${account}'`

const ERASING: StatementAttack[] = [
  ['an entry is made smaller', "UPDATE journal_entry SET amount = amount - 1 WHERE community_id = 'c1' AND number = 1"],
  ['an entry is deleted', "DELETE FROM journal_entry WHERE community_id = 'c1' AND number = 1"],
  ['all entries are truncated', 'TRUNCATE journal_entry CASCADE'],
  [
    'the sealed bytes of a transaction are exchanged',
    "UPDATE journal_transaction SET canonical = '\\x00', leaf = sha256('\\x0000') WHERE number = 1"
  ],
  ['a transaction is deleted', "DELETE FROM journal_transaction WHERE community_id = 'c1' AND number = 12"],
  ['all transactions are truncated', 'TRUNCATE journal_transaction CASCADE'],
  ['a lot move gets a later expiry', "UPDATE lot_move SET expires_on = '2099-12-31'"],
  ['a lot move is deleted', "DELETE FROM lot_move WHERE community_id = 'c1' AND number = 4"],
  ['an account is deleted', `DELETE FROM account ${where('P2101.4')}`],
  ['a lot is deleted', `DELETE FROM lot ${where('P2101.1')}`],
  ['all lots are truncated', 'TRUNCATE lot'],
  ['a head is deleted', "DELETE FROM journal_head WHERE community_id = 'c1'"],
  ['all heads are truncated', 'TRUNCATE journal_head'],
  ['the vouchers of a month are deleted', 'DELETE FROM voucher_month'],
  [
    'an entry is replaced by inserting it again',
    `INSERT INTO journal_entry SELECT * FROM journal_entry WHERE community_id = 'c1' AND number = 1
     ON CONFLICT (community_id, number, line) DO UPDATE SET amount = 1`
  ],
  [
    'entries are deleted by a MERGE',
    `MERGE INTO journal_entry e USING (SELECT 'c1' AS c) s ON e.community_id = s.c WHEN MATCHED AND e.number = 1 THEN DELETE`
  ],
  [
    'a header is deleted inside a query',
    `WITH gone AS (DELETE FROM journal_transaction WHERE community_id = 'c2' RETURNING *) SELECT count(*) FROM gone`
  ]
].map(([name = '', sql = '']) => ({ name, sql, refusal: 'nothing_is_erased' }))

const CHART: StatementAttack[] = [
  {
    name: 'the chart loses a floor',
    sql: "UPDATE account_code SET floor = NULL WHERE code = 'P2101'",
    refusal: 'chart_is_fixed'
  },
  {
    name: 'the chart gets an account',
    sql: "INSERT INTO account_code VALUES ('P9999', 'POINT', 1, NULL, false, false, 'x', 'x')",
    refusal: 'chart_is_fixed'
  },
  {
    name: 'gifts stop being spending',
    sql: "UPDATE transaction_kind SET spends = false WHERE kind = 'gift'",
    refusal: 'kinds_are_fixed'
  },
  {
    name: 'a kind is added that is an event',
    sql: "INSERT INTO transaction_kind VALUES ('present', true, false)",
    refusal: 'kinds_are_fixed'
  },
  { name: 'a kind is deleted', sql: "DELETE FROM transaction_kind WHERE kind = 'award'", refusal: 'kinds_are_fixed' }
]

const ACCOUNTS: StatementAttack[] = [
  ['a balance is raised', `UPDATE account SET balance = balance - 100 ${where('P2101.1')}`, 'unexplained_balance'],
  [
    'a balance and its version are raised',
    `UPDATE account SET balance = balance - 100, version = version + 1 ${where('P2101.1')}`,
    'unexplained_balance'
  ],
  [
    'a balance goes back to what an older entry says',
    `UPDATE account SET balance = -8000, version = 2 ${where('P2101.1')}`,
    'unexplained_balance'
  ],
  ['a version alone goes back', `UPDATE account SET version = version - 1 ${where('P2101.1')}`, 'unexplained_balance'],
  [
    'two members exchange their balances',
    `UPDATE account a SET balance = b.balance, version = b.version FROM account b
      WHERE a.community_id = 'c1' AND b.community_id = 'c1' AND (a.account_id, b.account_id) IN (('P2101.1', 'P2101.2'), ('P2101.2', 'P2101.1'))`,
    'unexplained_balance'
  ],
  [
    'a balance is raised by inserting the account again',
    `INSERT INTO account SELECT * FROM account ${where('P2101.1')} ON CONFLICT (community_id, account_id) DO UPDATE SET balance = -1000000`,
    'unexplained_balance'
  ],
  [
    'a balance is raised by a MERGE',
    `MERGE INTO account a USING (SELECT 1) s ON a.community_id = 'c1' AND a.account_id = 'P2101.1' WHEN MATCHED THEN UPDATE SET balance = -1000000`,
    'unexplained_balance'
  ],
  ['a floor is lowered', `UPDATE account SET floor = -1000000 ${where('P2101.1')}`, 'account_is_fixed'],
  ['a floor is taken away', `UPDATE account SET floor = NULL ${where('P2101.1')}`, 'account_is_fixed'],
  ['an account changes its side', `UPDATE account SET side = -side ${where('P4101.main')}`, 'account_is_fixed'],
  ['an account changes its unit', `UPDATE account SET unit = 'CNY' ${where('P4101.main')}`, 'account_is_fixed'],
  ['an account stops having lots', `UPDATE account SET has_lots = false ${where('P2101.1')}`, 'account_is_fixed'],
  ['an account goes to another member', `UPDATE account SET member_number = 4 ${where('P2101.1')}`, 'account_is_fixed'],
  [
    'an account is renamed',
    `UPDATE account SET account_id = 'P2101.99' ${where('P2101.4')}`,
    'journal_entry_community_id_account_id_fkey'
  ],
  [
    'an account moves to another community',
    `UPDATE account SET community_id = 'c3' ${where('M6201.2')}`,
    'journal_entry_community_id_account_id_fkey'
  ],
  [
    'accounts of two communities change in one statement',
    "UPDATE account SET balance = balance - 1 WHERE account_id = 'P2101.1'",
    'one_community_a_statement'
  ],
  ['an account is thawed', `UPDATE account SET state = 'open' ${where('P2101.2')}`, 'unexplained_state'],
  [
    'an account is thawed by an older event',
    `UPDATE account SET state = 'open', state_number = 8 ${where('P2101.2')}`,
    'unexplained_state'
  ],
  [
    'an account is thawed by the number of an event to come',
    `UPDATE account SET state = 'open', state_number = 99 ${where('P2101.2')}`,
    'unexplained_state'
  ],
  [
    'an account is frozen by the event of another',
    `UPDATE account SET state = 'frozen', state_number = 11 ${where('P2101.1')}`,
    'unexplained_state'
  ],
  [
    'an account is closed by a transaction that is no event',
    `UPDATE account SET state = 'closed', state_number = 10 ${where('P2101.4')}`,
    'unexplained_state'
  ],
  [
    'a merged account is opened again',
    `UPDATE account SET state = 'open', state_number = 8, successor = NULL ${where('P2101.3')}`,
    'unexplained_state'
  ],
  [
    'a merged account gets another successor',
    `UPDATE account SET successor = 'P2101.2' ${where('P2101.3')}`,
    'unexplained_state'
  ],
  [
    'an account with a balance names a successor by an old merge',
    `UPDATE account SET state = 'closed', state_number = 8, successor = 'P2101.2' ${where('P2101.1')}`,
    'unexplained_state'
  ],
  [
    'a balance changes together with a state',
    `UPDATE account SET balance = 0, state = 'closed', state_number = 99 ${where('P2101.1')}`,
    'unexplained_balance'
  ],
  ['an account begins with a balance', newAccount({ balance: -100 }), 'account_not_new'],
  ['an account begins with a version', newAccount({ version: 3 }), 'account_not_new'],
  ['an account begins closed', newAccount({ state: "'closed'" }), 'account_not_new'],
  ['an account begins without the floor of the chart', newAccount({ floor: 'NULL' }), 'account_not_of_chart'],
  ['an account begins on the other side', newAccount({ side: 1 }), 'account_not_of_chart'],
  [
    'an account begins without lots where the chart has them',
    newAccount({ has_lots: 'false' }),
    'account_not_of_chart'
  ],
  ['an account begins in a unit of another kind', newAccount({ unit: "'MINUTE'" }), 'account_not_of_chart'],
  [
    'an account is opened for one member in the name of another',
    newAccount({ member_number: 6 }),
    'account_not_of_chart'
  ],
  ['an account is opened without its member', newAccount({ member_number: 'NULL' }), 'account_not_of_chart'],
  [
    'an account is opened under a code that is not its own',
    newAccount({ account_id: "'P4101.5'" }),
    'account_id_of_code'
  ],
  [
    'an account is opened under a code that the chart lacks',
    newAccount({ account_id: "'P9999.5'", code: "'P9999'" }),
    'account_code_fkey'
  ],
  [
    'stock is opened without saying of what',
    newAccount({ account_id: "'G1101.main'", code: "'G1101'", unit: "'ITEM'", side: 1, member_number: 'NULL' }),
    'account_not_of_chart'
  ]
].map(([name = '', sql = '', refusal = '']) => ({ name, sql, refusal }))

/** A statement that would open P2101.5 of c1 as it should be, but for what is given. */
function newAccount(wrong: Record<string, string | number>): string {
  const columns = {
    community_id: "'c1'",
    account_id: "'P2101.5'",
    code: "'P2101'",
    unit: "'POINT'",
    side: -1,
    floor: 0,
    has_lots: 'true',
    member_number: 5,
    state: "'open'",
    state_number: 0,
    version: 0,
    balance: 0,
    ...wrong
  }
  return `INSERT INTO account (${Object.keys(columns).join(', ')}) VALUES (${Object.values(columns).join(', ')})`
}

const LOTS: StatementAttack[] = [
  ['a lot is filled up', `UPDATE lot SET remaining = remaining + 100 ${where('P2101.1')}`],
  [
    'a lot is filled up to what an older move left',
    `UPDATE lot SET remaining = 5000, last_number = 1, last_line = 2 ${where('P2101.1')} AND origin_number = 1`
  ],
  [
    'a lot is filled up in the name of a later move',
    `UPDATE lot SET remaining = 5000, last_number = 12, last_line = 1 ${where('P2101.1')} AND origin_number = 1`
  ],
  ['a lot gets a later expiry', `UPDATE lot SET expires_on = '9999-12-31' ${where('P2101.1')} AND origin_number = 1`],
  ['a lot goes to another member', `UPDATE lot SET account_id = 'P2101.4' ${where('P2101.1')} AND origin_number = 2`],
  ['a lot is made', "INSERT INTO lot VALUES ('c1', 'P2101.1', '2026-12-31', 12, 1, 100, 12, 1)"],
  [
    'a lot is made again from the move that opened it',
    "INSERT INTO lot VALUES ('c1', 'P2101.4', '2026-06-30', 1, 2, 5000, 1, 2)"
  ]
].map(([name = '', sql = '']) => ({ name, sql, refusal: 'unexplained_lot' }))

const HEADS: StatementAttack[] = [
  [
    'a head is advanced',
    "UPDATE journal_head SET last_number = last_number + 1 WHERE community_id = 'c1'",
    'unexplained_head'
  ],
  [
    'a head goes back',
    "UPDATE journal_head SET last_number = last_number - 1 WHERE community_id = 'c1'",
    'unexplained_head'
  ],
  [
    'a closed period is opened again',
    "UPDATE journal_head SET closed_through = '2026-01-31' WHERE community_id = 'c1'",
    'unexplained_head'
  ],
  [
    'a period is closed without an event',
    "UPDATE journal_head SET closed_through = '2026-03-31' WHERE community_id = 'c1'",
    'unexplained_head'
  ],
  [
    'periods of two communities are opened again',
    "UPDATE journal_head SET closed_through = '1900-01-01'",
    'one_community_a_statement'
  ],
  [
    'a head moves to another community',
    "UPDATE journal_head SET community_id = 'c3' WHERE community_id = 'c1'",
    'one_community_a_statement'
  ],
  ['a head begins in the middle', "INSERT INTO journal_head VALUES ('c3', 5, '1900-01-01', '')", 'unexplained_head'],
  [
    'a head begins for a community without a name',
    "INSERT INTO journal_head VALUES ('', 0, '1900-01-01', '')",
    'unexplained_head'
  ],
  [
    'a head begins with a closed period',
    "INSERT INTO journal_head VALUES ('c3', 0, '2999-12-31', '')",
    'unexplained_head'
  ],
  [
    'a head is closed for ever',
    "UPDATE journal_head SET closed_through = 'infinity' WHERE community_id = 'c1'",
    'journal_head_closed_through_check'
  ],
  [
    'voucher numbers go back',
    "UPDATE voucher_month SET last_voucher = last_voucher - 1 WHERE community_id = 'c1'",
    'unexplained_voucher'
  ],
  [
    'voucher numbers skip ahead',
    "UPDATE voucher_month SET last_voucher = last_voucher + 1 WHERE community_id = 'c1'",
    'unexplained_voucher'
  ],
  [
    'a month of vouchers is renamed',
    "UPDATE voucher_month SET month = '2026-04' WHERE community_id = 'c1'",
    'unexplained_voucher'
  ],
  ['a month begins in the middle', "INSERT INTO voucher_month VALUES ('c1', '2026-04', 7, 12)", 'unexplained_voucher']
].map(([name = '', sql = '', refusal = '']) => ({ name, sql, refusal }))

export const STATEMENT_ATTACKS = [...ERASING, ...CHART, ...ACCOUNTS, ...LOTS, ...HEADS]
