import type { Transaction } from '../../journal/transaction.ts'
import { teamContent } from '../../ledger/team-content.ts'

/** What one line of the journal says of somebody's or some team's service. Minutes and points are negative where it stands in red. */
export interface ServiceRow {
  number: number
  kind: string
  serviceDate: string
  businessDate: string
  category: string | null
  /** Null for a team as a whole, and for what the donation pool gets. */
  member: number | null
  team: string | null
  verifiedMinutes: number
  honoraryMinutes: number
  /** Of a member in a team; it is part of the team's hours. */
  teamMinutes: number
  /** All that was issued for it, in hundredths. */
  points: number
  evidence: string | null
  preparedBy: string
  approvedBy: string | null
  reverses: number | null
}

/** Kinds that change hours or the points issued for them. A merge moves hours between two numbers of one person, and is none. */
export const SERVICE_KINDS = ['earn', 'record_honorary', 'earn_team', 'adjust', 'opening', 'reverse']

/**
 * A transaction as rows: one, or for a team one for each member and one for what the pool got. The rows of all transactions
 * add up to what the accounts M6201, M6202, M6203 and P5101 moved, merges left out.
 */
export function serviceRows(transaction: Transaction): ServiceRow[] {
  const { number, kind, serviceDate, businessDate, category, memberNumber, evidence, preparedBy, approvedBy, reverses, entries } = transaction
  const moved = (code: string): number => entries.reduce((sum, { accountId, amount }) => (accountId.startsWith(`${code}.`) ? sum - amount : sum), 0)
  const [verifiedMinutes, honoraryMinutes, teamMinutes, points] = [moved('M6201'), moved('M6202'), moved('M6203'), -moved('P5101')]
  if (verifiedMinutes === 0 && honoraryMinutes === 0 && teamMinutes === 0 && points === 0) return []
  const teamAccount = entries.find(({ accountId }) => accountId.startsWith('M6203.'))?.accountId
  const own = entries.find(({ accountId }) => /^M620[12]\./.test(accountId))?.accountId
  const row: ServiceRow = {
    number, kind, serviceDate, businessDate, category, member: memberNumber ?? memberOf(own), team: teamAccount?.slice('M6203.'.length) ?? null,
    verifiedMinutes, honoraryMinutes, teamMinutes, points, evidence, preparedBy, approvedBy, reverses
  }
  return kind === 'earn_team' ? teamRows(transaction, row) : [row]
}

function memberOf(account: string | undefined): number | null {
  return account === undefined ? null : Number(account.split('.')[1])
}

function teamRows(transaction: Transaction, whole: ServiceRow): ServiceRow[] {
  const credited = (member: number): number =>
    transaction.entries.reduce((sum, { accountId, amount }) => (accountId === `P2101.${member}` || accountId === `P1301.${member}` ? sum - amount : sum), 0)
  const parts = teamContent(transaction).members.map(({ member, minutes }) => ({ ...whole, member, teamMinutes: minutes, points: credited(member) }))
  const pool = whole.points - parts.reduce((sum, part) => sum + part.points, 0)
  return pool === 0 ? parts : [...parts, { ...whole, member: null, teamMinutes: 0, points: pool }]
}

export interface ServiceSums {
  verifiedMinutes: number
  honoraryMinutes: number
  teamMinutes: number
  points: number
}

export function noSums(): ServiceSums {
  return { verifiedMinutes: 0, honoraryMinutes: 0, teamMinutes: 0, points: 0 }
}

export function addRow(sums: ServiceSums, { verifiedMinutes, honoraryMinutes, teamMinutes, points }: ServiceSums): void {
  sums.verifiedMinutes += verifiedMinutes
  sums.honoraryMinutes += honoraryMinutes
  sums.teamMinutes += teamMinutes
  sums.points += points
}
