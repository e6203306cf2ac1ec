import { and, eq, inArray, or } from 'drizzle-orm'
import type { Database } from '../store/store.ts'
import type { Service } from './communities.ts'
import { updatePerson } from './find-person.ts'
import { keepFormer } from './former-persons.ts'
import { homeElsewhere } from './home.ts'
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
  const { card, relation, proxy, pin, serviceRecord } = bank.store.tables
  await db.update(card).set({ memberNumber: into }).where(and(eq(card.communityId, communityId), eq(card.memberNumber, from)))
  await db.update(relation).set({ memberNumber: into }).where(and(eq(relation.communityId, communityId), eq(relation.memberNumber, from)))
  await db.update(relation).set({ relativeNumber: into }).where(and(eq(relation.communityId, communityId), eq(relation.relativeNumber, from)))
  await db.update(proxy).set({ memberNumber: into }).where(and(eq(proxy.communityId, communityId), eq(proxy.memberNumber, from)))
  await db.update(proxy).set({ agentNumber: into }).where(and(eq(proxy.communityId, communityId), eq(proxy.agentNumber, from)))
  await db.delete(pin).where(and(eq(pin.communityId, communityId), eq(pin.memberNumber, from)))
  // Nobody is a relative or a proxy of their own.
  await db.delete(relation).where(and(eq(relation.communityId, communityId), eq(relation.memberNumber, into), eq(relation.relativeNumber, into)))
  await db.delete(proxy).where(and(eq(proxy.communityId, communityId), eq(proxy.memberNumber, into), eq(proxy.agentNumber, into)))
  // A later import must find the hours that were recorded for either.
  await db
    .update(serviceRecord)
    .set({ memberNumber: into })
    .where(and(eq(serviceRecord.communityId, communityId), eq(serviceRecord.memberNumber, from)))
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
