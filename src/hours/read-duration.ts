import { type Cell, plainText } from '../sheet/cell.ts'

/** Nobody serves longer than a day in one record: 25 hours are a typing error for 2.5. */
export const MAX_DURATION_MINUTES = 1440

const NUMERALS = '零一二三四五六七八九'
const HOURS_UNIT = '(?:个)?(?:小时|钟头|时|h|hr|hrs|hour|hours)'
const MINUTES_UNIT = '(?:分钟|分|min|mins|minute|minutes|m)'
const NUMBER = '(\\d{1,4}(?:\\.\\d{1,6})?|\\.\\d{1,6})'
const BARE_HOURS = new RegExp(`^${NUMBER}$`)
const CLOCK = /^(\d{1,2}):([0-5]\d)(?::([0-5]\d))?$/
const HOURS = new RegExp(`^${NUMBER}${HOURS_UNIT}(?:(半)|(\\d{1,2})${MINUTES_UNIT}?|([一三]刻)钟?)?$`)
const HOURS_AND_A_HALF = new RegExp(`^(\\d{1,2})个?半${HOURS_UNIT}$`)
const MINUTES = new RegExp(`^(\\d{1,4})${MINUTES_UNIT}$`)
const FIXED: ReadonlyMap<string, number> = new Map([['半小时', 30], ['半个小时', 30], ['半个钟头', 30], ['半个钟', 30], ['一刻钟', 15], ['三刻钟', 45]])

/**
 * Whole minutes, 1 to 1440, or null for what is no length. A bare number, as text or as a number cell, is hours;
 * parts of a minute are rounded to the nearest (0.33 hours are 20 minutes).
 * Reads `2`, `1.5`, `1:30`, `1小时30分`, `1小时半`, `两个半小时`, `半小时`, `90分钟`, `1h30m`, with full-width digits, and real time cells.
 */
export function readDuration(cell: Cell): number | null {
  if (cell !== null && typeof cell === 'object') return cell.date === null && cell.seconds !== null ? whole(cell.seconds / 60) : null
  if (typeof cell === 'number') return whole(cell * 60)
  const text = arabic(plainText(cell).toLowerCase().replace(/\s+/g, '').replace(/[∶﹕︰]/g, ':').replace(/^约/, ''))
  return FIXED.get(text) ?? readBareHours(text) ?? readClock(text) ?? readHours(text) ?? readMinutes(text)
}

/** The end of a rounding error must not push 7.5 minutes down: products are cut to a millionth first. */
function whole(minutes: number): number | null {
  const rounded = Math.round(Number(minutes.toFixed(6)))
  return rounded >= 1 && rounded <= MAX_DURATION_MINUTES ? rounded : null
}

function readBareHours(text: string): number | null {
  return BARE_HOURS.test(text) ? whole(Number(text) * 60) : null
}

function readClock(text: string): number | null {
  const [, hours, minutes, seconds] = CLOCK.exec(text) ?? []
  return hours === undefined ? null : whole(Number(hours) * 60 + Number(minutes) + Number(seconds ?? 0) / 60)
}

function readHours(text: string): number | null {
  const [, withHalf] = HOURS_AND_A_HALF.exec(text) ?? []
  if (withHalf !== undefined) return whole(Number(withHalf) * 60 + 30)
  const [, hours, half, minutes, quarter] = HOURS.exec(text) ?? []
  if (hours === undefined) return null
  const more = half !== undefined ? 30 : quarter !== undefined ? (quarter === '一刻' ? 15 : 45) : Number(minutes ?? 0)
  // `1.5小时30分` says the half hour twice or not: refused rather than guessed at. So is `1小时75分`.
  if (more > 59 || (more > 0 && hours.includes('.'))) return null
  return whole(Number(hours) * 60 + more)
}

function readMinutes(text: string): number | null {
  const [, minutes] = MINUTES.exec(text) ?? []
  return minutes === undefined ? null : whole(Number(minutes))
}

/** 两, 十五, 三十 as digits, up to 99, where a unit of time follows. */
function arabic(text: string): string {
  return text.replace(/([一二两三四五六七八九]?)(十?)([一二三四五六七八九]?)(?=个|小时|钟头|时|分)/g, (found, first: string, ten: string, last: string) => {
    if (found === '' || (ten === '' && last !== '')) return found
    const digit = (numeral: string, otherwise: number): number => numeral === '' ? otherwise : numeral === '两' ? 2 : NUMERALS.indexOf(numeral)
    return String(ten === '' ? digit(first, 0) : digit(first, 1) * 10 + digit(last, 0))
  })
}
