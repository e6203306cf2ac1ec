import type { Kit } from './columns.sqlite.ts'

/** What volunteers can show for their service: certificates and stars. */
export function defineOutcomeTables(kit: Kit) {
  const { table, text, date, whole, instant, flag, json, primaryKey, index, uniqueIndex } = kit

  const certificate = table(
    'certificate',
    {
      communityId: text('community_id').notNull(),
      certificateId: text('certificate_id').notNull(),
      /** 1, 2, 3 … within the community and year. */
      year: whole('year').notNull(),
      sequence: whole('sequence').notNull(),
      memberNumber: whole('member_number').notNull(),
      fromDate: date('from_date').notNull(),
      throughDate: date('through_date').notNull(),
      /** All that it states (CertificateStatement), sealed; null once the person's data were erased. */
      statement: text('statement'),
      /** SHA-256 over verification code and statement, hexadecimal. */
      statementHash: text('statement_hash').notNull(),
      /** SHA-256 of the verification code, which has 100 random bits. */
      codeHash: text('code_hash').notNull(),
      verifiedMinutes: whole('verified_minutes').notNull(),
      honoraryMinutes: whole('honorary_minutes').notNull(),
      teamMinutes: whole('team_minutes').notNull(),
      /** The last transaction of the journal that it knows of. */
      asOfNumber: whole('as_of_number').notNull(),
      /** The ID number stands in it in full, because the member asked; why, sealed as a note. */
      idNumberInFull: flag('id_number_in_full').notNull(),
      reasonCommitment: text('reason_commitment'),
      issuedBy: text('issued_by').notNull(),
      issuedOn: date('issued_on').notNull(),
      issuedAt: instant('issued_at').notNull(),
      /** The certificate that was issued in its place. */
      supersededBy: text('superseded_by'),
      revokedAt: instant('revoked_at'),
      revokedBy: text('revoked_by'),
      /** A code. */
      revokeReason: text('revoke_reason')
    },
    (t) => [
      primaryKey({ columns: [t.communityId, t.certificateId] }),
      uniqueIndex('certificate_sequence').on(t.communityId, t.year, t.sequence),
      index('certificate_member').on(t.communityId, t.memberNumber)
    ]
  )

  /** The stars of a community, where they are not the common ones. */
  const starSetting = table('star_setting', {
    communityId: text('community_id').primaryKey(),
    /** Verified hours from which each star is given, ascending. */
    levels: json<number[]>('levels').notNull(),
    noticeDays: whole('notice_days').notNull(),
    changedBy: text('changed_by').notNull(),
    changedAt: instant('changed_at').notNull()
  })

  /** A star from its proposal: on public notice, then awarded, or stopped by an objection. */
  const star = table(
    'star',
    {
      communityId: text('community_id').notNull(),
      starId: text('star_id').notNull(),
      memberNumber: whole('member_number').notNull(),
      /** 1 for the first star. */
      level: whole('level').notNull(),
      hours: whole('hours').notNull(),
      /** Verified minutes when it was proposed. */
      minutes: whole('minutes').notNull(),
      /** `on_notice`, `awarded` or `stopped`. */
      state: text('state').notNull(),
      noticeFrom: date('notice_from').notNull(),
      /** The last day of the notice; awarded after it. */
      noticeThrough: date('notice_through').notNull(),
      proposedBy: text('proposed_by').notNull(),
      proposedAt: instant('proposed_at').notNull(),
      decidedBy: text('decided_by'),
      decidedAt: instant('decided_at'),
      awardedOn: date('awarded_on'),
      /** What was objected, sealed as a note. */
      objectionCommitment: text('objection_commitment')
    },
    (t) => [primaryKey({ columns: [t.communityId, t.starId] }), index('star_member').on(t.communityId, t.memberNumber)]
  )

  return { certificate, starSetting, star }
}
