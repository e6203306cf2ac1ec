import { defineCareTables } from './care-tables.ts'
import type { Kit } from './columns.sqlite.ts'
import { definePresenceTables } from './presence-tables.ts'

/** Rosters with their shifts and who takes them in turn; visits to people in need; who came to what, from when to when. */
export function defineAttendanceTables(kit: Kit) {
  const { table, text, date, whole, instant, json, primaryKey, index, uniqueIndex } = kit

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

  return { roster, shift, shiftTurn, shiftSwap, absence, ...defineCareTables(kit), ...definePresenceTables(kit) }
}
