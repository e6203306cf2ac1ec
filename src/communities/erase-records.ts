import { and, eq, inArray } from 'drizzle-orm'
import type { Database } from '../store/store.ts'
import type { Service } from './communities.ts'

/** Removes a member's service records with all that was noted of them; where the member was served, the name goes. */
export async function eraseRecords({ bank }: Service, db: Database, communityId: string, numbers: number[]): Promise<void> {
  const { hoursRecord, note } = bank.store.tables
  const own = and(eq(hoursRecord.communityId, communityId), inArray(hoursRecord.memberNumber, numbers))
  const { noteCommitment, reasonCommitment, flags, objections } = hoursRecord
  const rows = await db.select({ noteCommitment, reasonCommitment, flags, objections }).from(hoursRecord).where(own)
  for (const row of rows) {
    const said = [...row.flags, ...row.objections].map((each) => (each as { note?: string }).note)
    const commitments = [row.noteCommitment, row.reasonCommitment, ...said].filter((each) => each != null)
    if (commitments.length > 0) await db.delete(note).where(and(eq(note.communityId, communityId), inArray(note.commitment, commitments)))
  }
  await db.delete(hoursRecord).where(own)
  await db
    .update(hoursRecord)
    .set({ beneficiaryMember: null })
    .where(and(eq(hoursRecord.communityId, communityId), inArray(hoursRecord.beneficiaryMember, numbers)))
}
