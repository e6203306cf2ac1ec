import type { Kit } from './columns.sqlite.ts'

/** Who did, saw or was refused what, and the keys that people's data is sealed with. Rows of the log are never changed. */
export function defineAccessTables(kit: Kit) {
  const { table, text, whole, instant, primaryKey, index } = kit

  const accessLog = table(
    'access_log',
    {
      /** Empty for what belongs to no community. */
      communityId: text('community_id').notNull(),
      /** Time-ordered. */
      entryId: text('entry_id').notNull(),
      at: instant('at').notNull(),
      /** The account's name, `resident:NUMBER`, or `-` for nobody known. */
      actor: text('actor').notNull(),
      operation: text('operation').notNull(),
      /** `done`, or the code of the refusal. */
      outcome: text('outcome').notNull(),
      /** What it was about: `member:17`, `import:…`. Never a name, phone or number of a person. */
      subject: text('subject'),
      reason: text('reason'),
      requestId: text('request_id'),
      /** The network address, shortened so that it tells the place and not the person. */
      address: text('address'),
      /** How many of the same there were; refusals in a flood are counted, not listed. */
      times: whole('times').notNull()
    },
    (t) => [
      primaryKey({ columns: [t.communityId, t.entryId] }),
      index('access_log_at').on(t.communityId, t.at),
      index('access_log_actor').on(t.communityId, t.actor),
      index('access_log_entry').on(t.entryId)
    ]
  )

  /** Tells at every start whether the file of keys is the one that belongs to this database. */
  const vaultKey = table('vault_key', {
    keyId: text('key_id').primaryKey(),
    check: text('check').notNull(),
    firstUsedAt: instant('first_used_at').notNull()
  })

  return { accessLog, vaultKey }
}
