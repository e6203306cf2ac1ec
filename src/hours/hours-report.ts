import { formatPoints } from '../points.ts'
import type { HoursOutcome, HoursReason } from './hours-outcome.ts'

export interface MemberHours {
  minutes: number
  points: string
  records: number
}

/** What a sheet of hours came to. Points are decimal strings with two places. */
export interface HoursSummary {
  records: number
  accepted: number
  /** By reason, in the order the reasons first occurred. */
  rejected: Partial<Record<HoursReason, number>>
  totalMinutes: number
  totalPoints: string
  /** By card, sorted. Only members with an accepted record. */
  members: Record<string, MemberHours>
}

export type ReportedOutcome =
  | { record: number, accepted: true, card: string, date: string, minutes: number, convertibleMinutes: number, points: string }
  | { record: number, accepted: false, reason: HoursReason }

export interface HoursImportReport extends HoursSummary {
  outcomes: ReportedOutcome[]
}

/** Adds outcomes up one by one, keeping no outcome: for a preview of a large sheet. */
export function createHoursTally(): { add: (outcome: HoursOutcome) => void, summary: () => HoursSummary } {
  const rejected: Partial<Record<HoursReason, number>> = {}
  const members = new Map<string, { minutes: number, hundredths: number, records: number }>()
  let accepted = 0
  let refused = 0
  return {
    add: (outcome) => {
      if (outcome.outcome === 'rejected') {
        refused += 1
        rejected[outcome.reason] = (rejected[outcome.reason] ?? 0) + 1
        return
      }
      accepted += 1
      const member = members.get(outcome.card) ?? { minutes: 0, hundredths: 0, records: 0 }
      members.set(outcome.card, { minutes: member.minutes + outcome.minutes, hundredths: member.hundredths + outcome.points, records: member.records + 1 })
    },
    summary: () => {
      const sorted = [...members].sort(([a], [b]) => a < b ? -1 : 1)
      return {
        records: accepted + refused,
        accepted,
        rejected: { ...rejected },
        totalMinutes: sorted.reduce((sum, [, { minutes }]) => sum + minutes, 0),
        totalPoints: formatPoints(sorted.reduce((sum, [, { hundredths }]) => sum + hundredths, 0)),
        members: Object.fromEntries(sorted.map(([card, { minutes, hundredths, records }]) => [card, { minutes, points: formatPoints(hundredths), records }]))
      }
    }
  }
}

/** The whole report of an import, with every record in sheet order. */
export function hoursImportReport(outcomes: Iterable<HoursOutcome>): HoursImportReport {
  const tally = createHoursTally()
  const reported: ReportedOutcome[] = []
  for (const outcome of outcomes) {
    tally.add(outcome)
    reported.push(reportedOutcome(outcome))
  }
  return { ...tally.summary(), outcomes: reported }
}

export function reportedOutcome(outcome: HoursOutcome): ReportedOutcome {
  if (outcome.outcome === 'rejected') return { record: outcome.seq, accepted: false, reason: outcome.reason }
  const { seq, card, serviceDate, minutes, convertibleMinutes, points } = outcome
  return { record: seq, accepted: true, card, date: serviceDate, minutes, convertibleMinutes, points: formatPoints(points) }
}
