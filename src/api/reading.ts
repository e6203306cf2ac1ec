import type { FastifyRequest } from 'fastify'
import type { Reading } from '../communities/member-view.ts'

/** What who asks may see beside what everybody may who can read members. Until there are roles, all of it. */
export function readingOf(_request: FastifyRequest): Reading {
  return { careTags: true }
}
