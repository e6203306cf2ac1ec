import type { FastifyRequest } from 'fastify'
import { holderOf } from '../communities/cards.ts'
import type { Service } from '../communities/communities.ts'
import { PLACE_ID } from '../communities/place-name.ts'
import type { Access } from '../identity/access-log.ts'
import type { Actor } from '../identity/actor.ts'
import { rolesOf } from '../identity/assignments.ts'
import type { Assignment } from '../identity/roles.ts'
import { userSubject } from '../identity/subjects.ts'
import { findUser } from '../identity/users.ts'
import { isRefusal } from '../refusal.ts'

/** Where an entry belongs, and what it is about. */
export type Tried = Pick<Access, 'communityId' | 'subject'>

const MOST_CHARACTERS = 64

/**
 * Whose account or card somebody tried to sign in with, for the access log. Only what exists is named, never what was typed:
 * people type passwords and names into the wrong field.
 */
export async function whoTried(service: Service, { body }: FastifyRequest): Promise<Tried> {
  const { user, communityId, card } = (body ?? {}) as Record<string, unknown>
  if (isShort(user)) return userTried(service, user)
  if (isShort(communityId) && isShort(card) && PLACE_ID.test(communityId)) return memberTried(service, communityId, card)
  return { communityId: '' }
}

function isShort(value: unknown): value is string {
  return typeof value === 'string' && value.length <= MOST_CHARACTERS
}

async function userTried(service: Service, name: string): Promise<Tried> {
  const found = await findUser({ service }, name)
  if (!found) return { communityId: '' }
  return { communityId: onlyCommunityOf((await rolesOf({ service }, found.id)).map(({ assignment }) => assignment)), subject: userSubject(found.name) }
}

async function memberTried(service: Service, communityId: string, card: string): Promise<Tried> {
  if ((await service.directory.timeZoneOf(communityId)) === undefined) return { communityId: '' }
  const holder = await holderOf(service, communityId, card)
  return { communityId, subject: isRefusal(holder) ? undefined : `member:${holder.member}` }
}

/** Where a known actor's own doings belong, as signing in and out: to their community, where they have but one. */
export function ownDoingOf({ kind, name, assignments, member }: Actor): Tried {
  if (member !== undefined) return { communityId: member.communityId, subject: `member:${member.number}` }
  return { communityId: onlyCommunityOf(assignments), subject: kind === 'resident' ? undefined : userSubject(name) }
}

/** The community in which all of the roles are; empty where there is none such. */
function onlyCommunityOf(assignments: readonly Assignment[]): string {
  const communities = new Set(assignments.map((each) => (each.scope === 'community' ? each.communityId : '')))
  const [only = ''] = communities
  return communities.size === 1 ? only : ''
}
