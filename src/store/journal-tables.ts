import type { Kit } from './columns.sqlite.ts'

/**
 * The journal as queries see it. The tables themselves, with all that guards them, are hand-written migrations;
 * drizzle-kit is not given this file, and a test compares it with both databases.
 */
export function defineJournalTables(kit: Kit) {
  const { table, text, date, whole, instant, flag, bytes, primaryKey } = kit

  const accountCode = table('account_code', {
    code: text('code').primaryKey(),
    unitKind: text('unit_kind').notNull(),
    side: whole('side').notNull(),
    floor: whole('floor'),
    hasLots: flag('has_lots').notNull(),
    perMember: flag('per_member').notNull(),
    nameZh: text('name_zh').notNull(),
    nameEn: text('name_en').notNull()
  })

  const transactionKind = table('transaction_kind', {
    kind: text('kind').primaryKey(),
    isEvent: flag('is_event').notNull(),
    spends: flag('spends').notNull()
  })

  const head = table('journal_head', {
    communityId: text('community_id').primaryKey(),
    lastNumber: whole('last_number').notNull(),
    closedThrough: date('closed_through').notNull(),
    frontier: bytes('frontier').notNull()
  })

  const voucherMonth = table(
    'voucher_month',
    {
      communityId: text('community_id').notNull(),
      month: text('month').notNull(),
      lastVoucher: whole('last_voucher').notNull(),
      lastNumber: whole('last_number').notNull()
    },
    (t) => [primaryKey({ columns: [t.communityId, t.month] })]
  )

  const transaction = table(
    'journal_transaction',
    {
      communityId: text('community_id').notNull(),
      number: whole('number').notNull(),
      kind: text('kind').notNull(),
      entryCount: whole('entry_count').notNull(),
      idempotencyKey: text('idempotency_key').notNull(),
      requestHash: bytes('request_hash').notNull(),
      serviceDate: date('service_date').notNull(),
      businessDate: date('business_date').notNull(),
      recordedAt: instant('recorded_at').notNull(),
      voucherNumber: whole('voucher_number'),
      memberNumber: whole('member_number'),
      accountId: text('account_id'),
      minutes: whole('minutes'),
      convertibleMinutes: whole('convertible_minutes'),
      reverses: whole('reverses'),
      corrects: whole('corrects'),
      closesThrough: date('closes_through'),
      canonical: bytes('canonical').notNull(),
      leaf: bytes('leaf').notNull()
    },
    (t) => [primaryKey({ columns: [t.communityId, t.number] })]
  )

  const account = table(
    'account',
    {
      communityId: text('community_id').notNull(),
      accountId: text('account_id').notNull(),
      code: text('code').notNull(),
      unit: text('unit').notNull(),
      side: whole('side').notNull(),
      floor: whole('floor'),
      hasLots: flag('has_lots').notNull(),
      memberNumber: whole('member_number'),
      state: text('state').notNull(),
      stateNumber: whole('state_number').notNull(),
      successor: text('successor'),
      version: whole('version').notNull(),
      balance: whole('balance').notNull()
    },
    (t) => [primaryKey({ columns: [t.communityId, t.accountId] })]
  )

  const entry = table(
    'journal_entry',
    {
      communityId: text('community_id').notNull(),
      number: whole('number').notNull(),
      line: whole('line').notNull(),
      accountId: text('account_id').notNull(),
      unit: text('unit').notNull(),
      amount: whole('amount').notNull(),
      version: whole('version').notNull(),
      balanceAfter: whole('balance_after').notNull()
    },
    (t) => [primaryKey({ columns: [t.communityId, t.number, t.line] })]
  )

  const lotMove = table(
    'lot_move',
    {
      communityId: text('community_id').notNull(),
      number: whole('number').notNull(),
      line: whole('line').notNull(),
      expiresOn: date('expires_on').notNull(),
      originNumber: whole('origin_number').notNull(),
      originLine: whole('origin_line').notNull(),
      accountId: text('account_id').notNull(),
      amount: whole('amount').notNull(),
      remainingAfter: whole('remaining_after').notNull(),
      sponsor: text('sponsor'),
      deliveryNote: text('delivery_note'),
      unitCostFen: whole('unit_cost_fen')
    },
    (t) => [primaryKey({ columns: [t.communityId, t.number, t.line, t.expiresOn, t.originNumber, t.originLine] })]
  )

  const lot = table(
    'lot',
    {
      communityId: text('community_id').notNull(),
      accountId: text('account_id').notNull(),
      expiresOn: date('expires_on').notNull(),
      originNumber: whole('origin_number').notNull(),
      originLine: whole('origin_line').notNull(),
      remaining: whole('remaining').notNull(),
      lastNumber: whole('last_number').notNull(),
      lastLine: whole('last_line').notNull()
    },
    (t) => [primaryKey({ columns: [t.communityId, t.accountId, t.expiresOn, t.originNumber, t.originLine] })]
  )

  return { accountCode, transactionKind, head, voucherMonth, transaction, account, entry, lotMove, lot }
}

export type JournalTables = ReturnType<typeof defineJournalTables>
