import type { Policy } from './content.ts'
import { countedMinutes } from './minutes.ts'
import type { EarlierRecord, Tally, Usage } from './usage.ts'

const NOTHING: Tally = { countedMinutes: 0, convertedMinutes: 0 }

interface Occasion {
  serviceDate: string
  activity?: string | undefined
}

/**
 * What people used of their caps so far, told record by record in the order of posting. Kept are sums by day, month, or
 * activity and year, as far as the policy goes by them, and never the records.
 */
export class UsageSoFar {
  private readonly earning: Policy['earning']
  private readonly people = new Map<number, Map<string, Tally>>()

  constructor({ earning }: Pick<Policy, 'earning'>) {
    this.earning = earning
  }

  of(member: number, occasion: Occasion): Usage {
    const sums = this.people.get(member)
    const { day, month, activity } = keysOf(this.earning, occasion)
    const sum = (key: string | undefined): Tally => (key === undefined ? undefined : sums?.get(key)) ?? NOTHING
    return { day: sum(day), month: sum(month), activityConvertedMinutes: sum(activity).convertedMinutes }
  }

  /** A record that stands and is not honorary. */
  add(member: number, record: EarlierRecord): void {
    const keys = Object.values(keysOf(this.earning, record))
    const used = { countedMinutes: countedMinutes(this.earning, record.minutes), convertedMinutes: record.convertibleMinutes }
    for (const key of keys) if (key !== undefined) this.addTo(member, key, used)
  }

  /** From here on two members are one person. */
  merge({ from, into }: { from: number; into: number }): void {
    for (const [key, used] of this.people.get(from) ?? []) this.addTo(into, key, used)
    this.people.delete(from)
  }

  private addTo(member: number, key: string, used: Tally): void {
    const sums = this.people.get(member) ?? new Map<string, Tally>()
    this.people.set(member, sums)
    const before = sums.get(key) ?? NOTHING
    sums.set(key, {
      countedMinutes: before.countedMinutes + used.countedMinutes,
      convertedMinutes: before.convertedMinutes + used.convertedMinutes
    })
  }
}

type Keys = Record<'day' | 'month' | 'activity', string | undefined>

/** The sums that a record is part of; undefined where the policy does not go by one. */
function keysOf({ dayCapMinutes, monthCapMinutes, activityCapMinutes, roundedPer }: Policy['earning'], { serviceDate, activity }: Occasion): Keys {
  return {
    day: dayCapMinutes !== null || roundedPer === 'day' ? serviceDate : undefined,
    month: monthCapMinutes !== null || roundedPer === 'month' ? serviceDate.slice(0, 7) : undefined,
    activity: activityCapMinutes !== null && activity !== undefined ? `${serviceDate.slice(0, 4)} ${activity}` : undefined
  }
}
