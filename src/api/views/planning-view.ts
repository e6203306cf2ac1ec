import type { FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { Service } from '../../communities/communities.ts'
import type { activity, signUp } from '../../contracts/activities.ts'
import type { listEntry } from '../../contracts/list-entries.ts'
import type { post, postClaim } from '../../contracts/posts.ts'
import type { Activity } from '../../hours/planning/activity.ts'
import type { ListEntry } from '../../hours/planning/list-entry.ts'
import type { PostClaim } from '../../hours/planning/post-claims.ts'
import type { Post } from '../../hours/planning/posts.ts'
import { readOrigins } from '../../hours/planning/read-links.ts'
import type { SignUp } from '../../hours/planning/sign-ups.ts'
import { rolesIn } from '../../identity/permits.ts'
import { FRONT } from '../../identity/role-groups.ts'
import { instantOrNull, instantText } from './instants.ts'

/** Whether who asks meets people there: others see plans without what was said of persons. */
export function meetsPeople(request: FastifyRequest): boolean {
  return rolesIn(request.actor, request.place ?? { areaIds: [] }).some((role) => FRONT.includes(role))
}

/** Activities as they are shown, with the needs and resources that they grew from. */
export async function activityViews(service: Service, request: FastifyRequest, communityId: string, activities: Activity[]): Promise<z.infer<typeof activity>[]> {
  const origins = await readOrigins(service, communityId, 'activity', activities.map((each) => each.activityId))
  const shown = meetsPeople(request)
  return activities.map(({ recordedAt, cancelNote, ...rest }) => ({
    ...rest, cancelNote: shown ? cancelNote : null, grewFrom: origins.get(rest.activityId) ?? [], recordedAt: instantText(recordedAt)
  }))
}

export async function activityView(service: Service, request: FastifyRequest, communityId: string, given: Activity): Promise<z.infer<typeof activity>> {
  return (await activityViews(service, request, communityId, [given]))[0] as z.infer<typeof activity>
}

export function signUpView({ recordedAt, movedUpAt, cancelledAt, ...rest }: SignUp): z.infer<typeof signUp> {
  return { ...rest, recordedAt: instantText(recordedAt), movedUpAt: instantOrNull(movedUpAt), cancelledAt: instantOrNull(cancelledAt) }
}

export async function postViews(service: Service, communityId: string, posts: Post[]): Promise<z.infer<typeof post>[]> {
  const origins = await readOrigins(service, communityId, 'post', posts.map((each) => each.postId))
  return posts.map(({ recordedAt, ...rest }) => ({ ...rest, grewFrom: origins.get(rest.postId) ?? [], recordedAt: instantText(recordedAt) }))
}

export async function postView(service: Service, communityId: string, given: Post): Promise<z.infer<typeof post>> {
  return (await postViews(service, communityId, [given]))[0] as z.infer<typeof post>
}

export function claimView({ recordedAt, ...rest }: PostClaim): z.infer<typeof postClaim> {
  return { ...rest, recordedAt: instantText(recordedAt) }
}

/** An entry of a list; who does not meet people sees what it is about, and of nobody whom it is about. */
export function entryView({ recordedAt, ...rest }: ListEntry, { inFull }: { inFull: boolean }): z.infer<typeof listEntry> {
  const shown = inFull ? rest : { ...rest, details: null, member: null, by: rest.list === 'projects' ? rest.by : null, recordedBy: null, reviewedBy: null }
  return { ...shown, recordedAt: instantText(recordedAt) }
}
