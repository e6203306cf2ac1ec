import { setTimeout as wait } from 'node:timers/promises'
import type { FastifyBaseLogger } from 'fastify'
import type { Service } from '../communities/communities.ts'
import { type ConfirmRequest, confirmImport } from '../imports/confirm-import.ts'
import type { ImportKind } from '../imports/import-kind.ts'
import type { ImportView } from '../imports/read-import.ts'
import type { Refusal } from '../refusal.ts'

export interface Confirming {
  posted: number
  done: Promise<ImportView | Refusal>
}

/**
 * The imports that this process is posting. A second confirmation of the same import joins the first. Closing waits
 * for what is under way, since a row in the middle is either whole or absent, but a whole import is better.
 */
export class Confirmations {
  private readonly service: Service
  private readonly running = new Map<string, Confirming>()

  constructor(service: Service) {
    this.service = service
  }

  /** Undefined where it is not being posted by this process. */
  of(communityId: string, importId: string): Confirming | undefined {
    return this.running.get(`${communityId} ${importId}`)
  }

  start(kind: ImportKind, request: ConfirmRequest, log: FastifyBaseLogger): Confirming {
    const key = `${request.communityId} ${request.importId}`
    const joined = this.running.get(key)
    // Its own key is kept, or refused, once there is an answer for it to stand for.
    if (joined) return { posted: joined.posted, done: joined.done.then(() => confirmImport(this.service, kind, request)) }
    const confirming: Confirming = {
      posted: 0,
      done: confirmImport(this.service, kind, {
        ...request,
        progress: (posted) => {
          confirming.posted = posted
        }
      })
    }
    this.running.set(key, confirming)
    confirming.done
      .catch((error: unknown) => log.error({ err: error }, 'an import broke off'))
      .finally(() => this.running.delete(key))
    return confirming
  }

  async drain(): Promise<void> {
    await Promise.allSettled([...this.running.values()].map((each) => each.done))
  }
}

/** The result where it is there in time, else undefined. */
export async function within<T>(milliseconds: number, work: Promise<T>): Promise<T | undefined> {
  const timer = new AbortController()
  try {
    return await Promise.race([work, wait(milliseconds, undefined, { signal: timer.signal, ref: false })])
  } finally {
    timer.abort()
  }
}
