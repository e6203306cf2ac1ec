import { and, asc, eq, gt, inArray, isNull, ne, or } from 'drizzle-orm'
import { newId } from '../id.ts'
import { decodeTransaction } from '../journal/canonical.ts'
import type { Database } from '../store/store.ts'
import type { Service } from './communities.ts'
import { eraseFormers } from './former-persons.ts'
import { eraseImportRows } from './erase-import-rows.ts'
import { eraseRecords } from './erase-records.ts'
import { eraseAttendance } from './pass-on-attendance.ts'
import { endClaims, erasePlans } from './pass-on-plans.ts'
import { todayIn } from './today.ts'

const TOGETHER = 500

/**
 * Removes what is known of a member: notes of the member's transactions and rows of imports first, while the member can
 * still be recognised in them, then everything else in one transaction. Harmless when repeated.
 */
export async function eraseData(service: Service, communityId: string, member: number): Promise<void> {
  const numbers = await numbersOf(service, communityId, member)
  const transactions = await transactionsOf(service, communityId, numbers)
  await eraseNotes(service, communityId, transactions)
  await eraseImportRows(service, communityId, { members: numbers, transactions: new Set(transactions.map((each) => each.number)) })
  await service.bank.store.write((db) => eraseMembers(service, db, communityId, { member, numbers }))
  await service.bank.store.emptyLog()
  for (const number of numbers) service.directory.forgetMember(communityId, number)
}

/** The member, and those that were merged into it. */
async function numbersOf({ bank }: Service, communityId: string, number: number): Promise<number[]> {
  const { member } = bank.store.tables
  const merged = await bank.store.db
    .select({ number: member.number })
    .from(member)
    .where(and(eq(member.communityId, communityId), eq(member.mergedInto, number)))
  return [number, ...merged.map((each) => each.number)]
}

interface OwnTransaction {
  number: number
  noteCommitment: string | null
}

/** The transactions that are about the member or touch an account of theirs. */
async function transactionsOf({ bank }: Service, communityId: string, members: number[]): Promise<OwnTransaction[]> {
  const { transaction, entry, account } = bank.store.journal
  const { db } = bank.store
  const touched = db
    .select({ number: entry.number })
    .from(entry)
    .innerJoin(account, and(eq(account.communityId, entry.communityId), eq(account.accountId, entry.accountId)))
    .where(and(eq(entry.communityId, communityId), inArray(account.memberNumber, members)))
  const found: OwnTransaction[] = []
  for (let after = 0; ; ) {
    const rows = await db
      .select({ number: transaction.number, canonical: transaction.canonical })
      .from(transaction)
      .where(
        and(
          eq(transaction.communityId, communityId), gt(transaction.number, after),
          or(inArray(transaction.memberNumber, members), inArray(transaction.number, touched))
        )
      )
      .orderBy(asc(transaction.number))
      .limit(TOGETHER)
    for (const { number, canonical } of rows) found.push({ number, noteCommitment: decodeTransaction(canonical).noteCommitment })
    const last = rows.at(-1)
    if (!last) return found
    after = last.number
  }
}

async function eraseNotes({ bank }: Service, communityId: string, transactions: OwnTransaction[]): Promise<void> {
  const { note } = bank.store.tables
  const commitments = transactions.flatMap(({ noteCommitment }) => (noteCommitment === null ? [] : [noteCommitment]))
  for (let from = 0; from < commitments.length; from += TOGETHER) {
    const some = commitments.slice(from, from + TOGETHER)
    await bank.store.write((db) => db.delete(note).where(and(eq(note.communityId, communityId), inArray(note.commitment, some))))
  }
}

async function eraseMembers(service: Service, db: Database, communityId: string, { member: number, numbers }: { member: number; numbers: number[] }): Promise<void> {
  const { bank, clock, directory } = service
  const { member, card, relation, proxy, proxyUse, consent, pin, serviceRecord } = bank.store.tables
  const here = { card: eq(card.communityId, communityId), member: eq(member.communityId, communityId) }
  const [row] = await db.select({ personId: member.personId }).from(member).where(and(here.member, eq(member.number, number)))
  if (!row) throw new Error(`there is no member ${number}`)
  await db.delete(card).where(and(here.card, inArray(card.memberNumber, numbers)))
  await db.delete(pin).where(and(eq(pin.communityId, communityId), inArray(pin.memberNumber, numbers)))
  await db
    .delete(relation)
    .where(and(eq(relation.communityId, communityId), or(inArray(relation.memberNumber, numbers), inArray(relation.relativeNumber, numbers))))
  const proxies = await db
    .select({ proxyId: proxy.proxyId })
    .from(proxy)
    .where(and(eq(proxy.communityId, communityId), or(inArray(proxy.memberNumber, numbers), inArray(proxy.agentNumber, numbers))))
  const proxyIds = proxies.map((each) => each.proxyId)
  await db.delete(proxyUse).where(and(eq(proxyUse.communityId, communityId), inArray(proxyUse.proxyId, proxyIds)))
  await db.delete(proxy).where(and(eq(proxy.communityId, communityId), inArray(proxy.proxyId, proxyIds)))
  await db.delete(consent).where(and(eq(consent.personId, row.personId), eq(consent.communityId, communityId)))
  await db.delete(serviceRecord).where(and(eq(serviceRecord.communityId, communityId), inArray(serviceRecord.memberNumber, numbers)))
  await eraseOutcomes(service, db, communityId, numbers)
  await eraseRecords(service, db, communityId, numbers)
  await erasePlans(service, db, communityId, numbers)
  await eraseAttendance(service, db, communityId, numbers)
  const personId = await erasePerson(service, db, communityId, row.personId)
  const leftOn = await todayIn({ directory, clock }, communityId)
  await endClaims(service, db, communityId, { numbers, today: leftOn, reason: 'other' })
  await db
    .update(member)
    .set({
      personId, card: null, building: null, grid: null, role: null, careTags: [], volunteerNumber: null, skills: [], teams: [], employer: null, leftOn
    })
    .where(and(here.member, inArray(member.number, numbers)))
}

/** What the member could show: who was in which team is forgotten, and certificates keep their number and state nothing more. */
async function eraseOutcomes({ bank, clock }: Service, db: Database, communityId: string, numbers: number[]): Promise<void> {
  const { team, teamMembership, star, certificate, note } = bank.store.tables
  const ofStar = and(eq(star.communityId, communityId), inArray(star.memberNumber, numbers))
  const ofCertificate = and(eq(certificate.communityId, communityId), inArray(certificate.memberNumber, numbers))
  const notes = [
    ...(await db.select({ commitment: star.objectionCommitment }).from(star).where(ofStar)),
    ...(await db.select({ commitment: certificate.reasonCommitment }).from(certificate).where(ofCertificate))
  ].flatMap(({ commitment }) => commitment ?? [])
  if (notes.length > 0) await db.delete(note).where(and(eq(note.communityId, communityId), inArray(note.commitment, notes)))
  await db.delete(star).where(ofStar)
  await db.delete(teamMembership).where(and(eq(teamMembership.communityId, communityId), inArray(teamMembership.memberNumber, numbers)))
  await db.update(team).set({ leaderNumber: null }).where(and(eq(team.communityId, communityId), inArray(team.leaderNumber, numbers)))
  await db.update(certificate).set({ statement: null, reasonCommitment: null }).where(ofCertificate)
  await db
    .update(certificate)
    .set({ revokedAt: clock.now(), revokedBy: 'erasure', revokeReason: 'erased' })
    .where(and(ofCertificate, isNull(certificate.revokedAt)))
}

/**
 * Empties the person where this was the last membership. A person who is a member elsewhere stays; what is left here
 * then belongs to nobody.
 */
async function erasePerson(service: Service, db: Database, communityId: string, personId: string): Promise<string> {
  const { bank, clock } = service
  const { member, person } = bank.store.tables
  const nobody = {
    name: '', sex: null, birthDate: null, phone: null, phoneIndex: null, idNumber: null, idNumberIndex: null, address: null, diedOn: null,
    deathRecordedBy: null, erasedAt: clock.now()
  }
  const [elsewhere] = await db
    .select({ number: member.number })
    .from(member)
    .where(and(eq(member.personId, personId), ne(member.communityId, communityId)))
    .limit(1)
  if (!elsewhere) {
    await eraseFormers(service, db, personId)
    await db.update(person).set(nobody).where(eq(person.personId, personId))
    return personId
  }
  await eraseFormers(service, db, personId, communityId)
  const emptied = newId()
  await db.insert(person).values({ ...nobody, personId: emptied, createdAt: clock.now() })
  return emptied
}
