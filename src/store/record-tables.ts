import type { Kit } from './columns.sqlite.ts'

/** What the recorder, the approver and the public know of a service before it is points: src/hours/records. */
export function defineRecordTables(kit: Kit) {
  const { table, text, date, whole, instant, json, flag, primaryKey, index } = kit

  const hoursRecord = table(
    'hours_record',
    {
      communityId: text('community_id').notNull(),
      /** Begins with the time it was made at; the order of a sheet's rows is the order of their ids. */
      recordId: text('record_id').notNull(),
      memberNumber: whole('member_number').notNull(),
      serviceDate: date('service_date').notNull(),
      /** Minutes since midnight of the service date; both or neither. What goes on after midnight is a record of its own. */
      startMinute: whole('start_minute'),
      endMinute: whole('end_minute'),
      minutes: whole('minutes').notNull(),
      category: text('category').notNull(),
      activity: text('activity').notNull(),
      activityId: text('activity_id'),
      postId: text('post_id'),
      shiftId: text('shift_id'),
      careVisitId: text('care_visit_id'),
      brand: text('brand'),
      teamId: text('team_id'),
      /** Who was served, where a member. */
      beneficiaryMember: whole('beneficiary_member'),
      /** `code`, `card`, `list`, `sheet`, `import`, `backfill` or `by_hand`. */
      method: text('method').notNull(),
      /** `check_in`, `check_in_and_out`, `paper_list` or `none`. */
      evidence: text('evidence').notNull(),
      backfilled: flag('backfilled').notNull(),
      /** What of it only people know, as the policy engine asks: on duty, as a group, for a relative. */
      facts: json<Record<string, boolean>>('facts').notNull(),
      attachments: whole('attachments'),
      sourceHash: text('source_hash'),
      sourceRow: text('source_row'),
      state: text('state').notNull(),
      flags: json<object[]>('flags').notNull(),
      /** Flags that nobody has answered. */
      openFlags: whole('open_flags').notNull(),
      recordedBy: text('recorded_by').notNull(),
      recordedAt: instant('recorded_at').notNull(),
      /** Everybody who recorded, changed or submitted it: none of them approves it. */
      hands: json<string[]>('hands').notNull(),
      submittedBy: text('submitted_by'),
      submittedAt: instant('submitted_at'),
      /** Who approved it, one after another. */
      approvals: json<object[]>('approvals').notNull(),
      /** Why it was returned, corrected or zeroed, as a code. */
      reason: text('reason'),
      /** Commitments to notes: of who recorded it, and of who returned, corrected or zeroed it. */
      noteCommitment: text('note_commitment'),
      reasonCommitment: text('reason_commitment'),
      /** What was said against it while it stood on public notice. */
      objections: json<object[]>('objections').notNull(),
      /** The last day of its public notice. */
      noticeThrough: date('notice_through'),
      /** Somebody was asked about points that are born expired. */
      expiredAccepted: flag('expired_accepted').notNull(),
      /** The journal transaction, once posted. */
      number: whole('number'),
      /** The record of the evening before, where it goes on after midnight. */
      continuesId: text('continues_id'),
      replacesId: text('replaces_id'),
      replacedById: text('replaced_by_id'),
      decidedAt: instant('decided_at')
    },
    (t) => [
      primaryKey({ columns: [t.communityId, t.recordId] }),
      index('hours_record_member').on(t.communityId, t.memberNumber, t.serviceDate),
      index('hours_record_state').on(t.communityId, t.state, t.recordId)
    ]
  )

  /** An approval of many records at once, and how far it is. */
  const approvalRun = table(
    'approval_run',
    {
      communityId: text('community_id').notNull(),
      runId: text('run_id').notNull(),
      approver: text('approver').notNull(),
      /** Which records, and what of them was accepted. */
      request: json<Record<string, unknown>>('request').notNull(),
      /** `running` or `done`. */
      state: text('state').notNull(),
      /** The last record that was looked at. */
      through: text('through'),
      progress: json<Record<string, unknown>>('progress').notNull(),
      startedAt: instant('started_at').notNull(),
      endedAt: instant('ended_at')
    },
    (t) => [primaryKey({ columns: [t.communityId, t.runId] })]
  )

  /** What a community says of its days and its staff, so that records are looked at with open eyes. */
  const recordSetting = table(
    'record_setting',
    {
      communityId: text('community_id').primaryKey(),
      /** 1 is Monday, 7 Sunday. */
      closedWeekdays: json<number[]>('closed_weekdays').notNull(),
      closedDates: json<string[]>('closed_dates').notNull(),
      /** The member that a user of the staff is, by the user's name. */
      staffMembers: json<Record<string, number>>('staff_members').notNull(),
      changedBy: text('changed_by').notNull(),
      changedAt: instant('changed_at').notNull()
    }
  )

  return { hoursRecord, approvalRun, recordSetting }
}
