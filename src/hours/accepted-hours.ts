/** What must be known of an accepted record to judge later ones of the same member and day. */
export interface EarlierHours {
  /** Minutes since midnight; both or neither. */
  startMinute?: number | undefined
  endMinute?: number | undefined
  minutes: number
  convertibleMinutes: number
  activity: string
  /** Honorary hours use nothing of any cap. */
  honorary?: boolean | undefined
}

/** The accepted records of each member and day, those posted before included: looked up once, when the day first occurs. */
export class AcceptedHoursByDay {
  readonly #lookUp: (member: { memberNumber: number, serviceDate: string }) => readonly EarlierHours[]
  readonly #days = new Map<number, readonly EarlierHours[]>()
  /** Activities repeat, and a name cut out of a file keeps the piece of file alive: each is kept once. */
  readonly #activities = new Map<string, string>()

  constructor(lookUp: (member: { memberNumber: number, serviceDate: string }) => readonly EarlierHours[]) {
    this.#lookUp = lookUp
  }

  of(member: { memberNumber: number, serviceDate: string }): readonly EarlierHours[] {
    const key = dayKey(member)
    let day = this.#days.get(key)
    if (day === undefined) {
      day = this.#lookUp(member)
      this.#days.set(key, day)
    }
    return day
  }

  /** A new list of the exact length each time: lists that grow keep room for a dozen more, and there is one for every day of every member. */
  add(member: { memberNumber: number, serviceDate: string }, { startMinute, endMinute, minutes, convertibleMinutes, activity, honorary }: EarlierHours): void {
    const kept = this.#activities.get(activity) ?? activity
    this.#activities.set(kept, kept)
    const added = { startMinute, endMinute, minutes, convertibleMinutes, activity: kept, honorary }
    this.#days.set(dayKey(member), this.of(member).concat([added]))
  }
}

/** One number for a member and a day, since a hundred thousand texts would weigh more than what they lead to. */
function dayKey({ memberNumber, serviceDate }: { memberNumber: number, serviceDate: string }): number {
  return memberNumber * DAYS + Date.parse(serviceDate) / 86_400_000 + DAYS / 2
}

/** More days than the years 1900 to 2199 have; half of them before 1970. */
const DAYS = 200_000

type Times = Pick<EarlierHours, 'startMinute' | 'endMinute' | 'minutes' | 'activity'>

/** Same activity with the same times, or both without times and as long; of the same member and day. */
export function isDuplicate(a: Times, b: Times): boolean {
  if (a.activity !== b.activity || a.startMinute !== b.startMinute || a.endMinute !== b.endMinute) return false
  return a.startMinute !== undefined || a.minutes === b.minutes
}

/** Intervals that only touch do not overlap; a record without times overlaps nothing. */
export function overlaps(a: Times, b: Times): boolean {
  if (a.startMinute === undefined || a.endMinute === undefined || b.startMinute === undefined || b.endMinute === undefined) return false
  return a.startMinute < b.endMinute && b.startMinute < a.endMinute
}
