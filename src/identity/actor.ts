import type { Refusal } from '../refusal.ts'
import type { Assignment } from './roles.ts'

/** Who acts: known before anything happens, and named in what is sealed and logged. */
export interface Actor {
  /** The account; the same for all its sessions and keys. */
  id: string
  /** The account's name, as the journal and the access log hold it. Never a person's phone or ID number. */
  name: string
  kind: 'staff' | 'program' | 'resident'
  assignments: Assignment[]
  /** Operations that a program's key is limited to, of those its roles allow; undefined for all. */
  operations?: readonly string[] | undefined
  /** The member that a resident is; they see themselves alone. */
  member?: { communityId: string; number: number } | undefined
  /** A first password must be changed before anything else. */
  mustChangePassword: boolean
}

/** What a request brings along to say who sends it. */
export interface Credentials {
  method: string
  cookie?: string | undefined
  authorization?: string | undefined
  csrfToken?: string | undefined
  address: string
  userAgent?: string | undefined
}

/** Finds out who sends a request: undefined for nobody known, a refusal where what was sent is no longer good. */
export interface Authenticator {
  actorOf(credentials: Credentials): Promise<Actor | Refusal | undefined>
}
