import type { Kit } from './columns.sqlite.ts'

/** What of a planned presence was out of the ordinary, as a code; minutes where it was late or early. */
export interface PresenceFlag {
  code: string
  minutes?: number
}

/** Rosters with their shifts and who takes them in turn; visits to people in need; who came to what, from when to when. */
export function defineAttendanceTables(kit: Kit) {
  const { table, text, date, whole, instant, flag, json, primaryKey, index, uniqueIndex } = kit

  const roster = table(
    'roster',
    {
      communityId: text('community_id').notNull(),
      rosterId: text('roster_id').notNull(),
      title: text('title').notNull(),
      category: text('category').notNull(),
      /** The post that its shifts belong to. */
      postId: text('post_id'),
      /** The member who keeps the list on the spot. */
      responsible: whole('responsible'),
      /** 1 for Monday to 7 for Sunday. */
      weekdays: json<number[]>('weekdays').notNull(),
      startMinute: whole('start_minute').notNull(),
      /** Beyond 1440 where it ends on the next day. */
      endMinute: whole('end_minute').notNull(),
      /** Every so many weeks, counted from the week of the first day. */
      everyWeeks: whole('every_weeks').notNull(),
      startsOn: date('starts_on').notNull(),
      endsOn: date('ends_on'),
      /** How many take each shift together. */
      places: whole('places').notNull(),
      /** Member numbers in the order of their turns. */
      members: json<number[]>('members').notNull(),
      /** Whose turn it is at the next shift that is generated, as a place in `members`. */
      nextTurn: whole('next_turn').notNull(),
      endedAt: instant('ended_at'),
      recordedBy: text('recorded_by').notNull(),
      recordedAt: instant('recorded_at').notNull()
    },
    (t) => [primaryKey({ columns: [t.communityId, t.rosterId] })]
  )

  const shift = table(
    'shift',
    {
      communityId: text('community_id').notNull(),
      shiftId: text('shift_id').notNull(),
      /** Null for one that was planned by hand. */
      rosterId: text('roster_id'),
      title: text('title').notNull(),
      category: text('category').notNull(),
      postId: text('post_id'),
      responsible: whole('responsible'),
      /** The day it begins on. */
      serviceDate: date('service_date').notNull(),
      startMinute: whole('start_minute').notNull(),
      endMinute: whole('end_minute').notNull(),
      /** The beginning as an instant, to find what is near. */
      startsAt: instant('starts_at').notNull(),
      places: whole('places').notNull(),
      /** `planned` or `cancelled`. */
      state: text('state').notNull(),
      cancelReason: text('cancel_reason'),
      cancelledBy: text('cancelled_by'),
      /** Those who take it were reminded; null again once it changes hands. */
      remindedAt: instant('reminded_at'),
      recordedBy: text('recorded_by').notNull(),
      recordedAt: instant('recorded_at').notNull()
    },
    (t) => [
      primaryKey({ columns: [t.communityId, t.shiftId] }),
      // Generating again finds what is there.
      uniqueIndex('shift_of_roster').on(t.communityId, t.rosterId, t.serviceDate, t.startMinute),
      index('shift_day').on(t.communityId, t.serviceDate, t.shiftId),
      index('shift_starts').on(t.startsAt)
    ]
  )

  /** Who takes a place of a shift. A place that nobody takes has no row. */
  const shiftTurn = table(
    'shift_turn',
    {
      communityId: text('community_id').notNull(),
      shiftId: text('shift_id').notNull(),
      place: whole('place').notNull(),
      memberNumber: whole('member_number').notNull(),
      /** Whose turn it was before a swap or a replacement; null where it never changed hands. */
      insteadOf: whole('instead_of'),
      /** As of the shift, so that a member's turns are found by day. */
      serviceDate: date('service_date').notNull()
    },
    (t) => [
      primaryKey({ columns: [t.communityId, t.shiftId, t.place] }),
      uniqueIndex('shift_turn_member').on(t.communityId, t.memberNumber, t.serviceDate, t.shiftId)
    ]
  )

  /** One member asks another to take a turn, in exchange for one of theirs or for none. */
  const shiftSwap = table(
    'shift_swap',
    {
      communityId: text('community_id').notNull(),
      swapId: text('swap_id').notNull(),
      shiftId: text('shift_id').notNull(),
      fromNumber: whole('from_number').notNull(),
      toNumber: whole('to_number').notNull(),
      /** The shift of the other member that is taken over in exchange. */
      exchangeShiftId: text('exchange_shift_id'),
      /** `asked`, `agreed`, `declined` or `withdrawn`. */
      state: text('state').notNull(),
      askedBy: text('asked_by').notNull(),
      /** What shows that the member wanted it, where staff entered it. */
      askedEvidence: text('asked_evidence'),
      askedAt: instant('asked_at').notNull(),
      answeredBy: text('answered_by'),
      answeredEvidence: text('answered_evidence'),
      answeredAt: instant('answered_at')
    },
    (t) => [
      primaryKey({ columns: [t.communityId, t.swapId] }),
      index('shift_swap_from').on(t.communityId, t.fromNumber, t.swapId),
      index('shift_swap_to').on(t.communityId, t.toNumber, t.swapId),
      index('shift_swap_shift').on(t.communityId, t.shiftId)
    ]
  )

  /** Days on which a member takes no turn and pays no visit. */
  const absence = table(
    'absence',
    {
      communityId: text('community_id').notNull(),
      absenceId: text('absence_id').notNull(),
      memberNumber: whole('member_number').notNull(),
      from: date('from_date').notNull(),
      through: date('through_date').notNull(),
      recordedBy: text('recorded_by').notNull(),
      recordedAt: instant('recorded_at').notNull(),
      endedAt: instant('ended_at')
    },
    (t) => [primaryKey({ columns: [t.communityId, t.absenceId] }), index('absence_member').on(t.communityId, t.memberNumber, t.through)]
  )

  return { roster, shift, shiftTurn, shiftSwap, absence, ...defineCareTables(kit), ...definePresenceTables(kit, flag) }
}

function defineCareTables({ table, text, date, whole, instant, json, primaryKey, index, uniqueIndex }: Kit) {
  const visitPlan = table(
    'visit_plan',
    {
      communityId: text('community_id').notNull(),
      planId: text('plan_id').notNull(),
      /** Who is visited. */
      memberNumber: whole('member_number').notNull(),
      /** Who visits, in turn. */
      visitors: json<number[]>('visitors').notNull(),
      /** Every so many days, or on these weekdays; one of the two. */
      everyDays: whole('every_days'),
      weekdays: json<number[]>('weekdays'),
      purpose: text('purpose').notNull(),
      category: text('category').notNull(),
      startsOn: date('starts_on').notNull(),
      endsOn: date('ends_on'),
      /** Days after the due day on which a visit is late and nobody is told. */
      toleranceDays: whole('tolerance_days').notNull(),
      /** So many days after the coordinator the manager is told. */
      managerAfterDays: whole('manager_after_days').notNull(),
      /** `active` or `ended`. */
      state: text('state').notNull(),
      endReason: text('end_reason'),
      /** Sealed. */
      note: text('note'),
      /** The last day for which visits were made; the day before the first where none were yet. */
      generatedThrough: date('generated_through').notNull(),
      /** Visits that were made so far, which says whose turn is next. */
      generated: whole('generated').notNull(),
      recordedBy: text('recorded_by').notNull(),
      recordedAt: instant('recorded_at').notNull()
    },
    (t) => [
      primaryKey({ columns: [t.communityId, t.planId] }),
      index('visit_plan_member').on(t.communityId, t.memberNumber, t.planId),
      index('visit_plan_generated').on(t.communityId, t.state, t.generatedThrough, t.planId)
    ]
  )

  const careVisit = table(
    'care_visit',
    {
      communityId: text('community_id').notNull(),
      visitId: text('visit_id').notNull(),
      planId: text('plan_id').notNull(),
      memberNumber: whole('member_number').notNull(),
      visitorNumber: whole('visitor_number').notNull(),
      dueOn: date('due_on').notNull(),
      /** `due`, `done`, or `dropped` by the end of its plan or by a coordinator. */
      state: text('state').notNull(),
      /** `seen_well`, `needs_help`, `not_at_home`, `refused`, … */
      outcome: text('outcome'),
      visitedOn: date('visited_on'),
      startMinute: whole('start_minute'),
      endMinute: whole('end_minute'),
      /** Sealed. */
      note: text('note'),
      /** Whose turn it is to act: 0 nobody's, 1 the coordinator's, 2 the manager's. Nobody's again once it is settled. */
      escalation: whole('escalation').notNull(),
      /** How far it ever went. */
      escalatedTo: whole('escalated_to').notNull(),
      /** Why: `missed`, `needs_help`, `not_seen` or `changed`. */
      escalationReason: text('escalation_reason'),
      /** The day on which the next is told; null where nobody is left, or nothing is to be told. */
      escalatesOn: date('escalates_on'),
      /** What a coordinator did about it, as a code. */
      settled: text('settled'),
      settledBy: text('settled_by'),
      /** The service record that it became, or why none did, as a code. */
      recordId: text('record_id'),
      recordRefusal: text('record_refusal'),
      recordedBy: text('recorded_by'),
      recordedAt: instant('recorded_at')
    },
    (t) => [
      primaryKey({ columns: [t.communityId, t.visitId] }),
      uniqueIndex('care_visit_plan').on(t.communityId, t.planId, t.dueOn),
      index('care_visit_due').on(t.communityId, t.state, t.dueOn, t.visitId),
      index('care_visit_visitor').on(t.communityId, t.visitorNumber, t.state, t.dueOn, t.visitId),
      index('care_visit_member').on(t.communityId, t.memberNumber, t.dueOn, t.visitId),
      index('care_visit_escalates').on(t.communityId, t.escalatesOn),
      index('care_visit_escalated').on(t.communityId, t.escalation, t.dueOn, t.visitId)
    ]
  )

  return { visitPlan, careVisit }
}

function definePresenceTables({ table, text, date, whole, instant, json, primaryKey, index }: Kit, flag: Kit['flag']) {
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
