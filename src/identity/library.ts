import { createHash } from 'node:crypto'
import { drizzleAdapter } from 'better-auth/adapters/drizzle'
import { createAuthEndpoint, isAPIError } from 'better-auth/api'
import { setSessionCookie } from 'better-auth/cookies'
import { betterAuth } from 'better-auth/minimal'
import { twoFactor, username } from 'better-auth/plugins'
import { z } from 'zod'
import type { Service } from '../communities/communities.ts'
import { newId } from '../id.ts'
import { hashSecret, isSecret, LEAST_PASSWORD_CHARACTERS, MOST_PASSWORD_CHARACTERS } from './passwords.ts'
import { USER_NAME } from './user-name.ts'

/** A name that no user can have, and that the library takes its time over as over any other. */
export const NOBODY = 'nobody..0'

export interface LibraryOptions {
  /** Hours from signing in to having to sign in again. */
  sessionHours: number
  /** Cookies are sent over TLS only. */
  secure: boolean
}

/**
 * better-auth over our tables: passwords, sessions and second factors. Its own HTTP routes are not mounted; ours call its
 * functions. It is told no network address and no browser, so that neither is stored.
 */
export function openLibrary({ bank, vault }: Service, { sessionHours, secure }: LibraryOptions) {
  const { user, session, signInAccount: account, verification, twoFactor: twoFactorTable } = bank.store.tables
  const secrets = vault.secretsFor('sessions')
  return betterAuth({
    appName: '时间银行',
    // Nothing refers to it: there are no links in mails and no calls back.
    baseURL: 'http://localhost',
    secret: vault.secretFor('sessions'),
    secrets: secrets.map(({ id, secret }) => ({ version: versionOf(id), value: secret })),
    database: drizzleAdapter(bank.store.each, {
      provider: bank.store.dialect === 'sqlite' ? 'sqlite' : 'pg',
      schema: { user, session, account, verification, twoFactor: twoFactorTable }
    }),
    telemetry: { enabled: false },
    logger: { disabled: true },
    rateLimit: { enabled: false },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: LEAST_PASSWORD_CHARACTERS,
      maxPasswordLength: MOST_PASSWORD_CHARACTERS,
      password: { hash: hashSecret, verify: ({ hash, password }) => isSecret(password, hash) }
    },
    session: { expiresIn: sessionHours * 60 * 60, disableSessionRefresh: true },
    user: {
      additionalFields: {
        kind: { type: 'string', required: true, input: false },
        communityId: { type: 'string', required: false, input: false },
        memberNumber: { type: 'number', required: false, input: false },
        levelScope: { type: 'string', required: true, input: false },
        levelId: { type: 'string', required: true, input: false },
        mustChangePassword: { type: 'boolean', required: true, input: false },
        demo: { type: 'boolean', required: true, input: false },
        disabledAt: { type: 'date', required: false, input: false }
      }
    },
    advanced: {
      cookiePrefix: 'timebank',
      useSecureCookies: secure,
      defaultCookieAttributes: { httpOnly: true, sameSite: 'strict', path: '/' },
      ipAddress: { disableIpTracking: true },
      database: { generateId: () => newId() }
    },
    plugins: [
      username({ minUsernameLength: 3, maxUsernameLength: 32, usernameValidator: (name) => USER_NAME.test(name) || name === NOBODY, displayUsername: false }),
      twoFactor({ issuer: '时间银行', backupCodeOptions: { storeBackupCodes: 'encrypted' } }),
      residentSessions()
    ]
  })
}

export type Library = ReturnType<typeof openLibrary>

/** Begins the session of a resident, who has shown card and PIN instead of a password. Not reachable over HTTP. */
function residentSessions() {
  return {
    id: 'resident-sessions',
    endpoints: {
      beginSession: createAuthEndpoint.serverOnly({ method: 'POST', body: z.object({ userId: z.string() }) }, async (context) => {
        const { internalAdapter } = context.context
        const user = await internalAdapter.findUserById(context.body.userId)
        const session = user && (await internalAdapter.createSession(user.id))
        if (!session) throw new Error('the session of a resident was not made')
        await setSessionCookie(context, { session, user })
        return context.json({ token: session.token })
      })
    }
  }
}

/** For `catch`: what the library refuses gives undefined; anything else is a bug and goes on. */
export function notRefusedByLibrary(error: unknown): undefined {
  const { statusCode } = error as { statusCode?: unknown }
  if (isAPIError(error) && typeof statusCode === 'number' && statusCode < 500) return undefined
  throw error
}

/** The cookies of an answer as a browser would send them back. */
export function cookieOf(headers: Headers): string {
  return headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ')
}

/** The library numbers secrets; a key's number must stay the same when others come and go. */
function versionOf(keyId: string): number {
  return createHash('sha256').update(keyId).digest().readUInt32BE(0)
}
