import { aliasedTable, and, eq, inArray, isNull, ne, notExists, type SQL, type SQLWrapper } from 'drizzle-orm'
import type { ConsentPurpose } from '../contracts/person-codes.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { Database } from '../store/store.ts'
import type { Service } from './communities.ts'

const SHARING: ConsentPurpose = 'share_across_communities'

/** The home community of a person, where it is another one than this. */
export async function homeElsewhere({ bank }: Service, db: Database, communityId: string, personId: string): Promise<string | undefined> {
  const { member } = bank.store.tables
  const [found] = await db
    .select({ communityId: member.communityId })
    .from(member)
    .where(and(eq(member.personId, personId), eq(member.home, true), ne(member.communityId, communityId), isNull(member.mergedInto)))
  return found?.communityId
}

/** What is known of a person is changed by the home community alone: everywhere else it is `not_home`. */
export async function refusalOfPersonChange(service: Service, db: Database, communityId: string, personId: string): Promise<Refusal | undefined> {
  return (await homeElsewhere(service, db, communityId, personId)) === undefined ? undefined : refuse('not_home')
}

/**
 * The condition that a community may see a person's phone, ID number and address: the home is not elsewhere, or the person agreed
 * there to their being shared.
 */
export function isShown({ bank }: Service, communityId: string, personId: SQLWrapper): SQL {
  const { member, consent } = bank.store.tables
  const home = aliasedTable(member, 'home_member')
  const agreed = bank.store.db
    .select({ purpose: consent.purpose })
    .from(consent)
    .where(and(eq(consent.personId, home.personId), eq(consent.communityId, home.communityId), eq(consent.purpose, SHARING), isNull(consent.withdrawnAt)))
  return notExists(
    bank.store.db
      .select({ number: home.number })
      .from(home)
      .where(and(eq(home.personId, personId), eq(home.home, true), ne(home.communityId, communityId), isNull(home.mergedInto), notExists(agreed)))
  )
}

/**
 * Whose phone, ID number and address a community is not shown: those of persons who have their home elsewhere, and did not
 * agree there to their being shared. An agreement that the asking community recorded itself does not count.
 */
export async function hiddenAmong({ bank }: Service, communityId: string, personIds: string[]): Promise<Set<string>> {
  if (personIds.length === 0) return new Set()
  const { member, consent } = bank.store.tables
  const homes = await bank.store.db
    .select({ personId: member.personId, communityId: member.communityId })
    .from(member)
    .where(and(inArray(member.personId, personIds), eq(member.home, true), ne(member.communityId, communityId), isNull(member.mergedInto)))
  if (homes.length === 0) return new Set()
  const agreed = await bank.store.db
    .select({ personId: consent.personId, communityId: consent.communityId })
    .from(consent)
    .where(and(inArray(consent.personId, homes.map((each) => each.personId)), eq(consent.purpose, SHARING), isNull(consent.withdrawnAt)))
  const shared = homes.filter((home) => agreed.some((each) => each.personId === home.personId && each.communityId === home.communityId))
  const hidden = new Set(homes.map((each) => each.personId))
  for (const { personId } of shared) hidden.delete(personId)
  return hidden
}
