import { readPolicies } from '../ledger/read-books.ts'
import type { Policy } from '../policy/content.ts'
import { type PolicyVersion, versionOn } from '../policy/versions.ts'
import type { Store } from '../store/store.ts'

/** How long another process may go on with what it read before a version was published. */
const REMEMBERED_MILLISECONDS = 1000

/**
 * The policies of communities, so that a posting need not read them to know whether the policy asks for what only
 * people's records say. They are remembered for a second, and forgotten at once where one is published here.
 */
export class PoliciesInForce {
  private readonly store: Store
  private readonly milliseconds: () => number
  private readonly remembered = new Map<string, { since: number; versions: Promise<PolicyVersion[]> }>()

  /** The second argument counts milliseconds from anywhere, and never back. */
  constructor(store: Store, milliseconds: () => number) {
    this.store = store
    this.milliseconds = milliseconds
  }

  /** The policy that judges a service date; undefined where there is none. */
  async on(communityId: string, serviceDate: string): Promise<Policy | undefined> {
    return versionOn(await this.versionsOf(communityId), serviceDate)?.policy
  }

  forget(communityId: string): void {
    this.remembered.delete(communityId)
  }

  private versionsOf(communityId: string): Promise<PolicyVersion[]> {
    const since = this.milliseconds()
    const known = this.remembered.get(communityId)
    if (known && since - known.since < REMEMBERED_MILLISECONDS) return known.versions
    const versions = readPolicies(this.store, communityId)
    const kept = { since, versions }
    this.remembered.set(communityId, kept)
    // A failure is not worth remembering.
    versions.catch(() => {
      if (this.remembered.get(communityId) === kept) this.remembered.delete(communityId)
    })
    return versions
  }
}
