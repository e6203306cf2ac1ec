import type { Service } from '../communities/communities.ts'
import { newId } from '../id.ts'
import { shortenAddress } from './shorten-address.ts'

/** Who did, saw or was refused what. Nothing in it names a person: codes, numbers and account names only. */
export interface Access {
  /** Empty for what belongs to no community. */
  communityId: string
  /** The account's name, or `-` for nobody known. */
  actor: string
  operation: string
  /** `done`, or the code of the refusal. */
  outcome: string
  /** What it was about: `member:17`, `import:…`. */
  subject?: string | undefined
  reason?: string | undefined
  requestId?: string | undefined
  /** The whole address; it is shortened before it is kept. */
  address?: string | undefined
}

type Row = Service['bank']['store']['tables']['accessLog']['$inferInsert']

const FLUSH_MILLISECONDS = 2_000
/** Kinds of refusals kept apart between two flushes; what is beyond is counted as one. */
const MOST_KINDS = 200

/**
 * The append-only log of access. What matters is written before its answer is sent; refusals are gathered and counted,
 * so that a flood of them costs neither memory nor a write each.
 */
export class AccessLog {
  private readonly service: Pick<Service, 'bank' | 'clock'>
  private readonly onError: (error: unknown) => void
  private waiting: { row: Row; written: () => void; failed: (error: unknown) => void }[] = []
  private writing: Promise<void> | undefined
  private refusals = new Map<string, Row>()
  private looking = new Set<Promise<void>>()
  private timer: NodeJS.Timeout | undefined
  private closed = false

  constructor(service: Pick<Service, 'bank' | 'clock'>, { onError = () => undefined }: { onError?: (error: unknown) => void } = {}) {
    this.service = service
    this.onError = onError
  }

  /** Resolves once the entry is durable. Entries that come while others are written go together in the next write. */
  logAccess(access: Access): Promise<void> {
    return this.append(this.rowOf(access))
  }

  /** Counts a refusal; it is written within seconds, with how often it happened. */
  countRefusal(access: Access): void {
    const row = this.rowOf(access)
    const known = this.kindOf(row)
    if (known) known.times += 1
    this.flushSoon()
  }

  /** The same, of a refusal whose subject is still to be looked up. */
  countRefusalLater(lookUp: () => Promise<Access>): void {
    const looking = lookUp()
      .then((access) => this.countRefusal(access), this.onError)
      .finally(() => this.looking.delete(looking))
    this.looking.add(looking)
  }

  /** Writes what is left; nothing is written by itself any more. */
  async close(): Promise<void> {
    this.closed = true
    await this.flush()
  }

  /** Writes what was counted so far; an auditor who reads sees everything up to then. */
  async flush(): Promise<void> {
    await Promise.all(this.looking)
    clearTimeout(this.timer)
    this.timer = undefined
    const rows = [...this.refusals.values()]
    this.refusals = new Map()
    try {
      await Promise.all(rows.map((row) => this.append(row)))
    } catch (error) {
      // What could not be written is neither lost nor answered with an error: it is tried again with the next.
      for (const row of rows) this.keepForLater(row)
      this.onError(error)
    }
  }

  /** The kind that the row belongs to, if it was there before; else the row becomes a kind of its own. */
  private kindOf(row: Row): Row | undefined {
    const key = [row.communityId, row.actor, row.operation, row.outcome, row.subject, row.address].join('\n')
    const known = this.refusals.get(key)
    if (known) return known
    if (this.refusals.size < MOST_KINDS) {
      this.refusals.set(key, row)
      return undefined
    }
    const rest = this.refusals.get('')
    if (rest) return rest
    this.refusals.set('', { ...row, communityId: '', actor: '-', operation: '-', subject: null, address: null, requestId: null })
    return undefined
  }

  private keepForLater(row: Row): void {
    const known = this.kindOf(row)
    if (known) known.times += row.times
    this.flushSoon()
  }

  private flushSoon(): void {
    if (!this.closed) this.timer ??= setTimeout(() => void this.flush(), FLUSH_MILLISECONDS).unref()
  }

  private append(row: Row): Promise<void> {
    return new Promise((written, failed) => {
      this.waiting.push({ row, written, failed })
      this.writing ??= this.writeAll()
    })
  }

  private async writeAll(): Promise<void> {
    // What else is logged in the same turn goes along.
    await Promise.resolve()
    while (this.waiting.length > 0) {
      const together = this.waiting.splice(0, 500)
      const { store } = this.service.bank
      try {
        await store.write((db) => db.insert(store.tables.accessLog).values(together.map(({ row }) => row)))
        for (const { written } of together) written()
      } catch (error) {
        for (const { failed } of together) failed(error)
      }
    }
    this.writing = undefined
  }

  private rowOf({ communityId, actor, operation, outcome, subject, reason, requestId, address }: Access): Row {
    return {
      communityId, entryId: newId(), at: this.service.clock.now(), actor, operation, outcome, subject: subject ?? null, reason: reason ?? null,
      requestId: requestId ?? null, address: shortenAddress(address), times: 1
    }
  }
}
