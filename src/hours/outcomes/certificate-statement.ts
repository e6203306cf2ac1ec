import { createHash } from 'node:crypto'
import type { FullMember } from '../../communities/member-view.ts'
import { maskNumber } from '../../communities/mask.ts'
import type { KnownService } from './read-services.ts'
import { addRow, noSums } from './service-rows.ts'

/** One line of what somebody did. */
export interface ContentLine {
  content: string
  services: number
  verifiedMinutes: number
  honoraryMinutes: number
  teamMinutes: number
}

/**
 * All that a service record certificate states, and nothing more than what the law asks: who, how many hours of what, who
 * issues it and answers for it, and when. Sealed as it is; the printed page shows it word by word.
 */
export interface CertificateStatement {
  number: string
  name: string
  /** Null where no ID number is known. */
  idType: string | null
  idNumber: string | null
  volunteerNumber: string | null
  from: string
  through: string
  verifiedMinutes: number
  honoraryMinutes: number
  teamMinutes: number
  lines: ContentLine[]
  issuer: string
  responsible: string
  handler: string
  contact: string
  issuedOn: string
}

const MOST_LINES = 16
const CARRIED_IN = '建账转入 Carried in from paper books'

/** What was done, by category and activity, the longest first; what finds no line of its own stands together in the last one. */
export function contentLines(services: readonly KnownService[]): ContentLine[] {
  const lines = new Map<string, ContentLine>()
  for (const row of services) {
    if (row.verifiedMinutes + row.honoraryMinutes + row.teamMinutes === 0) continue
    const content = contentOf(row)
    const line = lines.get(content) ?? emptyLine(content)
    lines.set(content, line)
    addTo(line, row, row.kind === 'opening' ? 0 : 1)
  }
  const minutesOf = (line: ContentLine): number => line.verifiedMinutes + line.honoraryMinutes + line.teamMinutes
  const sorted = [...lines.values()].sort((a, b) => minutesOf(b) - minutesOf(a) || (a.content < b.content ? -1 : 1))
  if (sorted.length <= MOST_LINES) return sorted
  const rest = emptyLine('其他服务 Other services')
  for (const line of sorted.slice(MOST_LINES - 1)) addTo(rest, line, line.services)
  return [...sorted.slice(0, MOST_LINES - 1), rest]
}

function emptyLine(content: string): ContentLine {
  const { points: _, ...sums } = noSums()
  return { content, services: 0, ...sums }
}

function contentOf({ kind, category, activity, team }: KnownService): string {
  if (kind === 'opening') return CARRIED_IN
  const what = activity === null || activity === category ? (category ?? '') : `${category ?? ''}:${activity}`
  return team === null ? what : `${what}(团队 ${team})`
}

function addTo(line: ContentLine, { verifiedMinutes, honoraryMinutes, teamMinutes }: Omit<ContentLine, 'content' | 'services'>, services: number): void {
  line.services += services
  line.verifiedMinutes += verifiedMinutes
  line.honoraryMinutes += honoraryMinutes
  line.teamMinutes += teamMinutes
}

/** Who it is about; the ID number in full only where the member asked for that. */
export function holderOf({ name, idNumber, volunteer }: FullMember, inFull: boolean): Pick<CertificateStatement, 'name' | 'idType' | 'idNumber' | 'volunteerNumber'> {
  const shown = idNumber === null || inFull ? idNumber : maskNumber(idNumber)
  return { name, idType: idNumber === null ? null : '居民身份证', idNumber: shown, volunteerNumber: volunteer?.number ?? null }
}

/** Verified, honorary and team minutes of services; never added to each other. */
export function minutesOf(services: readonly KnownService[]): Pick<CertificateStatement, 'verifiedMinutes' | 'honoraryMinutes' | 'teamMinutes'> {
  const sums = noSums()
  for (const row of services) addRow(sums, row)
  const { points: _, ...minutes } = sums
  return minutes
}

/** The hash of what a certificate states. The code goes into it, so that nobody can guess their way back to a name. */
export function statementHash(code: string, statement: string): string {
  return createHash('sha256').update(code).update('\0').update(statement).digest('hex')
}

export function codeHash(code: string): string {
  return createHash('sha256').update(`certificate\0${code}`).digest('hex')
}
