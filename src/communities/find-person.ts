import { and, asc, eq, inArray, isNull } from 'drizzle-orm'
import type { Database } from '../store/store.ts'
import type { Service } from './communities.ts'
import { idNumberOf, openPerson, type PersonalData, sealPerson } from './people.ts'

/** The person who bears an ID number, whatever community knows them; the blind index alone decides. */
export async function findPersonByIdNumber({ bank, vault }: Service, db: Database, idNumber: string): Promise<string | undefined> {
  const { person } = bank.store.tables
  const [found] = await db
    .select({ personId: person.personId })
    .from(person)
    .where(and(inArray(person.idNumberIndex, vault.indexes(idNumberOf(idNumber), 'id_number')), isNull(person.erasedAt)))
  return found?.personId
}

/** The number under which a person is a member of a community, if they are one. */
export async function membershipOf({ bank }: Service, db: Database, communityId: string, personId: string): Promise<number | undefined> {
  const { member } = bank.store.tables
  const [found] = await db
    .select({ number: member.number })
    .from(member)
    .where(and(eq(member.communityId, communityId), eq(member.personId, personId), isNull(member.mergedInto)))
  return found?.number
}

export interface Membership {
  communityId: string
  number: number
}

/** Every community that knows a person, with the number that the person has there. */
export async function membershipsOf({ bank }: Service, db: Database, personId: string): Promise<Membership[]> {
  const { member } = bank.store.tables
  return db
    .select({ communityId: member.communityId, number: member.number })
    .from(member)
    .where(and(eq(member.personId, personId), isNull(member.mergedInto)))
    .orderBy(asc(member.communityId), asc(member.number))
}

/** Writes over what is known of a person what is given; null leaves it as it is, unless it is said to be cleared. */
export async function updatePerson(
  { bank, vault }: Service,
  db: Database,
  personId: string,
  given: Partial<PersonalData>,
  { clearing = false }: { clearing?: boolean } = {}
): Promise<void> {
  const { person } = bank.store.tables
  const [row] = await db.select().from(person).where(eq(person.personId, personId))
  if (!row) throw new Error('a member without a person')
  const said = Object.entries(given).filter(([, value]) => value !== undefined && (clearing || value !== null))
  const { personId: _, ...sealed } = sealPerson(vault, { ...openPerson(vault, row), ...Object.fromEntries(said) }, personId)
  await db.update(person).set(sealed).where(eq(person.personId, personId))
}

/** The person that a member is; the member exists. */
export async function personOf({ bank }: Service, communityId: string, number: number): Promise<string> {
  const { member } = bank.store.tables
  const [found] = await bank.store.db
    .select({ personId: member.personId })
    .from(member)
    .where(and(eq(member.communityId, communityId), eq(member.number, number)))
  if (!found) throw new Error(`there is no member ${number}`)
  return found.personId
}
