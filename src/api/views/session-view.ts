import type { z } from 'zod'
import type { session } from '../../contracts/session.ts'
import type { apiKey, grantedRole, user } from '../../contracts/users.ts'
import type { Actor } from '../../identity/actor.ts'
import type { ApiKey } from '../../identity/api-keys.ts'
import type { GrantedRole } from '../../identity/assignments.ts'
import type { Session } from '../../identity/sessions.ts'
import type { User } from '../../identity/users.ts'
import { instantOrNull, instantText } from './instants.ts'

type SessionView = z.output<typeof session>

export function sessionView({ actor, secondFactor, expiresAt, csrfToken }: Session): SessionView {
  return { ...actorView(actor), secondFactor, expiresAt: instantText(expiresAt), csrfToken }
}

/** Of a program, which comes with a key. */
export function actorView({ name, kind, assignments, member, mustChangePassword }: Actor): SessionView {
  return { user: name, kind, roles: assignments, member: member ?? null, mustChangePassword, secondFactor: false, expiresAt: null, csrfToken: null }
}

export function userView({ name, kind, level, mustChangePassword, secondFactor, disabledAt }: User): z.output<typeof user> {
  return { user: name, kind, level, mustChangePassword, secondFactor, disabledAt: instantOrNull(disabledAt) }
}

export function roleView({ assignmentId, assignment, grantedBy, grantedAt }: GrantedRole): z.output<typeof grantedRole> {
  return { assignmentId, assignment, grantedBy, grantedAt: instantText(grantedAt) }
}

export function apiKeyView({ createdAt, expiresAt, lastUsedAt, revokedAt, ...rest }: ApiKey): z.output<typeof apiKey> {
  return {
    ...rest,
    createdAt: instantText(createdAt),
    expiresAt: instantText(expiresAt),
    lastUsedAt: instantOrNull(lastUsedAt),
    revokedAt: instantOrNull(revokedAt)
  }
}
