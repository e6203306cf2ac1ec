import type { Clock } from '../clock.ts'

const MINUTE = 60_000
/** The communities of the simulation live by this zone, which has no summer time. */
export const TIME_ZONE = 'Asia/Shanghai'
const OFFSET_MINUTES = 8 * 60

/** A clock that the simulation sets, forward only. */
export class SimulatedClock implements Clock {
  private instant: number

  constructor(date: string) {
    this.instant = instantOf(date, 0)
  }

  now(): number {
    return this.instant
  }

  /** So many minutes after midnight of a day; where that is past already, time stands still. */
  advanceTo(date: string, minute: number): void {
    this.instant = Math.max(this.instant, instantOf(date, minute))
  }
}

function instantOf(date: string, minute: number): number {
  return Date.parse(`${date}T00:00:00Z`) + (minute - OFFSET_MINUTES) * MINUTE
}
