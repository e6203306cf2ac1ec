import { type Refusal, type RefusalCode, refuse } from '../refusal.ts'
import type { Policy } from './content.ts'
import { countedMinutes, roundMinutes } from './minutes.ts'
import type { CapName, Step } from './steps.ts'
import type { Usage } from './usage.ts'

/** The minutes of one record that convert, and where the others went. */
export interface CountedRecord {
  keptMinutes: number
  honoraryMinutes: number
  /** Whose points go to the donation pool. */
  pooledMinutes: number
  steps: Step[]
}

const REFUSED: Record<CapName, RefusalCode> = { record: 'record_cap', activity: 'activity_cap', day: 'day_cap', month: 'month_cap' }

/** Rounds the minutes of a record and holds them to the caps, the narrowest first in the order record, activity, day, month. */
export function countRecord(policy: Policy, minutes: number, usage: Usage): CountedRecord | Refusal {
  const { earning } = policy
  const steps: Step[] = []
  const counted = countedMinutes(earning, minutes)
  if (counted < minutes) steps.push({ step: 'too_short', minutes, minimumMinutes: earning.minimumMinutes })
  if (counted > minutes) steps.push({ step: 'counts_as', minutes, countedMinutes: counted })
  const rounded = roundedShare(policy, counted, usage, steps)
  let kept = rounded
  for (const { cap, capMinutes, usedMinutes } of capsOf(policy, usage)) {
    if (capMinutes === null) continue
    const within = Math.max(0, Math.min(kept, capMinutes - usedMinutes))
    if (within === kept) continue
    if (earning.capExcessGoesTo === 'refused') return refuse(REFUSED[cap], { cap: capMinutes, used: usedMinutes })
    steps.push({ step: 'cap', cap, capMinutes, usedMinutes, minutes: kept, keptMinutes: within, excessGoesTo: earning.capExcessGoesTo })
    kept = within
  }
  const excess = rounded - kept
  return {
    keptMinutes: kept,
    honoraryMinutes: earning.capExcessGoesTo === 'honorary_minutes' ? excess : 0,
    pooledMinutes: earning.capExcessGoesTo === 'donation_pool' ? excess : 0,
    steps
  }
}

/**
 * What a record adds to the rounded minutes of its day or month: the sum with it, rounded, less the sum without it. So
 * the records of a period come to the rounded whole in any order, and never to more when one of them was reversed.
 */
function roundedShare({ earning }: Policy, counted: number, usage: Usage, steps: Step[]): number {
  const { roundedPer: per, stepMinutes, roundingDirection: direction } = earning
  const before = per === 'record' ? { countedMinutes: 0, convertedMinutes: 0 } : usage[per]
  const whole = roundMinutes(earning, before.countedMinutes + counted)
  const share = Math.max(0, whole - Math.max(roundMinutes(earning, before.countedMinutes), before.convertedMinutes))
  if (share !== counted) {
    steps.push({
      step: 'rounded', per, stepMinutes, direction, minutes: counted, roundedMinutes: share,
      beforeMinutes: before.countedMinutes, convertedMinutes: Math.max(roundMinutes(earning, before.countedMinutes), before.convertedMinutes)
    })
  }
  return share
}

function capsOf({ earning }: Policy, usage: Usage): { cap: CapName; capMinutes: number | null; usedMinutes: number }[] {
  return [
    { cap: 'record', capMinutes: earning.recordCapMinutes, usedMinutes: 0 },
    { cap: 'activity', capMinutes: earning.activityCapMinutes, usedMinutes: usage.activityConvertedMinutes },
    { cap: 'day', capMinutes: earning.dayCapMinutes, usedMinutes: usage.day.convertedMinutes },
    { cap: 'month', capMinutes: earning.monthCapMinutes, usedMinutes: usage.month.convertedMinutes }
  ]
}
