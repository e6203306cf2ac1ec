import type { FastifyRequest } from 'fastify'
import { refuse } from '../refusal.ts'
import { Refused } from './problems/refused.ts'

/** Whether who asks is the very member whom the address names. */
export function isOwn(request: FastifyRequest): boolean {
  const { communityId, member } = request.params as { communityId: string; member: number }
  const own = request.actor.member
  return own !== undefined && own.communityId === communityId && own.number === Number(member)
}

/** What shows the will of the member: nothing where they ask themselves; staff must say what. Refuses `consent_evidence_needed`. */
export function evidenceOfWill(request: FastifyRequest, evidence: string | undefined): string | null {
  if (isOwn(request)) return evidence ?? null
  if (evidence === undefined) throw new Refused(refuse('consent_evidence_needed'))
  return evidence
}
