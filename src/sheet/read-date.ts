import { type Cell, plainText } from './cell.ts'
import { dateOfSerial } from './number-format.ts'

const NUMERAL: Readonly<Record<string, string>> = { 〇: '0', 零: '0', 一: '1', 二: '2', 三: '3', 四: '4', 五: '5', 六: '6', 七: '7', 八: '8', 九: '9' }
const SEPARATED = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$/
const CHINESE = /^(\d{4})年(\d{1,2})月(\d{1,2})[日号]?$/
const COMPACT = /^(\d{4})(\d{2})(\d{2})$/
/** A time of day behind the date, as check-in programs export it. One with a time zone might mean another day and is refused. */
const TIME_BEHIND = /(?<=[\d日号])(?:t|\s+)\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?$/i
const WEEKDAY_BEHIND = /\(?(?:星期|周|礼拜)[一二三四五六日天]\)?$/

/**
 * A plain date `YYYY-MM-DD` of the years 1900 to 2199, or null for what is no date, or no possible one (2025-02-30).
 * Reads `2025-03-05`, `2025/3/5`, `2025.3.5`, `20250305`, `2025年3月5日`, `二〇二五年三月五日`, with full-width digits, a weekday
 * or a time behind, real date cells, and numbers that are `20250305` or a serial of Excel's 1900 system.
 * A year of two digits and a date without a year are not guessed at.
 */
export function readDate(cell: Cell): string | null {
  if (cell !== null && typeof cell === 'object') return inRange(cell.date)
  if (typeof cell === 'number') return readNumber(cell)
  const text = plainText(cell).replace(/[‐‑‒–—―−]/g, '-').replace(/。/g, '.').replace(TIME_BEHIND, '').replace(/\s+/g, '').replace(WEEKDAY_BEHIND, '')
  const [, year, , month, day] = SEPARATED.exec(text) ?? []
  if (year !== undefined) return possibleDate(year, month, day)
  const digits = chineseDigits(text)
  const parts = CHINESE.exec(digits) ?? COMPACT.exec(text)
  return parts === null ? null : possibleDate(parts[1], parts[2], parts[3])
}

function readNumber(value: number): string | null {
  const day = Math.floor(value)
  if (day >= 19_000_101 && day <= 21_991_231) return day === value ? readDate(String(day)) : null
  // Serials from 1927 to 2119: below are counts and lengths, which are no dates.
  if (day < 10_000 || day > 80_000) return null
  return inRange(dateOfSerial(day, 'date', false)?.date ?? null)
}

function possibleDate(year: string | undefined, month: string | undefined, day: string | undefined): string | null {
  const text = `${year}-${month?.padStart(2, '0')}-${day?.padStart(2, '0')}`
  const date = new Date(`${text}T00:00:00Z`)
  // JavaScript turns 30 February into 2 March: only a date that comes back unchanged exists.
  if (Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== text) return null
  return inRange(text)
}

function inRange(date: string | null): string | null {
  return date !== null && date >= '1900-01-01' && date <= '2199-12-31' ? date : null
}

/** 二〇二五年十二月三十一日 with digits: years digit by digit, months and days as numbers to 31. */
function chineseDigits(text: string): string {
  if (!/[〇零一二三四五六七八九十]/.test(text)) return text
  return text.replace(/([一二三]?)十([一二三四五六七八九]?)/g, (_, tens: string, ones: string) =>
    `${NUMERAL[tens] ?? '1'}${NUMERAL[ones] ?? '0'}`).replace(/[〇零一二三四五六七八九]/g, (numeral) => NUMERAL[numeral] ?? '')
}
