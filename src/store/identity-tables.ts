import type { Kit } from './columns.sqlite.ts'

/** Who may sign in and how. The first five tables are laid out as the library for signing in wants them. */
export function defineIdentityTables(kit: Kit) {
  const { table, text, whole, instant, moment, json, flag, primaryKey, index, uniqueIndex } = kit

  const user = table(
    'sign_in_user',
    {
      id: text('id').primaryKey(),
      name: text('name').notNull(),
      email: text('email').notNull(),
      emailVerified: flag('email_verified').notNull(),
      image: text('image'),
      username: text('username'),
      twoFactorEnabled: flag('two_factor_enabled'),
      /** `staff`, `program` or `resident`. */
      kind: text('kind').notNull(),
      /** The member that a resident is. */
      communityId: text('community_id'),
      memberNumber: whole('member_number'),
      /** The level of the tree that the user belongs to: `service`, `area` or `community`; who administers it keeps the user. */
      levelScope: text('level_scope').notNull(),
      /** The area or community; empty for the whole service. */
      levelId: text('level_id').notNull(),
      mustChangePassword: flag('must_change_password').notNull(),
      /** Made for trying the service out, with a password that everybody knows. */
      demo: flag('demo').notNull(),
      disabledAt: moment('disabled_at'),
      createdAt: moment('created_at').notNull(),
      updatedAt: moment('updated_at').notNull()
    },
    (t) => [
      uniqueIndex('sign_in_user_email').on(t.email),
      uniqueIndex('sign_in_user_username').on(t.username),
      index('sign_in_user_level').on(t.levelScope, t.levelId)
    ]
  )

  const session = table(
    'sign_in_session',
    {
      id: text('id').primaryKey(),
      token: text('token').notNull(),
      userId: text('user_id').notNull(),
      expiresAt: moment('expires_at').notNull(),
      ipAddress: text('ip_address'),
      userAgent: text('user_agent'),
      createdAt: moment('created_at').notNull(),
      updatedAt: moment('updated_at').notNull()
    },
    (t) => [uniqueIndex('sign_in_session_token').on(t.token), index('sign_in_session_user').on(t.userId)]
  )

  const signInAccount = table(
    'sign_in_account',
    {
      id: text('id').primaryKey(),
      accountId: text('account_id').notNull(),
      providerId: text('provider_id').notNull(),
      userId: text('user_id').notNull(),
      accessToken: text('access_token'),
      refreshToken: text('refresh_token'),
      idToken: text('id_token'),
      accessTokenExpiresAt: moment('access_token_expires_at'),
      refreshTokenExpiresAt: moment('refresh_token_expires_at'),
      scope: text('scope'),
      /** Argon2id, with its salt and parameters. */
      password: text('password'),
      createdAt: moment('created_at').notNull(),
      updatedAt: moment('updated_at').notNull()
    },
    (t) => [index('sign_in_account_user').on(t.userId)]
  )

  const verification = table(
    'sign_in_verification',
    {
      id: text('id').primaryKey(),
      identifier: text('identifier').notNull(),
      value: text('value').notNull(),
      expiresAt: moment('expires_at').notNull(),
      createdAt: moment('created_at').notNull(),
      updatedAt: moment('updated_at').notNull()
    },
    (t) => [index('sign_in_verification_identifier').on(t.identifier)]
  )

  const twoFactor = table(
    'sign_in_two_factor',
    {
      id: text('id').primaryKey(),
      secret: text('secret').notNull(),
      backupCodes: text('backup_codes').notNull(),
      userId: text('user_id').notNull(),
      /** Whether a code of it was shown to be right once. */
      verified: flag('verified'),
      failedVerificationCount: whole('failed_verification_count'),
      lockedUntil: moment('locked_until')
    },
    (t) => [index('sign_in_two_factor_user').on(t.userId)]
  )

  /** Who has which role where; inherited downwards in the tree. */
  const assignment = table(
    'assignment',
    {
      assignmentId: text('assignment_id').primaryKey(),
      userId: text('user_id').notNull(),
      role: text('role').notNull(),
      /** `service`, `area` or `community`. */
      scope: text('scope').notNull(),
      /** The area or community; empty for the whole service. */
      scopeId: text('scope_id').notNull(),
      grantedBy: text('granted_by').notNull(),
      grantedAt: instant('granted_at').notNull(),
      endedAt: instant('ended_at')
    },
    (t) => [index('assignment_user').on(t.userId), index('assignment_scope').on(t.scope, t.scopeId)]
  )

  /** Keys of programs. Only a hash is kept; the key itself is shown once. */
  const apiKey = table(
    'api_key',
    {
      keyId: text('key_id').primaryKey(),
      userId: text('user_id').notNull(),
      name: text('name').notNull(),
      /** Its first characters, to tell keys apart by. */
      start: text('start').notNull(),
      hash: text('hash').notNull(),
      /** The operations it may do, of those its roles allow; null for all of them. */
      scopes: json<string[] | null>('scopes'),
      createdBy: text('created_by').notNull(),
      createdAt: instant('created_at').notNull(),
      expiresAt: instant('expires_at').notNull(),
      lastUsedAt: instant('last_used_at'),
      revokedAt: instant('revoked_at')
    },
    (t) => [uniqueIndex('api_key_hash').on(t.hash), index('api_key_user').on(t.userId)]
  )

  const pin = table(
    'pin',
    {
      communityId: text('community_id').notNull(),
      memberNumber: whole('member_number').notNull(),
      /** Argon2id. */
      hash: text('hash').notNull(),
      /** Wrong tries since the last right one. */
      failures: whole('failures').notNull(),
      lockedAt: instant('locked_at'),
      setBy: text('set_by').notNull(),
      setAt: instant('set_at').notNull()
    },
    (t) => [primaryKey({ columns: [t.communityId, t.memberNumber] })]
  )

  /** Wrong tries by what is guessed at and from where; shared by all processes, and bounded by src/identity/attempts.ts. */
  const signInTry = table(
    'sign_in_try',
    {
      /** Blind index of a user's name or a card: people type passwords into the wrong field. */
      subject: text('subject').notNull(),
      /** Blind index of the network address; empty for all addresses together. */
      address: text('address').notNull(),
      /** Wrong tries since the last right one. */
      failures: whole('failures').notNull(),
      blockedUntil: instant('blocked_until').notNull(),
      lastAt: instant('last_at').notNull(),
      /** The last right one from there; 0 for none. */
      goodAt: instant('good_at').notNull()
    },
    (t) => [primaryKey({ columns: [t.subject, t.address] }), index('sign_in_try_last').on(t.lastAt)]
  )

  return { user, session, signInAccount, verification, twoFactor, assignment, apiKey, pin, signInTry }
}
