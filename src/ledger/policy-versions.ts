import type { Policy } from '../policy.ts'

/** A version of a community's policy; the journal's `policy_published` events are where it is kept. */
export interface PolicyVersion {
  /** 1, 2, 3 … within the community. */
  version: number
  /** First service date it judges; the first version judges every earlier date too. */
  from: string
  policy: Policy
}
