import { addDays } from '../clock.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { Policy } from './content.ts'

/** A version of a community's policy; the journal's `policy_published` events are where it is kept. */
export interface PolicyVersion {
  /** 1, 2, 3 … within the community. */
  version: number
  /** First service date it judges; the first version judges every earlier date too. */
  from: string
  /** Last service date it judges; null until the next version begins. */
  through: string | null
  /** Who published it, and who approved that. */
  author: string
  approvedBy: string | null
  /** Milliseconds since the epoch, UTC. */
  recordedAt: number
  policy: Policy
}

/**
 * The version that judges a service date. Undefined where there is none, also past the last day of a version that ends
 * without a successor.
 */
export function versionOn(versions: readonly PolicyVersion[], serviceDate: string): PolicyVersion | undefined {
  const found = versions.findLast((version) => version.from <= serviceDate) ?? versions[0]
  return found && (found.through === null || serviceDate <= found.through) ? found : undefined
}

/**
 * Whether a new version fits behind the last one. The first version holds for every earlier date, so that the second may
 * start on any. One that ends on a stated day is followed on the next: refuses `policy_overlap`, `policy_gap`, and
 * `policy_out_of_order` for one that does not start after an open one.
 */
export function misplaced(last: PolicyVersion | undefined, { from, through }: { from: string; through: string | null }): Refusal | undefined {
  if (through !== null && through < from) return refuse('policy_out_of_order', { from })
  if (!last) return undefined
  if (last.through !== null) {
    if (from <= last.through) return refuse('policy_overlap', { through: last.through, from })
    const next = addDays(last.through, 1)
    return from > next ? refuse('policy_gap', { through: last.through, next }) : undefined
  }
  return last.version > 1 && from <= last.from ? refuse('policy_out_of_order', { from: last.from }) : undefined
}
