import { and, eq, inArray, or, sql } from 'drizzle-orm'
import type { Database } from '../store/store.ts'
import type { Service } from './communities.ts'
import { updatePerson } from './find-person.ts'
import { passOnPlans } from './pass-on-plans.ts'
import { keepFormer } from './former-persons.ts'
import { homeElsewhere } from './home.ts'
import { passOnAttendance } from './pass-on-attendance.ts'
import { openPerson } from './people.ts'

interface Joining {
  communityId: string
  from: number
  into: number
}

/** What surrounds a merge: all that hangs on the first member passes to the second, in one transaction. */
export async function joinMembers(service: Service, communityId: string, { from, into }: { from: number; into: number }): Promise<void> {
  const joining = { communityId, from, into }
  await service.bank.store.write(async (db) => {
    const { member } = service.bank.store.tables
    const rows = await db
      .select({ number: member.number, personId: member.personId })
      .from(member)
      .where(and(eq(member.communityId, communityId), inArray(member.number, [from, into])))
    const [first, second] = [from, into].map((number) => rows.find((row) => row.number === number)?.personId)
    if (first === undefined || second === undefined) throw new Error(`there are no members ${from} and ${into}`)
    await passOn(service, db, joining)
    await passOnAttendance(service, db, joining)
    await passOnPlans(service, db, joining)
    if (first !== second) await joinPersons(service, db, { communityId, from: first, into: second })
    await db
      .update(member)
      .set({ mergedInto: into, card: null })
      .where(and(eq(member.communityId, communityId), or(eq(member.number, from), eq(member.mergedInto, from))))
  })
  service.directory.forgetMember(communityId, from)
  service.directory.forgetMember(communityId, into)
}

async function passOn({ bank }: Service, db: Database, { communityId, from, into }: Joining): Promise<void> {
  const { card, relation, proxy, pin, serviceRecord, hoursRecord } = bank.store.tables
  await db.update(card).set({ memberNumber: into }).where(and(eq(card.communityId, communityId), eq(card.memberNumber, from)))
  await db.update(relation).set({ memberNumber: into }).where(and(eq(relation.communityId, communityId), eq(relation.memberNumber, from)))
  await db.update(relation).set({ relativeNumber: into }).where(and(eq(relation.communityId, communityId), eq(relation.relativeNumber, from)))
  await db.update(proxy).set({ memberNumber: into }).where(and(eq(proxy.communityId, communityId), eq(proxy.memberNumber, from)))
  await db.update(proxy).set({ agentNumber: into }).where(and(eq(proxy.communityId, communityId), eq(proxy.agentNumber, from)))
  await db.delete(pin).where(and(eq(pin.communityId, communityId), eq(pin.memberNumber, from)))
  // Nobody is a relative or a proxy of their own.
  await db.delete(relation).where(and(eq(relation.communityId, communityId), eq(relation.memberNumber, into), eq(relation.relativeNumber, into)))
  await db.delete(proxy).where(and(eq(proxy.communityId, communityId), eq(proxy.memberNumber, into), eq(proxy.agentNumber, into)))
  await joinTeamRecords({ bank }, db, { communityId, from, into })
  // A later import must find the hours that were recorded for either.
  await db
    .update(serviceRecord)
    .set({ memberNumber: into })
    .where(and(eq(serviceRecord.communityId, communityId), eq(serviceRecord.memberNumber, from)))
  await db.update(hoursRecord).set({ memberNumber: into }).where(and(eq(hoursRecord.communityId, communityId), eq(hoursRecord.memberNumber, from)))
  await db
    .update(hoursRecord)
    .set({ beneficiaryMember: into })
    .where(and(eq(hoursRecord.communityId, communityId), eq(hoursRecord.beneficiaryMember, from)))
  await passOnService({ bank }, db, { communityId, from, into })
}

/** Both served in the same team service: their two records of it become one, as long as both. */
async function joinTeamRecords({ bank }: Pick<Service, 'bank'>, db: Database, { communityId, from, into }: Joining): Promise<void> {
  const { serviceRecord } = bank.store.tables
  const of = (member: number) => and(eq(serviceRecord.communityId, communityId), eq(serviceRecord.memberNumber, member))
  const kept = db.select({ number: serviceRecord.number }).from(serviceRecord).where(of(into))
  const twice = await db.select().from(serviceRecord).where(and(of(from), inArray(serviceRecord.number, kept)))
  for (const { number, minutes, convertibleMinutes } of twice) {
    await db.delete(serviceRecord).where(and(of(from), eq(serviceRecord.number, number)))
    await db
      .update(serviceRecord)
      .set({ minutes: sql`${serviceRecord.minutes} + ${minutes}`, convertibleMinutes: sql`${serviceRecord.convertibleMinutes} + ${convertibleMinutes}` })
      .where(and(of(into), eq(serviceRecord.number, number)))
  }
}

/** Teams, stars and certificates. Where both were in a team from the same day on, one membership stays. */
async function passOnService({ bank }: Pick<Service, 'bank'>, db: Database, { communityId, from, into }: Joining): Promise<void> {
  const { team, teamMembership, star, certificate } = bank.store.tables
  const own = and(eq(teamMembership.communityId, communityId), eq(teamMembership.memberNumber, into))
  const kept = await db.select({ team: teamMembership.team, joinedOn: teamMembership.joinedOn }).from(teamMembership).where(own)
  for (const each of kept) {
    await db
      .delete(teamMembership)
      .where(and(eq(teamMembership.communityId, communityId), eq(teamMembership.memberNumber, from), eq(teamMembership.team, each.team), eq(teamMembership.joinedOn, each.joinedOn)))
  }
  await db.update(teamMembership).set({ memberNumber: into }).where(and(eq(teamMembership.communityId, communityId), eq(teamMembership.memberNumber, from)))
  await db.update(team).set({ leaderNumber: into }).where(and(eq(team.communityId, communityId), eq(team.leaderNumber, from)))
  await db.update(star).set({ memberNumber: into }).where(and(eq(star.communityId, communityId), eq(star.memberNumber, from)))
  await db.update(certificate).set({ memberNumber: into }).where(and(eq(certificate.communityId, communityId), eq(certificate.memberNumber, from)))
}

/**
 * There is one person then, with one home: the second, or whoever of the two is at home elsewhere. What was known of the one and not
 * of the other passes on, unless the home is elsewhere, where nothing is written from here; what differed is kept apart.
 */
async function joinPersons(service: Service, db: Database, { communityId, from, into }: { communityId: string; from: string; into: string }): Promise<void> {
  const { bank, vault } = service
  const { member, person, consent } = bank.store.tables
  const fromElsewhere = (await homeElsewhere(service, db, communityId, from)) !== undefined
  const intoElsewhere = (await homeElsewhere(service, db, communityId, into)) !== undefined
  const [gone, stays] = fromElsewhere && !intoElsewhere ? [into, from] : [from, into]
  const [one] = await db.select().from(person).where(eq(person.personId, gone))
  const [other] = await db.select().from(person).where(eq(person.personId, stays))
  if (!one || !other) throw new Error('a member without a person')
  await keepFormer(service, db, { communityId, from: gone, into: stays })
  if (!fromElsewhere && !intoElsewhere) {
    const [known, kept] = [openPerson(vault, one), openPerson(vault, other)]
    const missing = Object.entries(known).filter(([name]) => kept[name as keyof typeof kept] === null)
    await updatePerson(service, db, stays, Object.fromEntries(missing))
    if (one.diedOn !== null) await db.update(person).set({ diedOn: one.diedOn, deathRecordedBy: one.deathRecordedBy }).where(eq(person.personId, stays))
  }
  const homes = await db.select({ number: member.number }).from(member).where(and(eq(member.personId, stays), eq(member.home, true)))
  await db.update(member).set({ personId: stays, ...(homes.length > 0 ? { home: false } : {}) }).where(eq(member.personId, gone))
  await db.update(consent).set({ personId: stays }).where(eq(consent.personId, gone))
  await db.delete(person).where(eq(person.personId, gone))
}
