import { createHash } from 'node:crypto'
import { uuidv7 } from 'uuidv7'
import type { Action, Command } from '../../src/ledger/command.ts'

export const COMMUNITY = 'bench'
export const MEMBERS = 1000
export const TODAY = '2025-03-20'

/** The days on which services were done, up to today. What a member did on one day stays little, however large the books. */
const SERVICE_DATES = Array.from({ length: 730 }, (_, back) => new Date(Date.parse(TODAY) - back * 86_400_000).toISOString().slice(0, 10))

/** The points that members begin with, in hundredths. */
const OPENING_POINTS = 1_000_000_00
export const CATEGORY = '社区服务'

export const POLICY = {
  pointsPerHour: '10',
  categoryCoefficients: { [CATEGORY]: '1.0' },
  roundMinutesDownTo: 30,
  dailyConvertibleCapMinutes: 480,
  backfilledHoursConvert: true,
  pointsRounding: 'down to 0.01',
  pointsValidMonths: 60,
  timezone: 'Asia/Shanghai'
}

/** Whole numbers below a limit, the same ones in each run (mulberry32). */
export function randomNumbers(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

export function commandOf(action: Action, base: Partial<Command> = {}): Command {
  return {
    community: COMMUNITY,
    idempotencyKey: uuidv7(),
    requestHash: createHash('sha256').update(JSON.stringify(action)).digest(),
    today: TODAY,
    preparedBy: 'bench',
    postedBy: 'bench',
    ...base,
    ...action
  } as Command
}

/** A policy, and members with points carried in. */
export function openingCommands(members: number): Command[] {
  const openings = Array.from({ length: members }, (_, index) =>
    commandOf({
      action: 'open',
      member: { number: index + 1, lots: [{ points: OPENING_POINTS, expiresOn: '2027-12-31' }], minutes: 0, honoraryMinutes: 0 }
    })
  )
  return [commandOf({ action: 'publish_policy', policy: POLICY }), ...openings]
}

/** Two different members. */
export function pairOf(random: (below: number) => number, members: number): { from: number; to: number } {
  const from = 1 + random(members)
  const to = 1 + random(members - 1)
  return { from, to: to < from ? to : to + 1 }
}

export type Mix = (random: (below: number) => number, members: number) => Command

/** Like two years of a community: a service recorded, about one a member and day at most, and each second time points given or donated. */
export const hoursAndGifts: Mix = (random, members) => {
  const choice = random(4)
  if (choice < 2) {
    const serviceDate = SERVICE_DATES[random(SERVICE_DATES.length)] ?? TODAY
    const action: Action = { action: 'earn', member: 1 + random(members), category: CATEGORY, minutes: 60, backfilled: false }
    return commandOf(action, { serviceDate })
  }
  if (choice === 2) return commandOf({ action: 'gift', ...pairOf(random, members), points: 1000 })
  return commandOf({ action: 'donate', member: 1 + random(members), purpose: 'general', points: 2000 })
}

export function commandsOf(mix: Mix, { random, members, count }: { random: (below: number) => number; members: number; count: number }): Command[] {
  return Array.from({ length: count }, () => mix(random, members))
}
