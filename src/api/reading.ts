import type { FastifyRequest } from 'fastify'
import type { Reading } from '../communities/member-view.ts'
import { showsCareTags } from './enforce-access.ts'

/** What who asks may see beside what everybody may who can read members. */
export function readingOf(request: FastifyRequest): Reading {
  return { careTags: showsCareTags(request) }
}
