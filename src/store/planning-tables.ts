import type { Kit } from './columns.sqlite.ts'

/** What there is to do: service fields, categories and brands, activities with their sign-ups, posts with their claims, and the three lists. */
export function definePlanningTables(kit: Kit) {
  const { table, text, date, whole, instant, json, flag, primaryKey, index, uniqueIndex } = kit

  const serviceField = table(
    'service_field',
    {
      communityId: text('community_id').notNull(),
      field: text('field').notNull(),
      name: text('name').notNull(),
      ended: flag('ended').notNull(),
      updatedAt: instant('updated_at').notNull()
    },
    (t) => [primaryKey({ columns: [t.communityId, t.field] })]
  )

  const serviceCategory = table(
    'service_category',
    {
      communityId: text('community_id').notNull(),
      /** As the policy's coefficients name it. */
      category: text('category').notNull(),
      field: text('field'),
      /** One of the five helps, or none. */
      help: text('help'),
      ended: flag('ended').notNull(),
      updatedAt: instant('updated_at').notNull()
    },
    (t) => [primaryKey({ columns: [t.communityId, t.category] })]
  )

  const brand = table(
    'brand',
    {
      communityId: text('community_id').notNull(),
      brand: text('brand').notNull(),
      name: text('name').notNull(),
      field: text('field'),
      ended: flag('ended').notNull(),
      updatedAt: instant('updated_at').notNull()
    },
    (t) => [primaryKey({ columns: [t.communityId, t.brand] })]
  )

  const activity = table(
    'activity',
    {
      communityId: text('community_id').notNull(),
      activityId: text('activity_id').notNull(),
      title: text('title').notNull(),
      place: text('place').notNull(),
      grid: text('grid'),
      building: text('building'),
      category: text('category').notNull(),
      brand: text('brand'),
      /** The entry of the list of projects that it belongs to. */
      projectId: text('project_id'),
      date: date('date').notNull(),
      /** Minutes since midnight of the date; an end after 1440 lies on the next day. */
      startMinute: whole('start_minute').notNull(),
      endMinute: whole('end_minute').notNull(),
      /** The same as instants, to find what is near. */
      startsAt: instant('starts_at').notNull(),
      endsAt: instant('ends_at').notNull(),
      /** Null for any number of people. */
      capacity: whole('capacity'),
      requiredSkills: json<string[]>('required_skills').notNull(),
      minimumAgeYears: whole('minimum_age_years').notNull(),
      /** Who answers for it: a member, or the name of an account of the staff. */
      responsibleMember: whole('responsible_member'),
      responsibleUser: text('responsible_user'),
      expectedMinutes: whole('expected_minutes').notNull(),
      /** `planned`, `open`, `full`, `closed`, `held` or `cancelled`. */
      state: text('state').notNull(),
      cancelReason: text('cancel_reason'),
      /** What else is said of the cancellation, sealed. */
      cancelNote: text('cancel_note'),
      /** How many are signed up, and how many wait. */
      taken: whole('taken').notNull(),
      waiting: whole('waiting').notNull(),
      /** When those who signed up were reminded; null again where it is put off. */
      remindedAt: instant('reminded_at'),
      recordedBy: text('recorded_by').notNull(),
      recordedAt: instant('recorded_at').notNull()
    },
    (t) => [
      primaryKey({ columns: [t.communityId, t.activityId] }),
      index('activity_date').on(t.communityId, t.date, t.activityId),
      index('activity_starts').on(t.startsAt)
    ]
  )

  const signUp = table(
    'sign_up',
    {
      communityId: text('community_id').notNull(),
      signUpId: text('sign_up_id').notNull(),
      activityId: text('activity_id').notNull(),
      memberNumber: whole('member_number').notNull(),
      /** The same as long as the sign-up stands, null once it was cancelled: nobody has two for one activity. */
      standingMember: whole('standing_member'),
      /** 1, 2, 3 … in the order of signing up. */
      position: whole('position').notNull(),
      /** `signed_up`, `waiting` or `cancelled`. */
      state: text('state').notNull(),
      recordedBy: text('recorded_by').notNull(),
      recordedAt: instant('recorded_at').notNull(),
      movedUpAt: instant('moved_up_at'),
      cancelledAt: instant('cancelled_at'),
      cancelledBy: text('cancelled_by')
    },
    (t) => [
      primaryKey({ columns: [t.communityId, t.signUpId] }),
      uniqueIndex('sign_up_standing').on(t.communityId, t.activityId, t.standingMember),
      index('sign_up_position').on(t.communityId, t.activityId, t.position),
      index('sign_up_member').on(t.communityId, t.memberNumber)
    ]
  )

  const post = table(
    'post',
    {
      communityId: text('community_id').notNull(),
      postId: text('post_id').notNull(),
      title: text('title').notNull(),
      field: text('field').notNull(),
      category: text('category').notNull(),
      grid: text('grid'),
      building: text('building'),
      expectedYearMinutes: whole('expected_year_minutes').notNull(),
      endedOn: date('ended_on'),
      recordedBy: text('recorded_by').notNull(),
      recordedAt: instant('recorded_at').notNull()
    },
    (t) => [primaryKey({ columns: [t.communityId, t.postId] })]
  )

  const postClaim = table(
    'post_claim',
    {
      communityId: text('community_id').notNull(),
      claimId: text('claim_id').notNull(),
      postId: text('post_id').notNull(),
      /** The same for all that were claimed together. */
      batchId: text('batch_id').notNull(),
      year: whole('year').notNull(),
      /** The same as long as the claim is held, null once it ended: a post has one holder at a time. */
      heldYear: whole('held_year'),
      memberNumber: whole('member_number'),
      team: text('team'),
      /** The claim that this one took over. */
      takenOverFrom: text('taken_over_from'),
      beganOn: date('began_on').notNull(),
      endedOn: date('ended_on'),
      /** A code; `handed_over` where another claim goes on. */
      endReason: text('end_reason'),
      recordedBy: text('recorded_by').notNull(),
      recordedAt: instant('recorded_at').notNull()
    },
    (t) => [
      primaryKey({ columns: [t.communityId, t.claimId] }),
      uniqueIndex('post_claim_held').on(t.communityId, t.postId, t.heldYear),
      index('post_claim_year').on(t.communityId, t.year, t.claimId),
      index('post_claim_batch').on(t.communityId, t.batchId),
      index('post_claim_member').on(t.communityId, t.memberNumber)
    ]
  )

  const listEntry = table(
    'list_entry',
    {
      communityId: text('community_id').notNull(),
      entryId: text('entry_id').notNull(),
      /** `needs`, `resources` or `projects`. */
      list: text('list').notNull(),
      state: text('state').notNull(),
      field: text('field'),
      category: text('category'),
      /** Title, details and who raised, offers or claims it in words, sealed: people type names. */
      words: text('words').notNull(),
      /** Who raised the need or offers the resource, where a member. */
      memberNumber: whole('member_number'),
      /** The team that claimed the project. */
      team: text('team'),
      availableFrom: date('available_from'),
      availableThrough: date('available_through'),
      /** By when it is to be done again. */
      redoBy: date('redo_by'),
      /** Who reviewed the need before it was published. */
      reviewedBy: text('reviewed_by'),
      recordedBy: text('recorded_by').notNull(),
      recordedAt: instant('recorded_at').notNull()
    },
    (t) => [
      primaryKey({ columns: [t.communityId, t.entryId] }),
      index('list_entry_list').on(t.communityId, t.list, t.state),
      index('list_entry_member').on(t.communityId, t.memberNumber)
    ]
  )

  /** From a need or a resource to what grew from it. */
  const listLink = table(
    'list_link',
    {
      communityId: text('community_id').notNull(),
      entryId: text('entry_id').notNull(),
      /** `project`, `activity` or `post`. */
      kind: text('kind').notNull(),
      targetId: text('target_id').notNull(),
      recordedBy: text('recorded_by').notNull(),
      recordedAt: instant('recorded_at').notNull()
    },
    (t) => [
      primaryKey({ columns: [t.communityId, t.entryId, t.kind, t.targetId] }),
      index('list_link_target').on(t.communityId, t.kind, t.targetId)
    ]
  )

  return { serviceField, serviceCategory, brand, activity, signUp, post, postClaim, listEntry, listLink }
}
