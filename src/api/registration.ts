import { isDeepStrictEqual } from 'node:util'
import type { FastifyReply } from 'fastify'
import { isRefusal, type Refusal, type RefusalCode } from '../refusal.ts'
import { granted } from './problems/refused.ts'

/**
 * Answers the registration of something that bears a name of its own. That name makes a retry harmless: where it is
 * taken by exactly what was asked for, this is the first answer again.
 */
export async function answerRegistration<T extends object>(
  reply: FastifyReply,
  result: T | Refusal,
  again: { taken: RefusalCode; asked: Partial<T>; existing: () => Promise<T | Refusal> }
): Promise<T> {
  reply.code(201)
  if (!isRefusal(result) || result.code !== again.taken) return granted(result)
  const existing = await again.existing()
  if (isRefusal(existing) || !isDeepStrictEqual(existing, { ...existing, ...again.asked })) return granted<T>(result)
  reply.header('idempotency-replayed', 'true')
  return existing
}
