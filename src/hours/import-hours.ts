import { and, eq, isNull } from 'drizzle-orm'
import { dateIn } from '../clock.ts'
import type { Service } from '../communities/communities.ts'
import { readServiceFacts } from '../communities/known-facts.ts'
import { type ImportContext, importKind, type PostedRow, type RowToPost } from '../imports/import-kind.ts'
import { postRows } from '../imports/post-rows.ts'
import { readHead, readPolicies } from '../ledger/read-books.ts'
import type { Policy } from '../policy/content.ts'
import { evidenceOf, type ServiceFacts } from '../policy/evaluate.ts'
import { usageRange } from '../policy/usage.ts'
import { versionOn } from '../policy/versions.ts'
import { isRefusal, refuse, REFUSALS, type RefusalCode } from '../refusal.ts'
import type { SheetRecord } from '../sheet/find-header.ts'
import { type HoursField, hoursSheet } from '../sheet/hours-sheet.ts'
import { readDate } from '../sheet/read-date.ts'
import { readCard } from '../sheet/read-words.ts'
import type { EarlierHours } from './accepted-hours.ts'
import { earlierHoursOf, keepServiceRecords, type MemberDay, type MemberDays } from './earlier-hours.ts'
import { type AcceptedHours, isHoursReason } from './hours-outcome.ts'
import { reportedOutcome } from './hours-report.ts'
import { createHoursJudge } from './judge-hours.ts'
import { hoursReasonText } from './reason-text.ts'
import { needsRecord } from './records/needs-record.ts'
import { idOfPlace } from './records/record-row.ts'
import { recordServices, type ServiceToRecord } from './records/record-service.ts'

/** The register of service hours. Accepted records post as `earn`, backfilled ones as the policy says. */
export const importHours = importKind<HoursField, AcceptedHours>({
  name: 'hours',
  sheet: hoursSheet,
  async judge({ service, communityId }) {
    const { store } = service.bank
    const policies = await readPolicies(store, communityId)
    if (policies.length === 0) return refuse('no_policy')
    const policyOn = (date: string): Policy | undefined => versionOn(policies, date)?.policy
    const { closedThrough } = await readHead(store, communityId)
    const timeZone = (await service.directory.timeZoneOf(communityId)) ?? 'UTC'
    const roster = await rosterOf(service, communityId)
    const earlier = new Map<string, EarlierHours[]>()
    const facts = new Map<string, ServiceFacts>()
    const judge = createHoursJudge({
      memberByCard: (card) => holderIn(service, roster, card),
      policyOn,
      earlierHours: ({ memberNumber, serviceDate }) => earlier.get(`${memberNumber} ${serviceDate}`) ?? [],
      factsOf: ({ memberNumber, serviceDate }) => facts.get(`${memberNumber} ${serviceDate}`),
      today: dateIn(timeZone, service.clock.now()),
      ...(closedThrough === null ? {} : { closedThrough })
    })
    return async (records) => {
      earlier.clear()
      facts.clear()
      const days = memberDays(service, records, { roster, policyOn })
      for (const [key, hours] of await earlierHoursOf(service, communityId, days)) earlier.set(key, hours)
      const known = await readServiceFacts(service, communityId, days, policyOn)
      for (const [index, { memberNumber, serviceDate }] of days.entries()) {
        const of = known[index]
        if (of) facts.set(`${memberNumber} ${serviceDate}`, of)
      }
      return records.map((record) => {
        const outcome = judge(record)
        return outcome.outcome === 'accepted' ? { value: outcome, reason: null } : { value: null, reason: outcome.reason }
      })
    }
  },
  post: postHours,
  report({ row, value, reason, line }) {
    const outcome = value === null ? { record: row, accepted: false, reason } : reportedOutcome(value)
    return { ...outcome, line }
  },
  reasonText(reason, language) {
    if (isHoursReason(reason)) return hoursReasonText(reason, language)
    return REFUSALS[reason as RefusalCode]?.[language] ?? reason
  }
})

type Roster = Map<string, { number: number; name: string }>

/** Who holds which card that is good; a bound card stands there as its blind index. */
async function rosterOf({ bank }: Service, communityId: string): Promise<Roster> {
  const { card, member, person } = bank.store.tables
  const rows = await bank.store.db
    .select({ card: card.card, number: member.number, name: person.name })
    .from(card)
    .innerJoin(member, and(eq(member.communityId, card.communityId), eq(member.number, card.memberNumber)))
    .innerJoin(person, eq(person.personId, member.personId))
    .where(and(eq(card.communityId, communityId), isNull(card.deadAt)))
  return new Map(rows.map(({ card, number, name }) => [card, { number, name }]))
}

function holderIn({ vault }: Service, roster: Roster, card: string): { number: number; name: string } | undefined {
  const holder = roster.get(card)
  if (holder || card === '') return holder
  for (const index of vault.indexes(card, 'card')) {
    const bound = roster.get(index)
    if (bound) return bound
  }
  return undefined
}

interface Known {
  roster: Roster
  policyOn: (serviceDate: string) => Policy | undefined
}

/** The members that some records are about and the days their judgement goes by, as far as they can be read. */
function memberDays(service: Service, records: SheetRecord<HoursField>[], { roster, policyOn }: Known): (MemberDays & MemberDay)[] {
  return records.flatMap(({ cells }) => {
    const memberNumber = holderIn(service, roster, readCard(cells.card))?.number
    const serviceDate = readDate(cells.date ?? null)
    if (memberNumber === undefined || serviceDate === null) return []
    const policy = policyOn(serviceDate)
    return [{ memberNumber, serviceDate, ...((policy && usageRange(policy, serviceDate)) ?? { from: serviceDate, to: serviceDate }) }]
  })
}

/** Rows are posted, or become records that wait for their approvals where that was asked for or the policy of their day wants it. */
async function postHours(context: ImportContext, rows: RowToPost<AcceptedHours>[]): Promise<PostedRow[]> {
  const { service, communityId, options } = context
  const waiting = new Set<number>()
  for (const { row, value } of rows) {
    const policy = await service.directory.policies.on(communityId, value.serviceDate)
    if (options.submit || (policy && needsRecord(policy))) waiting.add(row)
  }
  const submitted = await submitRows(context, rows.filter(({ row }) => waiting.has(row)))
  return [...submitted, ...(await postAtOnce(context, rows.filter(({ row }) => !waiting.has(row))))]
}

async function submitRows({ service, communityId, importId, preparedBy, fileHash }: ImportContext, rows: RowToPost<AcceptedHours>[]): Promise<PostedRow[]> {
  if (rows.length === 0) return []
  const services = rows.map(({ row, place, value }): ServiceToRecord => {
    const { memberNumber, serviceDate, startMinute, endMinute, minutes, category, activity, method } = value
    return {
      recordId: idOfPlace(importId, row), member: memberNumber, serviceDate, startMinute, endMinute, minutes, category, activity, method: 'import',
      evidence: evidenceOf(method), backfilled: method === 'backfill', sourceHash: fileHash, sourceRow: String(place.line ?? place.row)
    }
  })
  const recorded = await recordServices(service, communityId, services, { actor: preparedBy, submit: true })
  return rows.map(({ row }, index): PostedRow => {
    const outcome = isRefusal(recorded) ? recorded : recorded.outcomes[index]
    return { row, number: null, reason: isRefusal(outcome) ? outcome.code : null }
  })
}

async function postAtOnce(context: ImportContext, rows: RowToPost<AcceptedHours>[]): Promise<PostedRow[]> {
  if (rows.length === 0) return []
  const { service, communityId } = context
  const known = await readServiceFacts(service, communityId, rows.map(({ value }) => value), (date) => service.directory.policies.on(communityId, date))
  const facts = new Map(rows.map(({ row }, index) => [row, known[index]]))
  const outcomes = await postRows(context, rows, ({ row, value }) => ({
    action: {
      action: 'earn',
      member: value.memberNumber,
      category: value.category,
      minutes: value.minutes,
      backfilled: value.method === 'backfill',
      activity: value.activity,
      facts: facts.get(row)
    },
    base: { serviceDate: value.serviceDate, evidence: value.method }
  }))
  const posted: { number: number; hours: AcceptedHours }[] = []
  const results = rows.map(({ row, value }, index): PostedRow => {
    const outcome = outcomes[index]
    if (!outcome || outcome.refused) return { row, number: null, reason: outcome?.code ?? 'internal_error' }
    const number = outcome.transactions.at(-1)?.number ?? null
    if (number !== null) posted.push({ number, hours: value })
    return { row, number, reason: null }
  })
  await keepServiceRecords(service, communityId, posted)
  return results
}
