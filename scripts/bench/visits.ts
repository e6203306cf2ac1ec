import { randomNumbers } from './workload.ts'

export const VISIT_CATEGORY = '探访关爱'
export const VISIT_POLICY = { earning: { categoryCoefficients: { [VISIT_CATEGORY]: '1' }, dayCapMinutes: 480 } }

/** Yuhuatai in ten months: so many visits, by so many visitors, to so many people in need. */
export interface VisitPlan {
  visits: number
  visitors: number
  peopleInNeed: number
}

export const WHOLE: VisitPlan = { visits: 221_300, visitors: 10_300, peopleInNeed: 14_600 }
/** A fortieth of it. */
export const WHOLE_QUICKLY: VisitPlan = { visits: 5_532, visitors: 257, peopleInNeed: 365 }

const MONTHS_DAYS = 304
const DAY_MILLISECONDS = 86_400_000
const FIRST_DAY = Date.UTC(2025, 0, 1)

/** The visit of a number, always the same: in the order of days, each visitor at most once a day, never twice at once. */
export function visitAt({ visits, visitors, peopleInNeed }: VisitPlan, index: number) {
  const random = randomNumbers(index)
  const day = Math.floor((index * MONTHS_DAYS) / visits)
  const startMinute = 8 * 60 + 30 * random(16)
  const minutes = 30 + 15 * random(4)
  return {
    member: 1 + (index % visitors),
    beneficiary: 1 + visitors + (index % peopleInNeed),
    serviceDate: new Date(FIRST_DAY + day * DAY_MILLISECONDS).toISOString().slice(0, 10),
    startMinute,
    endMinute: startMinute + minutes,
    minutes
  }
}
