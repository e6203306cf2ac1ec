import type { Kit } from './columns.sqlite.ts'

/** What of a planned presence was out of the ordinary, as a code; minutes where it was late or early. */
export interface PresenceFlag {
  code: string
  minutes?: number
}

/** Who came to what, from when to when, and how it is known. */
export function definePresenceTables({ table, text, date, whole, instant, flag, json, primaryKey, index }: Kit) {
  /** How the check-in code of an activity, a shift or a post is shown; by default where there is no row. */
  const checkInSetting = table(
    'check_in_setting',
    {
      communityId: text('community_id').notNull(),
      /** `activity`, `shift` or `post`. */
      purpose: text('purpose').notNull(),
      purposeId: text('purpose_id').notNull(),
      /** Changes every 30 seconds; else one code for the day. */
      rotating: flag('rotating').notNull(),
      /** So long before the beginning and after the end one may check in and out. */
      toleranceMinutes: whole('tolerance_minutes').notNull(),
      changedBy: text('changed_by').notNull(),
      changedAt: instant('changed_at').notNull()
    },
    (t) => [primaryKey({ columns: [t.communityId, t.purpose, t.purposeId] })]
  )

  /** Somebody was there: from a check-in to a check-out. */
  const presence = table(
    'presence',
    {
      communityId: text('community_id').notNull(),
      presenceId: text('presence_id').notNull(),
      memberNumber: whole('member_number').notNull(),
      purpose: text('purpose').notNull(),
      purposeId: text('purpose_id').notNull(),
      /** As it was called then. */
      title: text('title').notNull(),
      category: text('category').notNull(),
      brand: text('brand'),
      /** The post that it counts for: itself, or that of its shift. */
      postId: text('post_id'),
      serviceDate: date('service_date').notNull(),
      plannedStart: instant('planned_start'),
      plannedEnd: instant('planned_end'),
      /** Whoever has not checked out by then forgot it. */
      closesAt: instant('closes_at').notNull(),
      /** `in`, `out`, or `void` where it was put right. */
      state: text('state').notNull(),
      checkedInAt: instant('checked_in_at').notNull(),
      checkInMethod: text('check_in_method').notNull(),
      checkedInBy: text('checked_in_by').notNull(),
      checkedOutAt: instant('checked_out_at'),
      checkOutMethod: text('check_out_method'),
      checkedOutBy: text('checked_out_by'),
      evidence: text('evidence'),
      flags: json<PresenceFlag[]>('flags').notNull(),
      /** The service records that came of it, in their order. */
      recordIds: json<string[]>('record_ids').notNull(),
      /** Why no service record came of it, as the code of the refusal. */
      recordRefusal: text('record_refusal'),
      /** The list or sheet it was entered with, and its row there. */
      sheetId: text('sheet_id'),
      sheetRow: whole('sheet_row'),
      /** The presence that this one puts right. */
      replaces: text('replaces'),
      /** Why it was put right, or is void, as a code. */
      reason: text('reason')
    },
    (t) => [
      primaryKey({ columns: [t.communityId, t.presenceId] }),
      index('presence_member').on(t.communityId, t.memberNumber, t.serviceDate, t.presenceId),
      index('presence_purpose').on(t.communityId, t.purpose, t.purposeId, t.serviceDate, t.presenceId),
      index('presence_open').on(t.communityId, t.state, t.closesAt)
    ]
  )

  /** A list ticked off on the spot, or a paper sign-in sheet entered afterwards. */
  const attendanceSheet = table(
    'attendance_sheet',
    {
      communityId: text('community_id').notNull(),
      sheetId: text('sheet_id').notNull(),
      /** `list` or `sheet`. */
      method: text('method').notNull(),
      purpose: text('purpose').notNull(),
      purposeId: text('purpose_id').notNull(),
      attachments: whole('attachments'),
      /** SHA-256 of the scanned sheet, hexadecimal. */
      sourceHash: text('source_hash'),
      /** What came of each row: the presence, or the code of its refusal. */
      rows: json<{ member: number; presenceId?: string; refusal?: string }[]>('rows').notNull(),
      recordedBy: text('recorded_by').notNull(),
      recordedAt: instant('recorded_at').notNull()
    },
    (t) => [primaryKey({ columns: [t.communityId, t.sheetId] })]
  )

  return { checkInSetting, presence, attendanceSheet }
}
