import { AccessLog } from '../identity/access-log.ts'
import type { Session } from './session.ts'
import { RefusedError } from './terminal.ts'

/** Keeps in the access log what came of a change or an export that the journal does not tell of. */
export async function logged<T>(
  { service, actor }: Session,
  what: { communityId: string; operation: string; reason?: string; subject?: (result: T) => string },
  work: () => Promise<T>
): Promise<T> {
  const log = new AccessLog(service)
  const entry = { communityId: what.communityId, actor, operation: what.operation, reason: what.reason }
  try {
    const result = await work()
    await log.logAccess({ ...entry, outcome: 'done', subject: what.subject?.(result) })
    return result
  } catch (error) {
    if (error instanceof RefusedError) await log.logAccess({ ...entry, outcome: error.refusal.code })
    throw error
  }
}
