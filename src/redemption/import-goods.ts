import { eq } from 'drizzle-orm'
import { importKind } from '../imports/import-kind.ts'
import { postRows } from '../imports/post-rows.ts'
import { recordReasonText } from '../imports/record-reason-text.ts'
import { isAccountPart } from '../ledger/chart.ts'
import type { BatchOfGoods } from '../ledger/command.ts'
import { refuse } from '../refusal.ts'
import { createGoodsReader, type GoodsField, goodsSheet, type SheetGood } from '../sheet/goods-sheet.ts'

/** The list of goods with the stock they start with, which goes to one counter. */
export const importGoods = importKind<GoodsField, SheetGood>({
  name: 'goods',
  sheet: goodsSheet,
  async judge({ service, communityId, options }) {
    if (!isAccountPart(options.counter ?? 'main')) return refuse('bad_code', { value: options.counter ?? '' })
    const { store } = service.bank
    const { good } = store.tables
    const known = new Set((await store.db.select({ sku: good.sku }).from(good).where(eq(good.communityId, communityId))).map((row) => row.sku))
    const read = createGoodsReader()
    return async (records) =>
      records.map((record) => {
        const result = read(record)
        if (!result.ok) return { value: null, reason: result.reasons[0]?.reason ?? 'bad_sku' }
        return known.has(result.value.sku) ? { value: null, reason: 'sku_taken' } : { value: result.value, reason: null }
      })
  },
  async post(context, rows) {
    const { service, communityId, options } = context
    const { store } = service.bank
    await store.write((db) =>
      db
        .insert(store.tables.good)
        .values(
          rows.map(({ value }) => ({
            communityId,
            sku: value.sku,
            barcode: value.barcode,
            name: value.name,
            unitName: value.unitName,
            price: value.priceHundredths,
            monthlyLimit: value.monthlyLimitPieces,
            sponsor: value.sponsor,
            updatedAt: service.clock.now()
          }))
        )
        .onConflictDoNothing()
    )
    const stocked = rows.filter(({ value }) => value.stockPieces > 0)
    const outcomes = await postRows(context, stocked, ({ value }) => ({
      action: { action: 'open', goods: [openingBatch(value, options.counter ?? 'main')] }
    }))
    const byRow = new Map(stocked.map(({ row }, index) => [row, outcomes[index]]))
    return rows.map(({ row }) => {
      const outcome = byRow.get(row)
      // A good without stock has no transaction; 0 says that its row is done.
      if (!outcome) return { row, number: 0, reason: null }
      if (outcome.refused) return { row, number: null, reason: outcome.code }
      return { row, number: outcome.transactions.at(-1)?.number ?? 0, reason: null }
    })
  },
  report: ({ row, value, reason, line }) =>
    value === null ? { record: row, line, accepted: false, reason } : { record: row, line, accepted: true, sku: value.sku, stock: value.stockPieces },
  reasonText: recordReasonText
})

function openingBatch(good: SheetGood, counter: string): BatchOfGoods {
  return {
    counter,
    sku: good.sku,
    pieces: good.stockPieces,
    sponsor: good.sponsor ?? undefined,
    expiresOn: good.expiryDate ?? undefined
  }
}
