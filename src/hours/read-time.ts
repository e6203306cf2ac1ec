import { type Cell, plainText } from '../sheet/cell.ts'

const DAY_SECONDS = 86_400
const MORNING = /^(上午|凌晨|早上|早晨|清晨|am)/
const NOON = /^(中午)/
const AFTERNOON = /^(下午|傍晚|pm)/
const EVENING = /^(晚上|夜里|夜间|晚)/
const DATE_BEFORE = /^\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?[t\s]+/
const CLOCK = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?$/
const CHINESE = /^(\d{1,2})[点时](?:(\d{1,2})分?|(半|整|[一三]刻))?(?:(\d{1,2})秒)?$/
const COMPACT = /^(\d{1,2})(\d{2})$/
const QUARTERS: Readonly<Record<string, number>> = { 半: 30, 整: 0, 一刻: 15, 三刻: 45 }

/**
 * Minutes since midnight, 0 to 1440 (24:00, only useful as an end), or null for what is no time. Seconds are dropped.
 * Reads `8:15`, `０８：１５`, `8:15:00`, `8点`, `8点半`, `8时15分`, `下午3点`, `3:15 PM`, `0815`, a date before the time, real time
 * cells, and a number that is the fraction of a day. `8.15` and a bare `8` are not guessed at.
 */
export function readTime(cell: Cell): number | null {
  if (cell !== null && typeof cell === 'object') return cell.seconds === null ? null : minuteOf(cell.seconds)
  if (typeof cell === 'number') return readNumber(cell)
  const text = plainText(cell).toLowerCase().replace(/[∶﹕︰]/g, ':').replace(DATE_BEFORE, '').replace(/\s+/g, '')
  const suffix = /(am|pm)$/.exec(text)?.[1]
  const words = suffix === undefined ? text : suffix + text.slice(0, -2)
  const partOfDay = [MORNING, NOON, AFTERNOON, EVENING].map((part) => part.exec(words)?.[1]).find((part) => part !== undefined) ?? ''
  const clock = readClock(words.slice(partOfDay.length))
  return clock === null ? null : onTheDay(clock, partOfDay)
}

function readNumber(value: number): number | null {
  if (value >= 0 && value < 1) return minuteOf(Math.round(value * DAY_SECONDS))
  return Number.isInteger(value) && value >= 100 ? readTime(String(value)) : null
}

function minuteOf(seconds: number): number | null {
  return seconds >= 0 && seconds <= DAY_SECONDS ? Math.floor(seconds / 60) : null
}

function readClock(text: string): { hours: number, minutes: number } | null {
  const chinese = CHINESE.exec(text)
  const parts = chinese ?? CLOCK.exec(text) ?? COMPACT.exec(text)
  if (parts === null) return null
  const hours = Number(parts[1])
  const minutes = chinese?.[3] !== undefined ? QUARTERS[chinese[3]] ?? 0 : Number(parts[2] ?? 0)
  const seconds = Number((chinese === null ? parts[3] : chinese[4]) ?? 0)
  if (minutes > 59 || seconds > 59 || hours > 24) return null
  if (hours === 24 && (minutes > 0 || seconds > 0)) return null
  return { hours, minutes }
}

/** 下午3点 is 15:00. 晚上12点 may be either end of a day and is refused. */
function onTheDay({ hours, minutes }: { hours: number, minutes: number }, partOfDay: string): number | null {
  const minuteOfDay = hours * 60 + minutes
  if (partOfDay === '') return minuteOfDay
  if (MORNING.test(partOfDay)) return hours > 12 ? null : minuteOfDay % 720
  if (NOON.test(partOfDay)) return hours === 11 || hours === 12 ? minuteOfDay : hours === 1 || hours === 2 ? minuteOfDay + 720 : null
  if (hours > 12) return hours < 24 ? minuteOfDay : null
  if (EVENING.test(partOfDay) && (hours === 12 || hours < 5)) return null
  if (hours === 0) return null
  return hours === 12 ? minuteOfDay : minuteOfDay + 720
}
