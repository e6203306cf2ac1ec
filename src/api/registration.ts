import type { FastifyReply } from 'fastify'
import type { Answered } from '../communities/request-keys.ts'
import type { Refusal } from '../refusal.ts'
import { granted } from './problems/refused.ts'

/** Marks an answer that is the first one again. */
export function markReplayed(reply: FastifyReply, replayed: boolean): void {
  if (replayed) reply.header('idempotency-replayed', 'true')
}

/** The answer to a registration; one that is the first answer again is marked so. */
export function answerRegistration<T extends object>(reply: FastifyReply, result: Answered<T> | Refusal): T {
  const { answer, replayed } = granted(result)
  markReplayed(reply, replayed)
  return answer
}
