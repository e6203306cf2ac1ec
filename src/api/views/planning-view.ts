import type { FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { activity, signUp } from '../../contracts/activities.ts'
import type { Activity } from '../../hours/planning/activity.ts'
import type { SignUp } from '../../hours/planning/sign-ups.ts'
import { rolesIn } from '../../identity/permits.ts'
import { FRONT } from '../../identity/role-groups.ts'

export const at = (instant: number): string => new Date(instant).toISOString()
export const atOrNever = (instant: number | null): string | null => (instant === null ? null : at(instant))

/** Whether who asks meets people there: others see plans without what was said of persons. */
export function meetsPeople(request: FastifyRequest): boolean {
  return rolesIn(request.actor, request.place ?? { areaIds: [] }).some((role) => FRONT.includes(role))
}

export function activityView({ recordedAt, cancelNote, ...rest }: Activity, request: FastifyRequest): z.infer<typeof activity> {
  return { ...rest, cancelNote: meetsPeople(request) ? cancelNote : null, recordedAt: at(recordedAt) }
}

export function signUpView({ recordedAt, movedUpAt, cancelledAt, ...rest }: SignUp): z.infer<typeof signUp> {
  return { ...rest, recordedAt: at(recordedAt), movedUpAt: atOrNever(movedUpAt), cancelledAt: atOrNever(cancelledAt) }
}
