import { and, eq, inArray, isNull, ne, or, sql } from 'drizzle-orm'
import { dateIn } from '../../clock.ts'
import type { Service } from '../../communities/communities.ts'
import { readServiceFacts } from '../../communities/known-facts.ts'
import type { Policy } from '../../policy/content.ts'
import type { ServiceFacts } from '../../policy/evaluate.ts'
import { type Refusal, refuse } from '../../refusal.ts'
import type { EarlierHours } from '../accepted-hours.ts'
import { earlierHoursOf, type MemberDay } from '../earlier-hours.ts'
import type { Surroundings } from './judge-service.ts'
import { isClosed, readRecordSettings } from './record-settings.ts'
import { UNPOSTED } from './record-row.ts'

/** Whom and when some services are about, and who says so. */
interface About extends MemberDay {
  beneficiary?: number | undefined
}

/** All that is known around some services but what else was recorded, which is read while nobody else records. */
export interface Known {
  around: (about: About) => Omit<Surroundings, 'sameDay'>
  servedOwnRelative: (about: About) => boolean
}

/** Reads it at once for all. Refuses `unknown_community`. */
export async function readSurroundings(service: Service, communityId: string, abouts: readonly About[], recorder: string): Promise<Known | Refusal> {
  const timeZone = await service.directory.timeZoneOf(communityId)
  if (timeZone === undefined) return refuse('unknown_community', { community: communityId })
  const today = dateIn(timeZone, service.clock.now())
  const members = [...new Set(abouts.map((each) => each.memberNumber))]
  const settings = await readRecordSettings(service, communityId)
  const servers = await serversOf(service, communityId, members)
  const policies = new Map<string, Policy | undefined>()
  for (const { serviceDate } of abouts) {
    if (!policies.has(serviceDate)) policies.set(serviceDate, await service.directory.policies.on(communityId, serviceDate))
  }
  const facts = await readServiceFacts(service, communityId, abouts, (date) => policies.get(date))
  const factsOf = new Map<string, ServiceFacts>(abouts.map((about, index) => [keyOf(about), facts[index] ?? {}]))
  const usual = await usualOf(service, communityId, members)
  const elsewhere = await elsewhereOf(service, communityId, { abouts, servers })
  const self = settings.staffMembers[recorder] ?? residentOf(recorder)
  const related = await relativesOf(service, communityId, [...new Set([...(self === undefined ? [] : [self]), ...abouts.flatMap((each) => each.beneficiary ?? [])])])
  return {
    around: (about) => ({
      today,
      server: servers.get(about.memberNumber),
      policy: policies.get(about.serviceDate),
      facts: factsOf.get(keyOf(about)) ?? {},
      elsewhere: elsewhere.get(keyOf(about)) ?? [],
      usual: usual.get(about.memberNumber) ?? { records: 0, minutes: 0 },
      closedDay: isClosed(settings, about.serviceDate),
      recorder: self === undefined ? 'other' : self === about.memberNumber ? 'member' : related.has(`${self} ${about.memberNumber}`) ? 'relative' : 'other'
    }),
    servedOwnRelative: ({ memberNumber, beneficiary }) => beneficiary !== undefined && related.has(`${beneficiary} ${memberNumber}`)
  }
}

const keyOf = ({ memberNumber, serviceDate }: MemberDay): string => `${memberNumber} ${serviceDate}`

/** A resident's account bears the number of its member. */
function residentOf(actor: string): number | undefined {
  const [, number] = /^resident:(\d{1,15})$/.exec(actor) ?? []
  return number === undefined ? undefined : Number(number)
}

interface ServerRow {
  personId: string
  mergedInto: number | null
  diedOn: string | null
}

async function serversOf({ bank }: Service, communityId: string, members: number[]): Promise<Map<number, ServerRow>> {
  const { member, person } = bank.store.tables
  const rows = await bank.store.db
    .select({ number: member.number, personId: member.personId, mergedInto: member.mergedInto, diedOn: person.diedOn })
    .from(member)
    .innerJoin(person, eq(person.personId, member.personId))
    .where(and(eq(member.communityId, communityId), inArray(member.number, members), isNull(person.erasedAt)))
  return new Map(rows.map(({ number, ...known }) => [number, known]))
}

/** How many records each member has, and how long they are together: posted ones and those that wait. */
async function usualOf({ bank }: Service, communityId: string, members: number[]): Promise<Map<number, { records: number; minutes: number }>> {
  const { serviceRecord, hoursRecord } = bank.store.tables
  const usual = new Map<number, { records: number; minutes: number }>()
  for (const { table, condition } of [
    { table: serviceRecord, condition: undefined },
    { table: hoursRecord, condition: inArray(hoursRecord.state, [...UNPOSTED]) }
  ]) {
    const rows = await bank.store.db
      .select({ member: table.memberNumber, records: sql<number>`count(*)`.mapWith(Number), minutes: sql<number>`sum(${table.minutes})`.mapWith(Number) })
      .from(table)
      .where(and(eq(table.communityId, communityId), inArray(table.memberNumber, members), condition))
      .groupBy(table.memberNumber)
    for (const { member, records, minutes } of rows) {
      const before = usual.get(member) ?? { records: 0, minutes: 0 }
      usual.set(member, { records: before.records + records, minutes: before.minutes + minutes })
    }
  }
  return usual
}

/** What the same persons did in other communities on those days, by member and day. */
async function elsewhereOf(
  service: Service,
  communityId: string,
  { abouts, servers }: { abouts: readonly About[]; servers: Map<number, ServerRow> }
): Promise<Map<string, EarlierHours[]>> {
  const { member } = service.bank.store.tables
  const found = new Map<string, EarlierHours[]>()
  const persons = [...new Set([...servers.values()].map((each) => each.personId))]
  if (persons.length === 0) return found
  const others = await service.bank.store.db
    .select({ communityId: member.communityId, number: member.number, personId: member.personId })
    .from(member)
    .where(and(inArray(member.personId, persons), ne(member.communityId, communityId)))
  for (const other of others) {
    const own = abouts.filter((about) => servers.get(about.memberNumber)?.personId === other.personId)
    const days = own.map(({ serviceDate }) => ({ memberNumber: other.number, from: serviceDate, to: serviceDate }))
    const there = await earlierHoursOf(service, other.communityId, days)
    for (const about of own) {
      const hours = there.get(`${other.number} ${about.serviceDate}`)
      if (hours) found.set(keyOf(about), [...(found.get(keyOf(about)) ?? []), ...hours])
    }
  }
  return found
}

/** Pairs of members who are relatives, each way round: `one other`. */
async function relativesOf({ bank }: Service, communityId: string, members: number[]): Promise<Set<string>> {
  if (members.length === 0) return new Set()
  const { relation } = bank.store.tables
  const rows = await bank.store.db
    .select({ one: relation.memberNumber, other: relation.relativeNumber })
    .from(relation)
    .where(
      and(eq(relation.communityId, communityId), isNull(relation.endedAt), or(inArray(relation.memberNumber, members), inArray(relation.relativeNumber, members)))
    )
  return new Set(rows.flatMap(({ one, other }) => (other === null ? [] : [`${one} ${other}`, `${other} ${one}`])))
}
