import { isPlainDate } from '../clock.ts'
import type { Command } from './command.ts'

/**
 * The amount of a command that none of its decisions may see, or undefined. An amount is a whole number above zero;
 * prices, counts and the minutes of an opening may be zero. A negative amount would turn a gift round.
 */
export function badAmount(command: Command): number | undefined {
  const { above, orZero } = amountsOf(command)
  return above.find((each) => !(Number.isSafeInteger(each) && each > 0)) ?? orZero.find((each) => !(Number.isSafeInteger(each) && each >= 0))
}

/** A date that a command brings along and that does not exist, or undefined. */
export function badDate(command: Command): string | undefined {
  return [command.serviceDate, ...expiriesOf(command)].find((date) => date !== undefined && !isPlainDate(date))
}

function expiriesOf(command: Command): (string | undefined)[] {
  switch (command.action) {
    case 'open':
      return [...(command.member?.lots ?? []), ...(command.goods ?? [])].map((each) => each.expiresOn)
    case 'award':
    case 'grant':
    case 'stock_in':
      return [command.expiresOn]
    default:
      return []
  }
}

interface Amounts {
  above: number[]
  orZero: number[]
}

function amountsOf(command: Command): Amounts {
  switch (command.action) {
    case 'open':
      return {
        above: [
          ...(command.member?.lots ?? []).map((lot) => lot.points),
          ...(command.goods ?? []).map((batch) => batch.pieces),
          ...(command.funds ?? []).map((fund) => fund.fen)
        ],
        orZero: command.member ? [command.member.minutes, command.member.honoraryMinutes] : []
      }
    case 'earn':
      return { above: [command.minutes], orZero: [] }
    case 'earn_team':
      return { above: command.members.map(({ minutes }) => minutes), orZero: [] }
    case 'hold':
      return { above: [command.points, ...(command.goods ?? []).map((line) => line.pieces)], orZero: [] }
    case 'redeem':
      return { above: command.lines.map((line) => line.pieces), orZero: command.lines.map((line) => line.points) }
    case 'return':
      return { above: command.lines.map((line) => line.pieces), orZero: [] }
    case 'stocktake':
      return { above: [], orZero: command.counts.map((count) => count.counted) }
    default:
      return {
        above: [
          ...('points' in command && command.points !== undefined ? [command.points] : []),
          ...('pieces' in command ? [command.pieces] : [])
        ],
        orZero: []
      }
  }
}
