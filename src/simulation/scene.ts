import type { ApiClient } from './api-client.ts'
import type { Draw } from './draw.ts'
import type { SimulatedClock } from './simulated-clock.ts'

/** What the simulation made, counted as it was made. */
export interface Made {
  members: number
  fields: number
  categories: number
  brands: number
  posts: number
  postClaims: number
  teams: number
  activities: number
  cancelledActivities: number
  signUps: number
  movedUp: number
  noShows: number
  participations: number
  participationsByMethod: Record<string, number>
  postServices: number
  teamServices: number
  flagsAnswered: number
  returned: number
  corrected: number
  zeroed: number
  awards: number
  redemptions: number
  gifts: number
  periodsClosed: number
}

export function nothingMade(): Made {
  return {
    members: 0, fields: 0, categories: 0, brands: 0, posts: 0, postClaims: 0, teams: 0, activities: 0, cancelledActivities: 0, signUps: 0, movedUp: 0, noShows: 0,
    participations: 0, participationsByMethod: {}, postServices: 0, teamServices: 0, flagsAnswered: 0, returned: 0, corrected: 0, zeroed: 0, awards: 0,
    redemptions: 0, gifts: 0, periodsClosed: 0
  }
}

/** The people of the staff who make the year, each with a key of their own. */
export interface Staff {
  administrator: ApiClient
  coordinator: ApiClient
  approver: ApiClient
  clerk: ApiClient
}

/** What every part of the simulation works with. */
export interface Scene {
  staff: Staff
  clock: SimulatedClock
  draw: Draw
  year: number
  /** `/communities/{id}` */
  path: string
  made: Made
  /** Who is not signed in. */
  anybody: ApiClient
  /** A resident's phone. */
  signIn: (card: string, pin: string) => Promise<ApiClient>
  /** Members who volunteer, by number. */
  volunteers: number[]
  /** The card of each. */
  cards: Map<number, string>
  /** Members who have had a PIN set at the counter. */
  pins: Set<number>
  say: (line: { zh: string; en: string }) => void
}

/** `YYYY-MM-DD` of a day of the simulated year. */
export function dayOf({ year }: Pick<Scene, 'year'>, month: number, day: number): string {
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}
