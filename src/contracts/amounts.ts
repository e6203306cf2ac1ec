import { z } from 'zod'
import { parsePoints } from '../points.ts'

const DECIMAL = /^(0|[1-9]\d{0,11})(\.\d{1,2})?$/

/** A decimal of at most two places above zero; becomes whole hundredths. Anything else is `bad_amount`. */
export const positivePoints = z
  .string()
  .regex(DECIMAL, { error: 'bad_amount', abort: true })
  .refine((text) => Number(text) > 0, 'bad_amount')
  .transform(hundredths)
  .meta({ description: '积分,大于零,最多两位小数 · Points above zero, at most two decimal places', examples: ['12.50'] })

/** As above, and zero too: a price may be nothing. */
export const pointsOrNone = z
  .string()
  .regex(DECIMAL, 'bad_amount')
  .transform(hundredths)
  .meta({ description: '积分,最多两位小数 · Points, at most two decimal places', examples: ['15.00'] })

/** Money in yuan; becomes whole fen. */
export const positiveYuan = z
  .string()
  .regex(DECIMAL, { error: 'bad_amount', abort: true })
  .refine((text) => Number(text) > 0, 'bad_amount')
  .transform(hundredths)
  .meta({ description: '金额(元),最多两位小数 · Yuan, at most two decimal places', examples: ['5000.00'] })

function hundredths(text: string): number {
  const amount = parsePoints(text)
  if (amount === null) throw new RangeError(`not an amount: ${text}`)
  return amount
}

/** Points as an answer writes them, always with two places. */
export const pointsText = z
  .string()
  .regex(/^-?\d+\.\d\d$/)
  .meta({ description: '积分,两位小数 · Points with two decimal places', examples: ['12.50'] })

/** An amount of any unit as an answer writes it: points and yuan with two places, minutes and pieces whole. */
export const amountOfUnit = z
  .string()
  .regex(/^-?\d+(\.\d\d)?$/)
  .meta({ description: '按单位书写的数额 · An amount as its unit is written', examples: ['22.50', '90'] })

const DAY_MINUTES = 24 * 60

/** The length of one service record. */
export const serviceMinutes = z.int().min(1).max(DAY_MINUTES).meta({ description: '分钟 · Minutes, at most one day', examples: [90] })
export const minutes = z.int().min(0).max(1_000_000_000)
export const pieces = z.int().min(1).max(1_000_000).meta({ description: '件数 · Pieces', examples: [2] })
