import { and, desc, eq, gte, inArray, isNotNull, lt, or, type SQL } from 'drizzle-orm'
import { addDays, dateIn, startOfDay } from '../clock.ts'
import type { Service } from '../communities/communities.ts'
import { decodeTransaction } from '../journal/canonical.ts'
import type { Transaction } from '../journal/transaction.ts'
import type { Page } from '../ledger/read-books.ts'
import { fourEyesOffSubject } from './subjects.ts'
import { ALONE, type AloneKind } from './recorded-alone.ts'
import { OPERATIONS } from './operations.ts'

/** What an auditor looks at first. In the order in which they stand where they happened at the same moment. */
export const EXCEPTION_KINDS = [
  'late_reversal', 'policy_alone', 'same_person_import', 'reason_given', 'recorded_alone', 'unauthorised_spending', 'four_eyes_off'
] as const
export type ExceptionKind = (typeof EXCEPTION_KINDS)[number]

/** Something that one person did alone, or that should seldom be done, as the journal, the imports or the access log know it. */
export interface Exception {
  kind: ExceptionKind
  at: number
  actor: string
  /** `transaction:12`, `import:…`, `member:17`. */
  subject: string | null
  reason: string | null
  /** What was done for a reason, as the reset of a PIN. */
  operation: string | null
  /** Tells exceptions of one kind and one moment apart; a later one has the greater. */
  id: string
}

interface Range {
  /** Plain dates of the community, both included. */
  from?: string | undefined
  through?: string | undefined
}

/** Exceptions of a community, the newest first; `after` is what `next` said. Undefined for a cursor that is none. */
export async function listExceptions(
  service: Service,
  communityId: string,
  { from, through, after, limit }: Range & { after?: string | undefined; limit: number }
): Promise<Page<Exception> | undefined> {
  const cursor = after === undefined ? undefined : parseCursor(after)
  if (after !== undefined && cursor === undefined) return undefined
  const timeZone = (await service.directory.timeZoneOf(communityId)) ?? 'UTC'
  const begin = from === undefined ? 0 : startOfDay(timeZone, from)
  const end = through === undefined ? Number.MAX_SAFE_INTEGER : startOfDay(timeZone, addDays(through, 1))
  const scope = { communityId, timeZone, begin, end: Math.min(end, cursor === undefined ? end : cursor.at + 1) }
  const sources = [
    lateReversals(service, scope), policiesAlone(service, scope), importsAlone(service, scope), forReasons(service, scope), alone(service, scope, 'recorded_alone'),
    alone(service, scope, 'unauthorised_spending'), fourEyesOff(service, scope)
  ]
  const items: Found[] = []
  for await (const found of newestFirst(sources)) {
    if (found.at >= end || (cursor && !comesAfter(found, cursor))) continue
    if (found.pause) return { items, next: positionText(found) }
    items.push(found)
    if (items.length > limit) break
  }
  const last = items[limit - 1]
  return { items: items.slice(0, limit).map(({ pause: _, ...item }) => item), next: items.length > limit && last ? positionText(last) : null }
}

/** An exception, or a place at which enough was looked at for one page. */
type Found = Exception & { pause?: boolean | undefined }

function positionText({ at, kind, id }: Position): string {
  return `${at}.${kind}.${id}`
}

type Position = Pick<Exception, 'at' | 'kind' | 'id'>

function parseCursor(text: string): Position | undefined {
  const [at = '', kind = '', id = ''] = text.split('.')
  if (!/^\d{1,15}$/.test(at) || !(EXCEPTION_KINDS as readonly string[]).includes(kind)) return undefined
  return { at: Number(at), kind: kind as ExceptionKind, id }
}

/** Whether a position stands below another in the list. */
function comesAfter(one: Position, other: Position): boolean {
  if (one.at !== other.at) return one.at < other.at
  if (one.kind !== other.kind) return EXCEPTION_KINDS.indexOf(one.kind) > EXCEPTION_KINDS.indexOf(other.kind)
  return one.id < other.id
}

async function* newestFirst(sources: AsyncGenerator<Found>[]): AsyncGenerator<Found> {
  const heads = await Promise.all(sources.map((source) => source.next()))
  for (;;) {
    let first: number | undefined
    for (const [index, head] of heads.entries()) {
      const best = first === undefined ? undefined : heads[first]
      if (!head.done && (best === undefined || best.done || comesAfter(best.value, head.value))) first = index
    }
    const head = first === undefined ? undefined : heads[first]
    if (first === undefined || head === undefined || head.done) return
    yield head.value
    heads[first] = await (sources[first] as AsyncGenerator<Found>).next()
  }
}

interface Scope {
  communityId: string
  timeZone: string
  /** Nothing before it is asked for. */
  begin: number
  /** Nothing from it on is. */
  end: number
}

const TOGETHER = 100
/** So many transactions are looked at for nothing before a page ends. */
const MOST_IN_VAIN = 5_000

async function* transactionsOf({ bank }: Service, { communityId, begin, end }: Scope, kinds: readonly string[]): AsyncGenerator<Transaction[]> {
  const { transaction } = bank.store.journal
  for (let before = Number.MAX_SAFE_INTEGER; ; ) {
    const rows = await bank.store.db
      .select({ number: transaction.number, canonical: transaction.canonical })
      .from(transaction)
      .where(
        and(
          eq(transaction.communityId, communityId), inArray(transaction.kind, [...kinds]), lt(transaction.number, before),
          gte(transaction.recordedAt, begin), lt(transaction.recordedAt, end)
        )
      )
      .orderBy(desc(transaction.number))
      .limit(TOGETHER)
    yield rows.map(({ canonical }) => decodeTransaction(canonical))
    if (rows.length < TOGETHER) return
    before = rows.at(-1)?.number ?? 0
  }
}

function ofTransaction(kind: ExceptionKind, { number, recordedAt, preparedBy }: Transaction, reason: string | null): Exception {
  return { kind, at: recordedAt, actor: preparedBy, subject: `transaction:${number}`, reason, operation: null, id: String(number).padStart(15, '0') }
}

/** Reversals on another day than that of what they reverse. */
async function* lateReversals(service: Service, scope: Scope): AsyncGenerator<Exception> {
  const { transaction } = service.bank.store.journal
  for await (const reversals of transactionsOf(service, scope, ['reverse'])) {
    const numbers = reversals.map((each) => each.reverses ?? 0)
    const originals = numbers.length === 0 ? [] : await service.bank.store.db
      .select({ number: transaction.number, canonical: transaction.canonical })
      .from(transaction)
      .where(and(eq(transaction.communityId, scope.communityId), inArray(transaction.number, numbers)))
    const dayOf = new Map(originals.map(({ number, canonical }) => [number, dateIn(scope.timeZone, decodeTransaction(canonical).recordedAt)]))
    for (const reversal of reversals) {
      if (dayOf.get(reversal.reverses ?? 0) === dateIn(scope.timeZone, reversal.recordedAt)) continue
      yield ofTransaction('late_reversal', reversal, reversal.summaryCode.replace(/^reverse\./, ''))
    }
  }
}

/** Policies that one person changed; the first one of a community changes nothing. */
async function* policiesAlone(service: Service, scope: Scope): AsyncGenerator<Exception> {
  for await (const versions of transactionsOf(service, scope, ['policy_published'])) {
    for (const version of versions) {
      if (version.approvedBy === null && version.policyVersion !== 1) yield ofTransaction('policy_alone', version, version.evidence)
    }
  }
}

/**
 * What one person recorded and posted without an approver, and what was spent without anything that shows the member's
 * will. Where a long row of others was looked at in vain, the page ends there, so that none takes unbounded time.
 */
async function* alone(service: Service, scope: Scope, kind: AloneKind): AsyncGenerator<Found> {
  let inVain = 0
  for await (const transactions of transactionsOf(service, scope, ALONE[kind].kinds)) {
    for (const transaction of transactions) {
      const found = ALONE[kind].is(transaction)
      inVain = found ? 0 : inVain + 1
      if (found) yield ofTransaction(kind, transaction, null)
      else if (inVain % MOST_IN_VAIN === 0) yield { ...ofTransaction(kind, transaction, null), pause: true }
    }
  }
}

/** Communities whose administration said that one person may record and approve. */
async function* fourEyesOff({ bank }: Service, { communityId, begin, end }: Scope): AsyncGenerator<Exception> {
  const { accessLog } = bank.store.tables
  const rows = await bank.store.db
    .select()
    .from(accessLog)
    .where(
      and(
        // A community that is opened so has its entry among those of the service.
        inArray(accessLog.communityId, ['', communityId]), eq(accessLog.subject, fourEyesOffSubject(communityId)), eq(accessLog.outcome, 'done'),
        gte(accessLog.at, begin), lt(accessLog.at, end)
      )
    )
    .orderBy(desc(accessLog.at), desc(accessLog.entryId))
  for (const { at, actor, subject, operation, entryId } of rows) yield { kind: 'four_eyes_off', at, actor, subject, reason: null, operation, id: entryId }
}

async function* importsAlone({ bank }: Service, { communityId, begin }: Scope): AsyncGenerator<Exception> {
  const { importRun } = bank.store.tables
  const rows = await bank.store.db
    .select({ importId: importRun.importId, actor: importRun.preparedBy, at: importRun.confirmedAt, options: importRun.options })
    .from(importRun)
    .where(and(eq(importRun.communityId, communityId), isNotNull(importRun.confirmedAt), eq(importRun.preparedBy, importRun.confirmedBy)))
    .orderBy(desc(importRun.confirmedAt), desc(importRun.importId))
  for (const { importId, actor, at, options } of rows) {
    if ((at ?? 0) < begin) return
    // What was only handed in for approval posted nothing.
    if (options['submit'] === true) continue
    yield { kind: 'same_person_import', at: at ?? 0, actor, subject: `import:${importId}`, reason: null, operation: null, id: importId }
  }
}

/** What needs a reason and has no other book than the access log. */
async function* forReasons({ bank }: Service, { communityId, begin }: Scope): AsyncGenerator<Exception> {
  const { accessLog } = bank.store.tables
  const operations = Object.keys(OPERATIONS).filter((operationId) => OPERATIONS[operationId]?.reason !== undefined)
  const wanted = and(
    eq(accessLog.communityId, communityId), eq(accessLog.outcome, 'done'), isNotNull(accessLog.reason), inArray(accessLog.operation, operations)
  )
  for (let below: SQL | undefined; ; ) {
    const rows = await bank.store.db
      .select()
      .from(accessLog)
      .where(below ? and(wanted, below) : wanted)
      .orderBy(desc(accessLog.at), desc(accessLog.entryId))
      .limit(TOGETHER)
    for (const { at, actor, subject, reason, operation, entryId } of rows) {
      if (at < begin) return
      yield { kind: 'reason_given', at, actor, subject, reason, operation, id: entryId }
    }
    const last = rows.at(-1)
    if (rows.length < TOGETHER || !last) return
    below = or(lt(accessLog.at, last.at), and(eq(accessLog.at, last.at), lt(accessLog.entryId, last.entryId)))
  }
}
