import type { Actor, Authenticator } from '../../src/identity/actor.ts'
import type { Scope } from '../../src/identity/roles.ts'
import { ROLES, type Role } from '../../src/roles.ts'

/** What tests call themselves by: the headers `actor`, `role`, `scope`, `member` and `operations`, as one credential. */
interface Claim {
  actor?: string | undefined
  /** One of the roles, or `nobody`. An administrator of the service where absent. */
  role?: string | undefined
  /** `service`, `area:ID` or `community:ID`. */
  scope?: string | undefined
  /** The member that a resident is: `taicheng:1`. */
  member?: string | undefined
  /** What a program's key is limited to, with commas between. */
  operations?: string | undefined
  /** `true` where a first password is still to be changed. */
  mustChangePassword?: string | undefined
}

const NAMES = ['actor', 'role', 'scope', 'member', 'operations', 'mustChangePassword'] as const

/** Takes the headers that tests act by out of a request, and puts a credential in their place. */
export function asCredential(headers: Record<string, unknown>): Record<string, unknown> {
  const claim: Claim = {}
  const others = { ...headers }
  for (const name of NAMES) {
    if (typeof headers[name] === 'string') claim[name] = headers[name]
    delete others[name]
  }
  if (Object.keys(claim).length === 0) return others
  return { ...others, authorization: `Test ${Buffer.from(JSON.stringify(claim)).toString('base64url')}` }
}

/** Believes every claim. Without one, whoever asks is an administrator of the whole service. */
export const stubAuthenticator: Authenticator = {
  actorOf: async ({ authorization = '' }) => {
    const [, text] = /^Test (.+)$/.exec(authorization) ?? []
    return actorOf(text === undefined ? {} : (JSON.parse(Buffer.from(text, 'base64url').toString()) as Claim))
  }
}

function actorOf({ actor, role = 'administrator', scope = 'service', member, operations, mustChangePassword }: Claim): Actor | undefined {
  if (role === 'nobody') return undefined
  if (!ROLES.includes(role as Role)) throw new Error(`no such role: ${role}`)
  const name = actor ?? (member === undefined ? role : `resident:${member.split(':')[1]}`)
  const own = member === undefined ? undefined : { communityId: member.split(':')[0] ?? '', number: Number(member.split(':')[1]) }
  return {
    id: name,
    name,
    kind: role === 'program' ? 'program' : role === 'resident' ? 'resident' : 'staff',
    assignments: role === 'resident' ? [] : [{ role: role as Role, ...scopeOf(scope) }],
    ...(own ? { member: own } : {}),
    ...(operations === undefined ? {} : { operations: operations.split(',') }),
    mustChangePassword: mustChangePassword === 'true'
  }
}

function scopeOf(text: string): Scope {
  const [scope = '', id = ''] = text.split(':')
  if (scope === 'service') return { scope }
  if (scope === 'area') return { scope, areaId: id }
  return { scope: 'community', communityId: id }
}
