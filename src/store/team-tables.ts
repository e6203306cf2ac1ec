import type { Kit } from './columns.sqlite.ts'

/** Teams of volunteers with their members, and the rules by which awards are given. */
export function defineTeamTables(kit: Kit) {
  const { table, text, date, whole, instant, flag, json, primaryKey, index } = kit

  const team = table(
    'team',
    {
      communityId: text('community_id').notNull(),
      /** Stands in the team's account: M6203.CODE. */
      team: text('team').notNull(),
      name: text('name').notNull(),
      leaderNumber: whole('leader_number'),
      active: flag('active').notNull(),
      createdBy: text('created_by').notNull(),
      createdAt: instant('created_at').notNull()
    },
    (t) => [primaryKey({ columns: [t.communityId, t.team] })]
  )

  /** Who was in a team, and when; both days included. */
  const teamMembership = table(
    'team_membership',
    {
      communityId: text('community_id').notNull(),
      team: text('team').notNull(),
      memberNumber: whole('member_number').notNull(),
      joinedOn: date('joined_on').notNull(),
      leftOn: date('left_on'),
      recordedBy: text('recorded_by').notNull(),
      recordedAt: instant('recorded_at').notNull()
    },
    (t) => [
      primaryKey({ name: 'team_membership_pk', columns: [t.communityId, t.team, t.memberNumber, t.joinedOn] }),
      index('team_membership_member').on(t.communityId, t.memberNumber)
    ]
  )

  /** Points without hours for civility, waste sorting and the like: how many, how often, and when the rule is in force. */
  const awardRule = table(
    'award_rule',
    {
      communityId: text('community_id').notNull(),
      /** Stands in the account: P5103.CODE. */
      rule: text('rule').notNull(),
      nameZh: text('name_zh').notNull(),
      nameEn: text('name_en').notNull(),
      /** Hundredths of a point for each award. */
      points: whole('points').notNull(),
      perDay: whole('per_day'),
      perMonth: whole('per_month'),
      perYear: whole('per_year'),
      validFrom: date('valid_from').notNull(),
      validThrough: date('valid_through'),
      category: text('category'),
      brand: text('brand'),
      createdBy: text('created_by').notNull(),
      createdAt: instant('created_at').notNull()
    },
    (t) => [primaryKey({ columns: [t.communityId, t.rule] })]
  )

  /** A service of a team that waits for its approvers; posted, it names its transaction. */
  const teamService = table(
    'team_service',
    {
      communityId: text('community_id').notNull(),
      serviceId: text('service_id').notNull(),
      team: text('team').notNull(),
      serviceDate: date('service_date').notNull(),
      /** What was done, by whom and how long: codes, numbers and the title of the activity. */
      service: json<object>('service').notNull(),
      /** `submitted`, `approved` for the moment of posting, `posted`, `returned`. */
      state: text('state').notNull(),
      recordedBy: text('recorded_by').notNull(),
      recordedAt: instant('recorded_at').notNull(),
      /** Who approved it, one after another. */
      approvals: json<object[]>('approvals').notNull(),
      reason: text('reason'),
      decidedAt: instant('decided_at'),
      number: whole('number')
    },
    (t) => [primaryKey({ columns: [t.communityId, t.serviceId] }), index('team_service_state').on(t.communityId, t.state, t.serviceId)]
  )

  return { team, teamMembership, awardRule, teamService }
}
