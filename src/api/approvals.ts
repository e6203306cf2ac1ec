import type { FastifyBaseLogger } from 'fastify'
import type { Service } from '../communities/communities.ts'
import { type ApprovalRun, carryOnApproval } from '../hours/records/approval-runs.ts'
import type { Refusal } from '../refusal.ts'

/**
 * The bulk approvals that this process carries on. Asked again, a run that is under way is joined, and one that broke off
 * is taken up. Closing waits for what is under way.
 */
export class Approvals {
  private readonly service: Service
  private readonly running = new Map<string, Promise<ApprovalRun | Refusal>>()

  constructor(service: Service) {
    this.service = service
  }

  carryOn(communityId: string, runId: string, log: FastifyBaseLogger): Promise<ApprovalRun | Refusal> {
    const key = `${communityId} ${runId}`
    const joined = this.running.get(key)
    if (joined !== undefined) return joined
    const done = carryOnApproval(this.service, communityId, runId)
    this.running.set(key, done)
    done.catch((error: unknown) => log.error({ err: error }, 'a bulk approval broke off')).finally(() => this.running.delete(key))
    return done
  }

  async drain(): Promise<void> {
    await Promise.allSettled(this.running.values())
  }
}
