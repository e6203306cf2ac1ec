import { type Cell, isBlank, plainText } from './cell.ts'
import type { SheetDefinition } from './column-set.ts'
import type { SheetRecord } from './find-header.ts'
import { readDate } from './read-date.ts'
import { readWords } from './read-words.ts'
import type { RecordReason, RecordResult } from './record-result.ts'

export type GoodsField = 'sku' | 'barcode' | 'name' | 'unitName' | 'price' | 'stock' | 'monthlyLimit' | 'sponsor' | 'expiryDate'

export interface SheetGood {
  sku: string
  barcode: string | null
  name: string
  /** 瓶, 袋, 卷 … */
  unitName: string | null
  /** Price of one piece in whole hundredths of a point, above zero. */
  priceHundredths: number
  /** Pieces in stock, zero or more. */
  stockPieces: number
  /** Pieces a person may take in a month; null for no limit. */
  monthlyLimitPieces: number | null
  sponsor: string | null
  expiryDate: string | null
}

/** The list of goods (物资清单). */
export const goodsSheet: SheetDefinition<GoodsField> = {
  columns: {
    sku: { required: true, headings: ['货号', '物资编号', '商品编号', '编号', 'sku', 'item', 'item number'] },
    barcode: { required: false, headings: ['条码', '条形码', '商品条码', 'barcode', 'ean'] },
    name: { required: true, headings: ['名称', '物资名称', '商品名称', '品名', 'name', 'item name'] },
    unitName: { required: false, headings: ['单位', '计量单位', 'unit'] },
    price: { required: true, headings: ['积分价', '兑换积分', '所需积分', '积分', '单价', 'price', 'points', 'points price'] },
    stock: { required: true, headings: ['库存', '库存数量', '数量', 'stock', 'quantity', 'pieces'] },
    monthlyLimit: { required: false, headings: ['每人每月限兑', '每月限兑', '限兑', '限兑数量', 'monthly limit', 'limit'] },
    sponsor: { required: false, headings: ['赞助单位', '捐赠单位', '来源', '赞助方', 'sponsor', 'donor'] },
    expiryDate: { required: false, headings: ['有效期', '有效期至', '保质期', '保质期至', '到期日', 'expiry', 'expiry date', 'best before'] }
  }
}

const SKU = /^[\p{L}\p{N}_-]{1,64}$/u
const BARCODE = /^[0-9A-Za-z-]{4,48}$/
const PRICE = /^(\d{1,9})(?:\.(\d{1,2})0*)?$/
const PIECES = /^(\d{1,9})(?:\.0+)?$/
const MAX_WORDS_CHARACTERS = 100

/** Reads goods one by one, remembering only the numbers and bar codes seen, which may each stand once. */
export function createGoodsReader(): (record: SheetRecord<GoodsField>) => RecordResult<SheetGood, GoodsField> {
  const skus = new Set<string>()
  const barcodes = new Set<string>()
  return (record) => {
    const reasons: Array<{ reason: RecordReason, field: GoodsField }> = []
    const good = readGood(record, (reason, field) => { reasons.push({ reason, field }) })
    if (good.sku !== '' && skus.has(good.sku)) reasons.unshift({ reason: 'duplicate_sku', field: 'sku' })
    if (good.barcode !== null && barcodes.has(good.barcode)) reasons.push({ reason: 'duplicate_barcode', field: 'barcode' })
    skus.add(good.sku)
    if (good.barcode !== null) barcodes.add(good.barcode)
    return reasons.length === 0 ? { ok: true, seq: record.seq, value: good } : { ok: false, seq: record.seq, reasons }
  }
}

function readGood({ cells }: SheetRecord<GoodsField>, refuse: (reason: RecordReason, field: GoodsField) => void): SheetGood {
  const sku = plainText(cells.sku ?? null)
  if (sku === '') refuse('missing_sku', 'sku')
  else if (!SKU.test(sku)) refuse('bad_sku', 'sku')
  const barcode = plainText(cells.barcode ?? null).replace(/\s+/g, '')
  if (barcode !== '' && !BARCODE.test(barcode)) refuse('bad_barcode', 'barcode')
  const name = readWords(cells.name)
  if (name === '') refuse('missing_name', 'name')
  else if (name.length > MAX_WORDS_CHARACTERS) refuse('bad_name', 'name')
  const price = readPrice(cells.price ?? null)
  if (price === null) refuse(isBlank(cells.price) ? 'missing_price' : 'bad_price', 'price')
  const stock = readPieces(cells.stock ?? null)
  if (stock === null) refuse(isBlank(cells.stock) ? 'missing_stock' : 'bad_stock', 'stock')
  const monthlyLimit = readPieces(cells.monthlyLimit ?? null)
  if (monthlyLimit === null && !isNoLimit(cells.monthlyLimit)) refuse('bad_monthly_limit', 'monthlyLimit')
  const expiryDate = readDate(cells.expiryDate ?? null)
  if (expiryDate === null && !isBlank(cells.expiryDate)) refuse('bad_expiry_date', 'expiryDate')
  const words = (field: 'unitName' | 'sponsor'): string | null => {
    const text = readWords(cells[field])
    if (text.length > MAX_WORDS_CHARACTERS) refuse('too_long', field)
    return text === '' ? null : text
  }
  return {
    sku, name, expiryDate,
    barcode: barcode === '' ? null : barcode,
    unitName: words('unitName'),
    priceHundredths: price ?? 0,
    stockPieces: stock ?? 0,
    monthlyLimitPieces: monthlyLimit,
    sponsor: words('sponsor')
  }
}

/** Exact: the digits are put together, nothing is multiplied in floating point. Null for zero, a sign, or a third decimal. */
function readPrice(cell: Cell): number | null {
  const parts = PRICE.exec(numberWords(cell).replace(/(积分|分|点|points?)$/i, ''))
  if (parts === null) return null
  const hundredths = Number(`${parts[1]}${(parts[2] ?? '').padEnd(2, '0')}`)
  return hundredths === 0 ? null : hundredths
}

function readPieces(cell: Cell): number | null {
  const parts = PIECES.exec(numberWords(cell))
  return parts === null ? null : Number(parts[1])
}

/** Without spaces, and without commas where they part thousands. */
function numberWords(cell: Cell): string {
  const text = plainText(cell).replace(/\s+/g, '')
  return /^\d{1,3}(,\d{3})+(\.\d+)?$/.test(text) ? text.replaceAll(',', '') : text
}

function isNoLimit(cell: Cell | undefined): boolean {
  return isBlank(cell) || ['不限', '无', '-', 'none', 'unlimited'].includes(plainText(cell ?? null).toLowerCase())
}
