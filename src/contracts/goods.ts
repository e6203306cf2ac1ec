import { z } from 'zod'
import { pointsOrNone, pointsText } from './amounts.ts'
import { communityPath } from './communities.ts'
import { line, sku } from './names.ts'
import { page } from './paging.ts'

const barcode = z.string().regex(/^[\x21-\x7e]{1,64}$/, 'bad_code')

export const goodPath = communityPath.extend({ sku })
export const goodOrBarcodePath = communityPath.extend({
  sku: line(64).meta({ description: '货号或条码 · Sku or barcode', examples: ['G005'] })
})

export const newGood = z.strictObject({
  barcode: barcode.nullable().default(null),
  name: line(100),
  unitName: line(16).nullable().default(null),
  price: pointsOrNone,
  monthlyLimit: z.int().min(1).max(10_000).nullable().default(null).meta({ description: '每人每月限兑 · Most pieces for a person in a month' }),
  sponsor: line(100).nullable().default(null)
})

export const good = z
  .strictObject({
    sku,
    barcode: z.string().nullable(),
    name: z.string(),
    unitName: z.string().nullable(),
    price: pointsText,
    monthlyLimit: z.int().nullable(),
    sponsor: z.string().nullable()
  })
  .meta({ id: 'Good' })

export const goodPage = page(good).meta({ id: 'GoodPage' })
