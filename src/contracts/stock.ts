import { z } from 'zod'
import { pieces, positiveYuan } from './amounts.ts'
import { circumstances } from './circumstances.ts'
import { instant, plainDate } from './dates.ts'
import { code, counter, line, sku, transactionNumber } from './names.ts'
import { page } from './paging.ts'

const sponsor = code.meta({ description: '赞助单位 · Sponsor', examples: ['古生物博物馆'] })
const atCounter = counter.default('main')

export const batchOfGoods = {
  counter: atCounter,
  sku,
  pieces,
  sponsor: sponsor.optional(),
  deliveryNote: line(64).optional().meta({ description: '送货单号 · Delivery note' }),
  expiresOn: plainDate.optional().meta({ description: '有效期 · Last day it is good' }),
  unitCost: positiveYuan.optional().meta({ description: '单价(元) · Cost of a piece in yuan' })
}

export const newStockIn = z.strictObject({ ...batchOfGoods, ...circumstances })
export const newStockMove = z.strictObject({ from: counter, to: counter, sku, pieces, ...circumstances })
export const newDamage = z.strictObject({
  counter: atCounter,
  sku,
  pieces,
  of: z
    .enum(['stock', 'difference'])
    .default('stock')
    .meta({ description: '报损库存,或说明盘点差异 · Out of stock, or explaining a difference found' }),
  ...circumstances
})
const counts = z.array(z.strictObject({ sku, counted: z.int().min(0).max(1_000_000) }))
export const newStocktake = z.strictObject({ counter: atCounter, counts: counts.min(1).max(500), ...circumstances })
export const stocktake = z
  .strictObject({
    number: transactionNumber.nullable().meta({ description: '差异凭证;账实相符为 null · The transaction with the differences; null without any' }),
    counter,
    counts,
    serviceDate: plainDate,
    recordedAt: instant,
    takenBy: z.string(),
    approvedBy: z.string().nullable()
  })
  .meta({ id: 'Stocktake' })
export const stocktakePage = page(stocktake).meta({ id: 'StocktakePage' })
export const newDistribution = z.strictObject({ counter: atCounter, sku, pieces, ...circumstances })
export const newReturnToSponsor = z.strictObject({ counter: atCounter, sku, pieces, sponsor, ...circumstances })
