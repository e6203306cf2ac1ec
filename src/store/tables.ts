import { defineAccessTables } from './access-tables.ts'
import { defineAttendanceTables } from './attendance-tables.ts'
import type { Kit } from './columns.sqlite.ts'
import { defineIdentityTables } from './identity-tables.ts'
import { defineNoticeTables } from './notice-tables.ts'
import { definePeopleTables } from './people-tables.ts'
import { defineRecordTables } from './record-tables.ts'
import { definePlanningTables } from './planning-tables.ts'
import { defineOutcomeTables } from './outcome-tables.ts'
import { defineTeamTables } from './team-tables.ts'

/**
 * Every table that drizzle-kit generates: what surrounds the journal. The community's id leads every key, so that a
 * community can live on a machine of its own.
 */
export function defineTables(kit: Kit) {
  const { table, text, date, whole, instant, json, primaryKey, index } = kit

  const good = table(
    'good',
    {
      communityId: text('community_id').notNull(),
      sku: text('sku').notNull(),
      barcode: text('barcode'),
      name: text('name').notNull(),
      unitName: text('unit_name'),
      /** Price of one piece in hundredths of a point. */
      price: whole('price').notNull(),
      /** Pieces a person may redeem in a calendar month; null for no limit. */
      monthlyLimit: whole('monthly_limit'),
      sponsor: text('sponsor'),
      updatedAt: instant('updated_at').notNull()
    },
    (t) => [primaryKey({ columns: [t.communityId, t.sku] }), index('good_barcode').on(t.communityId, t.barcode)]
  )

  const serviceRecord = table(
    'service_record',
    {
      communityId: text('community_id').notNull(),
      memberNumber: whole('member_number').notNull(),
      serviceDate: date('service_date').notNull(),
      /** The journal transaction that recorded it. */
      number: whole('number').notNull(),
      startMinute: whole('start_minute'),
      endMinute: whole('end_minute'),
      minutes: whole('minutes').notNull(),
      convertibleMinutes: whole('convertible_minutes').notNull(),
      activity: text('activity').notNull()
    },
    (t) => [primaryKey({ name: 'service_record_pk', columns: [t.communityId, t.memberNumber, t.serviceDate, t.number] })]
  )

  const importRun = table(
    'import_run',
    {
      communityId: text('community_id').notNull(),
      importId: text('import_id').notNull(),
      kind: text('kind').notNull(),
      state: text('state').notNull(),
      fileName: text('file_name').notNull(),
      /** SHA-256 of the file and of how it was asked to be read, hexadecimal. */
      fileHash: text('file_hash').notNull(),
      /** Headings of the file, for the file of rejected rows. */
      headings: json<string[]>('headings').notNull(),
      preparedBy: text('prepared_by').notNull(),
      confirmedBy: text('confirmed_by'),
      rows: whole('rows').notNull(),
      accepted: whole('accepted').notNull(),
      /** Counts by reason. */
      rejected: json<Record<string, number>>('rejected').notNull(),
      options: json<Record<string, unknown>>('options').notNull(),
      createdAt: instant('created_at').notNull(),
      confirmedAt: instant('confirmed_at')
    },
    (t) => [
      primaryKey({ columns: [t.communityId, t.importId] }),
      index('import_run_file').on(t.communityId, t.kind, t.fileHash)
    ]
  )

  const importRow = table(
    'import_row',
    {
      communityId: text('community_id').notNull(),
      importId: text('import_id').notNull(),
      row: whole('row').notNull(),
      accepted: kit.flag('accepted').notNull(),
      reason: text('reason'),
      /** What the row looked like and what was made of it (ImportRowContent in src/imports), sealed: it names people. */
      content: text('content').notNull(),
      /** The journal transaction, once posted. */
      number: whole('number')
    },
    (t) => [primaryKey({ columns: [t.communityId, t.importId, t.row] })]
  )

  const note = table(
    'note',
    {
      communityId: text('community_id').notNull(),
      /** SHA-256 over salt and text, hexadecimal, as the journal holds it. */
      commitment: text('commitment').notNull(),
      salt: text('salt').notNull(),
      /** Sealed: people type names. */
      text: text('text').notNull()
    },
    (t) => [primaryKey({ columns: [t.communityId, t.commitment] })]
  )

  /** What the key of a write stands for, where no journal transaction holds it: registrations, and postings of nothing. */
  const requestKey = table(
    'request_key',
    {
      communityId: text('community_id').notNull(),
      idempotencyKey: text('idempotency_key').notNull(),
      /** Blind index of the request: a bare hash of a registration could be guessed back into a phone number. */
      requestHash: text('request_hash').notNull(),
      kind: text('kind').notNull(),
      /** The number, sku or import that the kind speaks of; an id of its own where nothing was posted. */
      reference: text('reference').notNull(),
      /** What was asked for, where nothing else keeps it. */
      content: json<Record<string, unknown>>('content'),
      recordedBy: text('recorded_by').notNull(),
      recordedAt: instant('recorded_at').notNull()
    },
    (t) => [
      primaryKey({ columns: [t.communityId, t.idempotencyKey] }),
      index('request_key_kind').on(t.communityId, t.kind, t.reference)
    ]
  )

  return {
    ...definePeopleTables(kit),
    ...defineIdentityTables(kit),
    ...defineAccessTables(kit),
    ...defineAttendanceTables(kit),
    ...defineTeamTables(kit),
    ...defineOutcomeTables(kit),
    ...defineRecordTables(kit),
    ...definePlanningTables(kit),
    ...defineNoticeTables(kit),
    good,
    serviceRecord,
    importRun,
    importRow,
    note,
    requestKey
  }
}

export type Tables = ReturnType<typeof defineTables>
