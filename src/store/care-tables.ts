import type { Kit } from './columns.sqlite.ts'

/** Plans of visits to people in need, and the visits that come of them. */
export function defineCareTables({ table, text, date, whole, instant, json, primaryKey, index, uniqueIndex }: Kit) {
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
