import { timingSafeEqual } from 'node:crypto'
import { and, asc, eq, gt, isNull } from 'drizzle-orm'
import { placeOfCertificate } from '../../communities/certificate-place.ts'
import type { Service } from '../../communities/communities.ts'
import { answerOf, once } from '../../communities/once.ts'
import type { Answered, Keyed } from '../../communities/request-keys.ts'
import type { Page } from '../../ledger/read-books.ts'
import { isRefusal, type Refusal, refuse } from '../../refusal.ts'
import { type CertificateStatement, codeHash, minutesOf, statementHash } from './certificate-statement.ts'
import { personNumbers, servicesOfPerson } from './read-services.ts'
import { plainCode } from './verification-code.ts'

/**
 * How a certificate stands. `figures_changed`: some of the hours that it states were reversed later; another one is to be
 * issued in its place.
 */
export type CertificateState = 'valid' | 'figures_changed' | 'superseded' | 'revoked'

export interface Certificate {
  number: string
  member: number
  from: string
  through: string
  verifiedMinutes: number
  honoraryMinutes: number
  teamMinutes: number
  idNumberInFull: boolean
  issuedBy: string
  issuedOn: string
  issuedAt: number
  statementHash: string
  state: CertificateState
  supersededBy: string | null
  revokedAt: number | null
  revokeReason: string | null
}

/** A certificate with all that it states, for who may print it. */
export interface PrintedCertificate extends Certificate {
  code: string
  statement: CertificateStatement
}

type Row = Service['bank']['store']['tables']['certificate']['$inferSelect']

/** Certificates of a member, in order of their numbers. Refuses `unknown_member`. */
export async function listCertificates(
  service: Service,
  communityId: string,
  { member, after = '', limit }: { member: number; after?: string | undefined; limit: number }
): Promise<Page<Certificate> | Refusal> {
  if (!(await service.directory.memberStandingOf(communityId, member))) return refuse('unknown_member', { member })
  const { certificate } = service.bank.store.tables
  const rows = await service.bank.store.db
    .select()
    .from(certificate)
    .where(and(eq(certificate.communityId, communityId), eq(certificate.memberNumber, member), gt(certificate.certificateId, after)))
    .orderBy(asc(certificate.certificateId))
    .limit(limit + 1)
  const page = rows.slice(0, limit)
  const items: Certificate[] = []
  for (const row of page) items.push(await viewOf(service, row))
  return { items, next: rows.length > limit ? (items.at(-1)?.number ?? null) : null }
}

/** Refuses `unknown_certificate`, also for one of another member. */
export async function findCertificate(service: Service, communityId: string, { member, certificate: number }: { member: number; certificate: string }): Promise<Certificate | Refusal> {
  const row = await readRow(service, communityId, number)
  return row && row.memberNumber === member ? viewOf(service, row) : refuse('unknown_certificate', { certificate: number })
}

/** What is printed. Refuses `unknown_certificate`, also where the person's data were erased. */
export async function openCertificate(service: Service, communityId: string, { member, certificate: number }: { member: number; certificate: string }): Promise<PrintedCertificate | Refusal> {
  const row = await readRow(service, communityId, number)
  const opened = row && row.memberNumber === member ? openStatement(service, row) : undefined
  if (!row || !opened) return refuse('unknown_certificate', { certificate: number })
  return { ...(await viewOf(service, row)), ...opened }
}

async function readRow({ bank }: Service, communityId: string, number: string): Promise<Row | undefined> {
  const { certificate } = bank.store.tables
  const [found] = await bank.store.db.select().from(certificate).where(and(eq(certificate.communityId, communityId), eq(certificate.certificateId, number)))
  return found
}

/** Opens what is sealed; a statement that does not have its hash was tampered with, and is a bug or worse. */
function openStatement({ vault }: Service, row: Row): { code: string; statement: CertificateStatement } | undefined {
  if (row.statement === null) return undefined
  const { code, statement } = JSON.parse(vault.open(row.statement, placeOfCertificate(row.certificateId))) as { code: string; statement: string }
  if (statementHash(code, statement) !== row.statementHash) throw new Error(`certificate ${row.certificateId} does not have its hash`)
  return { code, statement: JSON.parse(statement) as CertificateStatement }
}

async function viewOf(service: Service, row: Row): Promise<Certificate> {
  const { certificateId, memberNumber, fromDate, throughDate, verifiedMinutes, honoraryMinutes, teamMinutes, idNumberInFull } = row
  const { issuedBy, issuedOn, issuedAt, supersededBy, revokedAt, revokeReason } = row
  return {
    number: certificateId, member: memberNumber, from: fromDate, through: throughDate, verifiedMinutes, honoraryMinutes, teamMinutes, idNumberInFull,
    issuedBy, issuedOn, issuedAt, statementHash: row.statementHash, state: await stateOf(service, row), supersededBy, revokedAt, revokeReason
  }
}

/** Its figures are looked up again: of what was known when it was issued, only what still stands. */
async function stateOf(service: Service, row: Row): Promise<CertificateState> {
  if (row.revokedAt !== null) return 'revoked'
  if (row.supersededBy !== null) return 'superseded'
  const person = await personNumbers(service, row.communityId, row.memberNumber)
  const now = minutesOf(await servicesOfPerson(service, row.communityId, { person, from: row.fromDate, to: row.throughDate, asOf: row.asOfNumber }))
  const same = now.verifiedMinutes === row.verifiedMinutes && now.honoraryMinutes === row.honoraryMinutes && now.teamMinutes === row.teamMinutes
  return same ? 'valid' : 'figures_changed'
}

/** Withdraws a certificate for good. Refuses `unknown_certificate` and `certificate_not_valid` where it was revoked before. */
export async function revokeCertificate(
  service: Service,
  communityId: string,
  { member, certificate: number, reason }: { member: number; certificate: string; reason: string },
  asked: Keyed
): Promise<Answered<Certificate> | Refusal> {
  const found = await findCertificate(service, communityId, { member, certificate: number })
  if (isRefusal(found)) return found
  const { certificate } = service.bank.store.tables
  const revoked = await once(service, communityId, asked, async (db) => {
    const changed = await db
      .update(certificate)
      .set({ revokedAt: service.clock.now(), revokedBy: asked.actor, revokeReason: reason })
      .where(and(eq(certificate.communityId, communityId), eq(certificate.certificateId, number), isNull(certificate.revokedAt)))
      .returning({ number: certificate.certificateId })
    return changed.length === 0 ? refuse('certificate_not_valid', { certificate: number }) : number
  })
  return answerOf(revoked, () => findCertificate(service, communityId, { member, certificate: number }))
}

/** The least that tells whether a paper is good: no whole name, no ID number, no content. */
export interface Verification {
  number: string
  state: CertificateState
  name: string | null
  from: string
  through: string
  verifiedMinutes: number
  honoraryMinutes: number
  teamMinutes: number
  issuer: string | null
  issuedOn: string
  statementHash: string
  supersededBy: string | null
}

/**
 * Answers for a certificate to anybody who has its number and code. Another code, another number and another community all
 * come to the same `certificate_not_found`.
 */
export async function verifyCertificate(service: Service, communityId: string, { certificate: number, code }: { certificate: string; code: string }): Promise<Verification | Refusal> {
  const row = await readRow(service, communityId, number)
  // Hashed and compared in any case, so that a wrong number takes as long as a wrong code.
  const [given, kept] = [Buffer.from(codeHash(plainCode(code)), 'hex'), Buffer.from(row?.codeHash ?? codeHash(''), 'hex')]
  if (!timingSafeEqual(given, kept) || !row) return refuse('certificate_not_found')
  const opened = openStatement(service, row)
  const { from, through, verifiedMinutes, honoraryMinutes, teamMinutes, issuedOn, statementHash: hash, state, supersededBy } = await viewOf(service, row)
  return {
    number, state, name: opened ? maskName(opened.statement.name) : null, from, through, verifiedMinutes, honoraryMinutes, teamMinutes,
    issuer: opened?.statement.issuer ?? null, issuedOn, statementHash: hash, supersededBy
  }
}

/** `夏*浩`, `李*`: enough to compare with the paper in hand. */
export function maskName(name: string): string {
  const letters = [...name]
  if (letters.length <= 1) return '*'
  if (letters.length === 2) return `${letters[0]}*`
  return `${letters[0]}${'*'.repeat(letters.length - 2)}${letters.at(-1)}`
}
