import { and, asc, eq, exists, inArray, or, type SQL } from 'drizzle-orm'
import type { Database } from '../store/store.ts'
import type { Vault } from '../vault.ts'
import type { Service } from './communities.ts'
import { idNumberOf, openPerson, type PersonalData, phoneOf } from './people.ts'

/** What a person was known by before two records became one. */
export interface FormerData extends PersonalData {
  mergedAt: number
}

export const placeOfFormer = (formerId: string) => `former_person:${formerId}`

/** The columns that hold the data, with the current key. */
export function sealFormer(vault: Vault, formerId: string, data: PersonalData) {
  const { name, phone, idNumber } = data
  return {
    content: vault.seal(JSON.stringify(data), placeOfFormer(formerId)),
    nameIndex: vault.index(name, 'name'),
    phoneIndex: phone === null ? null : vault.index(phoneOf(phone), 'phone'),
    idNumberIndex: idNumber === null ? null : vault.index(idNumberOf(idNumber), 'id_number')
  }
}

export function openFormer(vault: Vault, { formerId, content }: { formerId: string; content: string }): PersonalData {
  return JSON.parse(vault.open(content, placeOfFormer(formerId))) as PersonalData
}

/**
 * Keeps what a person was known by who becomes another one, with all that was kept of them before. Where the one who carries on is
 * known by the very same, there is nothing to keep.
 */
export async function keepFormer(
  { bank, clock, vault }: Service,
  db: Database,
  { communityId, from, into }: { communityId: string; from: string; into: string }
): Promise<void> {
  const { person, formerPerson } = bank.store.tables
  const rows = await db.select().from(person).where(inArray(person.personId, [from, into]))
  const [known, kept] = [from, into].map((personId) => rows.find((row) => row.personId === personId))
  if (!known || !kept) throw new Error('a member without a person')
  const [data, carriedOn] = [openPerson(vault, known), openPerson(vault, kept)]
  await db.update(formerPerson).set({ personId: into }).where(eq(formerPerson.personId, from))
  const lost = Object.entries(data).some(([name, value]) => value !== null && value !== carriedOn[name as keyof PersonalData])
  if (lost) await db.insert(formerPerson).values({ personId: into, formerId: from, communityId, mergedAt: clock.now(), ...sealFormer(vault, from, data) })
}

/** For the home community of a person all of it; elsewhere what was known there. */
export async function readFormers({ bank, vault }: Service, communityId: string, { personId, home }: { personId: string; home: boolean }): Promise<FormerData[]> {
  const { formerPerson } = bank.store.tables
  const rows = await bank.store.db
    .select()
    .from(formerPerson)
    .where(and(eq(formerPerson.personId, personId), home ? undefined : eq(formerPerson.communityId, communityId)))
    .orderBy(asc(formerPerson.mergedAt), asc(formerPerson.formerId))
  return rows.map((row) => ({ ...openFormer(vault, row), mergedAt: row.mergedAt }))
}

/** The condition that a member of the community was known so formerly, as far as {@link readFormers} would tell it there. */
export function wasFormerly({ bank, vault }: Service, communityId: string, sought: { name: string } | { phone: string } | { idNumber: string }): SQL {
  const { formerPerson, member } = bank.store.tables
  const matches =
    'name' in sought
      ? inArray(formerPerson.nameIndex, vault.indexes(sought.name.trim(), 'name'))
      : 'phone' in sought
        ? inArray(formerPerson.phoneIndex, vault.indexes(phoneOf(sought.phone), 'phone'))
        : inArray(formerPerson.idNumberIndex, vault.indexes(idNumberOf(sought.idNumber), 'id_number'))
  return exists(
    bank.store.db
      .select({ formerId: formerPerson.formerId })
      .from(formerPerson)
      .where(and(eq(formerPerson.personId, member.personId), matches, or(eq(member.home, true), eq(formerPerson.communityId, communityId))))
  )
}

/** Removes what was kept of a person: all of it, or only what one community knew. */
export async function eraseFormers({ bank }: Service, db: Database, personId: string, communityId?: string): Promise<void> {
  const { formerPerson } = bank.store.tables
  const its = communityId === undefined ? undefined : eq(formerPerson.communityId, communityId)
  await db.delete(formerPerson).where(and(eq(formerPerson.personId, personId), its))
}
