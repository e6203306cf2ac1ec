import { eq } from 'drizzle-orm'
import { newId } from '../id.ts'
import type { UserBook } from './user-book.ts'
import { endSessions } from './users.ts'

/** The user that a resident's sessions belong to, made when first needed. */
export async function residentUserOf(book: UserBook, communityId: string, number: number): Promise<string> {
  const existing = await findResident(book, communityId, number)
  if (existing !== undefined) return existing
  const { bank, clock } = book.service
  const now = new Date(clock.now())
  // The same resident may sign in at another place in the same moment.
  await bank.store.write((db) =>
    db
      .insert(bank.store.tables.user)
      .values({
        id: newId(), name: `resident:${communityId}:${number}`, email: emailOf(communityId, number), emailVerified: false, kind: 'resident', demo: false,
        levelScope: 'community', levelId: communityId, mustChangePassword: false, communityId, memberNumber: number, createdAt: now, updatedAt: now
      })
      .onConflictDoNothing()
  )
  const found = await findResident(book, communityId, number)
  if (found === undefined) throw new Error('the user of a resident was not made')
  return found
}

/** No address that mail could go to; the library wants one that is unique. */
function emailOf(communityId: string, number: number): string {
  return `${number}.${communityId}@residents.invalid`
}

async function findResident({ service }: UserBook, communityId: string, number: number): Promise<string | undefined> {
  const { user } = service.bank.store.tables
  const [found] = await service.bank.store.db.select({ id: user.id }).from(user).where(eq(user.email, emailOf(communityId, number)))
  return found?.id
}

/** After a reset of the PIN, the loss of a card, or a merge, whoever was signed in with it is not any more. */
export async function endResidentSessions(book: UserBook, communityId: string, number: number): Promise<void> {
  const userId = await findResident(book, communityId, number)
  if (userId !== undefined) await endSessions(book, userId)
}

/** What wrong tries with any card of a member are counted by. */
export function triesOfMember(communityId: string, number: number): string {
  return `${communityId} #${number}`
}
