import type { Kit } from './columns.sqlite.ts'

/**
 * The tree of places, communities and people. A person stands above all communities and is a member of one or more;
 * phone, ID number and address are sealed, with blind indexes to find them by (src/vault.ts).
 */
export function definePeopleTables(kit: Kit) {
  const { table, text, date, whole, instant, json, flag, primaryKey, index, uniqueIndex } = kit

  const area = table(
    'area',
    {
      areaId: text('area_id').primaryKey(),
      /** `district` or `subdistrict`. */
      level: text('level').notNull(),
      /** The district of a subdistrict; null for a district. */
      parentId: text('parent_id'),
      name: text('name').notNull(),
      createdAt: instant('created_at').notNull()
    },
    (t) => [index('area_parent').on(t.parentId)]
  )

  const community = table(
    'community',
    {
      communityId: text('community_id').primaryKey(),
      name: text('name').notNull(),
      /** The subdistrict it belongs to. */
      areaId: text('area_id'),
      timeZone: text('time_zone').notNull(),
      /** `zh` or `en`: of what is printed and sent without a reader's own wish. */
      language: text('language').notNull(),
      /** What the numbers of its own points cards begin with. */
      cardPrefix: text('card_prefix').notNull(),
      /** False where a community is too small for two: each case is then listed as an exception. */
      fourEyes: flag('four_eyes').notNull(),
      createdAt: instant('created_at').notNull(),
      /** Nothing is posted any more, and everything stays readable. */
      archivedAt: instant('archived_at'),
      /** A code: `merged`, `dissolved`, … */
      archiveReason: text('archive_reason')
    },
    // A card must tell its community anywhere in the service, so the table is a shared one wherever communities are spread.
    (t) => [index('community_area').on(t.areaId), uniqueIndex('community_card_prefix').on(t.cardPrefix)]
  )

  const person = table(
    'person',
    {
      personId: text('person_id').primaryKey(),
      name: text('name').notNull(),
      sex: text('sex'),
      birthDate: date('birth_date'),
      phone: text('phone'),
      phoneIndex: text('phone_index'),
      idNumber: text('id_number'),
      idNumberIndex: text('id_number_index'),
      address: text('address'),
      diedOn: date('died_on'),
      /** Who recorded the death: another takes it back. */
      deathRecordedBy: text('death_recorded_by'),
      createdAt: instant('created_at').notNull(),
      /** Everything about the person is gone; the journal and its proofs stay. */
      erasedAt: instant('erased_at')
    },
    (t) => [
      index('person_name').on(t.name),
      index('person_phone').on(t.phoneIndex),
      index('person_id_number').on(t.idNumberIndex)
    ]
  )

  /** What a person was known by before two records became one: sealed, and found by blind indexes. */
  const formerPerson = table(
    'former_person',
    {
      /** The person who carries on. */
      personId: text('person_id').notNull(),
      formerId: text('former_id').notNull(),
      /** The community that knew the person so. */
      communityId: text('community_id').notNull(),
      /** FormerData of src/communities/former-persons.ts, sealed. */
      content: text('content').notNull(),
      nameIndex: text('name_index').notNull(),
      phoneIndex: text('phone_index'),
      idNumberIndex: text('id_number_index'),
      mergedAt: instant('merged_at').notNull()
    },
    (t) => [
      primaryKey({ columns: [t.personId, t.formerId] }),
      index('former_person_name').on(t.nameIndex),
      index('former_person_phone').on(t.phoneIndex),
      index('former_person_id_number').on(t.idNumberIndex)
    ]
  )

  const member = table(
    'member',
    {
      communityId: text('community_id').notNull(),
      number: whole('number').notNull(),
      personId: text('person_id').notNull(),
      /** Whether this is the person's home community. */
      home: flag('home').notNull(),
      /** The points card that is good now; null once the member died or was merged or erased. */
      card: text('card'),
      building: text('building'),
      grid: text('grid'),
      role: text('role'),
      careTags: json<string[]>('care_tags').notNull(),
      /** The public number of a volunteer, never the ID number. */
      volunteerNumber: text('volunteer_number'),
      skills: json<string[]>('skills').notNull(),
      teams: json<string[]>('teams').notNull(),
      employer: text('employer'),
      joinedOn: date('joined_on').notNull(),
      leftOn: date('left_on'),
      /** The member that this one was merged into. */
      mergedInto: whole('merged_into'),
      createdAt: instant('created_at').notNull()
    },
    (t) => [
      primaryKey({ columns: [t.communityId, t.number] }),
      uniqueIndex('member_card').on(t.communityId, t.card),
      index('member_person').on(t.personId),
      index('member_merged_into').on(t.communityId, t.mergedInto)
    ]
  )

  /** Every card a member ever had. A citizen's or social security card stands here as its blind index. */
  const card = table(
    'card',
    {
      communityId: text('community_id').notNull(),
      card: text('card').notNull(),
      /** `points_card`, `citizen_card` or `social_security_card`. */
      kind: text('kind').notNull(),
      /** The number of a bound card, sealed, so that its index can be made anew with another key. */
      sealed: text('sealed'),
      memberNumber: whole('member_number').notNull(),
      issuedAt: instant('issued_at').notNull(),
      deadAt: instant('dead_at'),
      /** Why it is dead, as a code. */
      deadReason: text('dead_reason')
    },
    (t) => [primaryKey({ columns: [t.communityId, t.card] }), index('card_member').on(t.communityId, t.memberNumber)]
  )

  const relation = table(
    'relation',
    {
      communityId: text('community_id').notNull(),
      memberNumber: whole('member_number').notNull(),
      relationId: text('relation_id').notNull(),
      /** `spouse`, `parent`, `child`, `guardian`, … */
      kind: text('kind').notNull(),
      /** The relative, where a member too. */
      relativeNumber: whole('relative_number'),
      /** Name and phone of a relative who is no member, sealed. */
      relative: text('relative'),
      evidence: text('evidence').notNull(),
      recordedBy: text('recorded_by').notNull(),
      recordedAt: instant('recorded_at').notNull(),
      endedAt: instant('ended_at')
    },
    (t) => [primaryKey({ columns: [t.communityId, t.memberNumber, t.relationId] })]
  )

  const proxy = table(
    'proxy',
    {
      communityId: text('community_id').notNull(),
      proxyId: text('proxy_id').notNull(),
      /** For whom it is. */
      memberNumber: whole('member_number').notNull(),
      /** Who may act, where a member too. */
      agentNumber: whole('agent_number'),
      /** Name and phone of one who is no member, sealed. */
      agent: text('agent'),
      /** What for: `redeem`, `accept_gift`, `request_service`. */
      powers: json<string[]>('powers').notNull(),
      once: flag('once').notNull(),
      validFrom: date('valid_from').notNull(),
      validThrough: date('valid_through').notNull(),
      evidence: text('evidence').notNull(),
      recordedBy: text('recorded_by').notNull(),
      recordedAt: instant('recorded_at').notNull(),
      endedAt: instant('ended_at'),
      endReason: text('end_reason')
    },
    (t) => [primaryKey({ columns: [t.communityId, t.proxyId] }), index('proxy_member').on(t.communityId, t.memberNumber)]
  )

  /** What a proxy was used for. A row is put here before the posting, and taken away again where that is refused. */
  const proxyUse = table(
    'proxy_use',
    {
      communityId: text('community_id').notNull(),
      /** The key of the posting. */
      idempotencyKey: text('idempotency_key').notNull(),
      proxyId: text('proxy_id').notNull(),
      claimedAt: instant('claimed_at').notNull()
    },
    (t) => [primaryKey({ columns: [t.communityId, t.idempotencyKey] }), index('proxy_use_proxy').on(t.communityId, t.proxyId)]
  )

  const consent = table(
    'consent',
    {
      personId: text('person_id').notNull(),
      consentId: text('consent_id').notNull(),
      communityId: text('community_id').notNull(),
      /** `keep_records`, `publish_name`, `photograph`, … */
      purpose: text('purpose').notNull(),
      evidence: text('evidence').notNull(),
      recordedBy: text('recorded_by').notNull(),
      givenAt: instant('given_at').notNull(),
      withdrawnAt: instant('withdrawn_at')
    },
    (t) => [primaryKey({ columns: [t.personId, t.consentId] })]
  )

  /** A merge or an erasure between its posting and what surrounds it; taken up again at the next start. */
  const unfinishedWork = table(
    'unfinished_work',
    {
      communityId: text('community_id').notNull(),
      idempotencyKey: text('idempotency_key').notNull(),
      /** `merge` or `erasure`. */
      kind: text('kind').notNull(),
      memberNumber: whole('member_number').notNull(),
      /** The member that carries on after a merge. */
      intoNumber: whole('into_number'),
      begunAt: instant('begun_at').notNull()
    },
    (t) => [primaryKey({ columns: [t.communityId, t.idempotencyKey] })]
  )

  return { area, community, person, formerPerson, member, card, relation, proxy, proxyUse, consent, unfinishedWork }
}
