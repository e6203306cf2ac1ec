import { and, eq, isNull, max } from 'drizzle-orm'
import { placeOfCertificate } from '../../communities/certificate-place.ts'
import { findCommunity, type Service } from '../../communities/communities.ts'
import { findMemberInFull } from '../../communities/member-view.ts'
import { keepNote } from '../../communities/notes.ts'
import { once } from '../../communities/once.ts'
import { notActive } from '../../communities/relations.ts'
import type { Keyed } from '../../communities/request-keys.ts'
import { readHead } from '../../ledger/read-books.ts'
import { isRefusal, type Refusal, refuse } from '../../refusal.ts'
import type { Database } from '../../store/store.ts'
import { type CertificateStatement, codeHash, contentLines, holderOf, minutesOf, statementHash } from './certificate-statement.ts'
import { type Certificate, findCertificate } from './certificates.ts'
import { personNumbers, servicesOfPerson } from './read-services.ts'
import { newVerificationCode } from './verification-code.ts'
import { todayIn } from '../../communities/today.ts'

export interface NewCertificate {
  member: number
  /** Service dates, both included. */
  from: string
  through: string
  responsible: string
  handler: string
  contact: string
  /** The member asked for the ID number in full; why is kept. */
  fullIdNumberReason?: string | undefined
  /** The certificate that this one is issued in place of. */
  replaces?: string | undefined
}

/**
 * Issues a service record certificate (志愿服务记录证明) for what somebody served and what of it stands, with the next number of
 * the community and year.
 *
 * Refuses `unknown_member`, `member_merged`, `bad_range`, `future_date`, `nothing_to_certify`, `id_number_missing`,
 * `unknown_certificate` and `certificate_not_valid` of the one that it replaces, and `key_reused`.
 */
export async function issueCertificate(service: Service, communityId: string, given: NewCertificate, asked: Keyed): Promise<{ certificate: Certificate; replayed: boolean } | Refusal> {
  const { member, from, through, replaces, fullIdNumberReason } = given
  const bad = await badCertificate(service, communityId, given)
  if (bad) return bad
  const person = await findMemberInFull(service, communityId, member, { careTags: false })
  if (isRefusal(person)) return person
  if (fullIdNumberReason !== undefined && person.idNumber === null) return refuse('id_number_missing', { member })
  const community = await findCommunity(service, communityId)
  if (isRefusal(community)) return community
  const { lastNumber } = await readHead(service.bank.store, communityId)
  const services = await servicesOfPerson(service, communityId, { person: await personNumbers(service, communityId, member), from, to: through, asOf: lastNumber })
  const minutes = minutesOf(services)
  if (minutes.verifiedMinutes + minutes.honoraryMinutes + minutes.teamMinutes === 0) return refuse('nothing_to_certify', { member })
  const reasonCommitment = fullIdNumberReason === undefined ? null : await keepNote(service, communityId, fullIdNumberReason)

  const made = await once(service, communityId, asked, async (db) => {
    const wrong = replaces === undefined ? undefined : await notReplaceable(service, db, communityId, { member, replaces })
    if (wrong) return wrong
    const issuedOn = await todayIn(service, communityId)
    const year = Number(issuedOn.slice(0, 4))
    const { number, sequence } = await nextNumber(service, db, communityId, { year, prefix: community.cardPrefix })
    const { responsible, handler, contact } = given
    const statement: CertificateStatement = {
      number, ...holderOf(person, fullIdNumberReason !== undefined), from, through, ...minutes, lines: contentLines(services),
      issuer: community.name, responsible, handler, contact, issuedOn
    }
    const code = newVerificationCode()
    const text = JSON.stringify(statement)
    const { certificate } = service.bank.store.tables
    await db.insert(certificate).values({
      communityId, certificateId: number, year, sequence, memberNumber: member, fromDate: from, throughDate: through,
      statement: service.vault.seal(JSON.stringify({ code, statement: text }), placeOfCertificate(number)), statementHash: statementHash(code, text), codeHash: codeHash(code),
      ...minutes, asOfNumber: lastNumber, idNumberInFull: fullIdNumberReason !== undefined, reasonCommitment,
      issuedBy: asked.actor, issuedOn, issuedAt: service.clock.now(), supersededBy: null, revokedAt: null, revokedBy: null, revokeReason: null
    })
    if (replaces !== undefined) {
      await db.update(certificate).set({ supersededBy: number }).where(and(eq(certificate.communityId, communityId), eq(certificate.certificateId, replaces)))
    }
    return number
  })
  if (isRefusal(made)) return made
  const found = await findCertificate(service, communityId, { member, certificate: made.made })
  return isRefusal(found) ? found : { certificate: found, replayed: made.replayed }
}

async function badCertificate(service: Service, communityId: string, { member, from, through }: NewCertificate): Promise<Refusal | undefined> {
  if (through < from) return refuse('bad_range', { from, to: through })
  const today = await todayIn(service, communityId)
  if (through > today) return refuse('future_date', { value: through, today })
  return notActive(service, communityId, member)
}

/** One of the same person that is neither revoked nor replaced already. */
async function notReplaceable({ bank }: Service, db: Database, communityId: string, { member, replaces }: { member: number; replaces: string }): Promise<Refusal | undefined> {
  const { certificate } = bank.store.tables
  const ofIt = and(eq(certificate.communityId, communityId), eq(certificate.certificateId, replaces), eq(certificate.memberNumber, member))
  const [found] = await db.select({ number: certificate.certificateId }).from(certificate).where(ofIt)
  if (!found) return refuse('unknown_certificate', { certificate: replaces })
  const [good] = await db
    .select({ number: certificate.certificateId })
    .from(certificate)
    .where(and(ofIt, isNull(certificate.supersededBy), isNull(certificate.revokedAt)))
  return good ? undefined : refuse('certificate_not_valid', { certificate: replaces })
}

/** The community's row is locked by who calls, so that no number is given twice. */
async function nextNumber({ bank }: Service, db: Database, communityId: string, { year, prefix }: { year: number; prefix: string }): Promise<{ number: string; sequence: number }> {
  const { certificate } = bank.store.tables
  const [last] = await db
    .select({ sequence: max(certificate.sequence) })
    .from(certificate)
    .where(and(eq(certificate.communityId, communityId), eq(certificate.year, year)))
  const sequence = Number(last?.sequence ?? 0) + 1
  return { number: `${prefix}-${year}-${String(sequence).padStart(6, '0')}`, sequence }
}
