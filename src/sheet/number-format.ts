import type { DateCell } from './cell.ts'

/** What a number format shows of a serial number: a date, a time of day, both, or an elapsed time such as `[h]:mm`. */
export type DateFormat = 'date' | 'time' | 'datetime' | 'elapsed'

/** Built-in formats, with those of Chinese Excel (27 to 36 and 50 to 58). */
const BUILT_IN: ReadonlyMap<number, DateFormat> = new Map<number, DateFormat>([
  ...[14, 15, 16, 17, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58].map((id) => [id, 'date'] as const),
  ...[18, 19, 20, 21, 32, 33, 34, 35, 45, 47, 55, 56].map((id) => [id, 'time'] as const),
  [22, 'datetime'],
  [46, 'elapsed']
])

export function builtInDateFormat(id: number): DateFormat | undefined {
  return BUILT_IN.get(id)
}

/** What a custom format code shows, undefined for one that is no date: `yyyy"年"m"月"d"日"` is a date, `0.00` is none. */
export function customDateFormat(code: string): DateFormat | undefined {
  const letters = (code.split(';')[0] ?? '').replace(/"[^"]*"|\\.|_.|\*./g, '').toLowerCase()
  if (/\[(h+|m+|s+)\]/.test(letters)) return 'elapsed'
  const bare = letters.replace(/\[[^[\]]*\]/g, '').replace(/general|am\/pm|a\/p|上午\/下午/g, '')
  const date = /[yd]/.test(bare) || (bare.includes('m') && !/[hs]/.test(bare))
  const time = /[hs]/.test(bare)
  if (date) return time ? 'datetime' : 'date'
  return time ? 'time' : undefined
}

const DAY_SECONDS = 86_400
const DAY_MILLISECONDS = 86_400_000
const LAST_SERIAL = 2_958_465 // 9999-12-31 in the 1900 system

/**
 * The date and time that a serial number stands for. Excel's 1900 system believes in a 29 February 1900 (serial 60),
 * which is refused; serials before it are one day off. Undefined for what is no date: negative, or past the year 9999.
 */
export function dateOfSerial(serial: number, format: DateFormat, epoch1904: boolean): DateCell | undefined {
  if (!Number.isFinite(serial) || serial < 0 || serial > LAST_SERIAL) return undefined
  const allSeconds = Math.round(serial * DAY_SECONDS)
  if (format === 'elapsed') return { date: null, seconds: allSeconds }
  const day = Math.floor(allSeconds / DAY_SECONDS)
  const seconds = allSeconds % DAY_SECONDS
  if (day === 0 && (format === 'time' || seconds !== 0)) return { date: null, seconds }
  const date = plainDateOfDay(day, epoch1904)
  if (date === undefined) return undefined
  return { date, seconds: format === 'date' && seconds === 0 ? null : seconds }
}

function plainDateOfDay(day: number, epoch1904: boolean): string | undefined {
  if (!epoch1904 && (day === 0 || day === 60)) return undefined
  const start = epoch1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, day < 60 ? 31 : 30)
  const date = new Date(start + day * DAY_MILLISECONDS)
  return date.getUTCFullYear() > 9999 ? undefined : date.toISOString().slice(0, 10)
}
