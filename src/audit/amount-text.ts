import { type AccountShape, CHART, shapeOf } from '../ledger/chart.ts'
import { formatPoints } from '../points.ts'

/** Decimal places of a unit as people read it: hundredths of a point and fen have two, minutes and pieces none. */
export function placesOf(unit: string): 0 | 2 {
  return unit === 'POINT' || unit === 'CNY' ? 2 : 0
}

/** A stored amount as a decimal of its unit: `12.50` points or yuan, `90` minutes, `3` pieces. */
export function amountText(amount: number | bigint, unit: string): string {
  return placesOf(unit) === 2 ? formatPoints(amount) : String(amount)
}

/** The unit in a reader's words. */
export function unitText(unit: string): string {
  if (unit === 'POINT') return '积分 point'
  if (unit === 'MINUTE') return '分钟 minute'
  if (unit === 'CNY') return '元 yuan'
  return `件 ${unit}`
}

/** What the chart says of an account, or null for an id no chart knows: an auditor must be able to list those too. */
export function knownShape(accountId: string): AccountShape | null {
  try {
    return shapeOf(accountId)
  } catch {
    return null
  }
}

/** The account code that an id begins with, whether or not the chart has it. */
export function codeOf(accountId: string): string {
  const dot = accountId.indexOf('.')
  return dot < 0 ? accountId : accountId.slice(0, dot)
}

/** Normal side of a code: 1 debit, -1 credit; debit for one the chart does not have. */
export function sideOf(code: string): 1 | -1 {
  return CHART[code]?.side ?? 1
}

export function codeNames(code: string): { zh: string; en: string } {
  const entry = CHART[code]
  return entry ? { zh: entry.zh, en: entry.en } : { zh: '未知科目', en: 'Unknown code' }
}
