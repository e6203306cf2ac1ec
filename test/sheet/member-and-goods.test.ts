import t from 'tap'
import type { Cell } from '../../src/sheet/cell.ts'
import { createGoodsReader, goodsSheet, type GoodsField, type SheetGood } from '../../src/sheet/goods-sheet.ts'
import { createMemberReader, memberSheet, type MemberField, type SheetMember } from '../../src/sheet/member-sheet.ts'
import { openRecords } from '../../src/sheet/open-records.ts'
import type { RecordResult } from '../../src/sheet/record-result.ts'
import { taichengFile } from '../taicheng-files.ts'

const PLACE = { row: 1 }

function readMembers(...records: Array<Partial<Record<MemberField, Cell>>>): Array<RecordResult<SheetMember, MemberField>> {
  const read = createMemberReader()
  return records.map((cells, at) => read({ seq: at + 1, place: PLACE, original: [], cells: { card: `TC${at}`, name: '夏红浩', ...cells } }))
}

function readGoods(...records: Array<Partial<Record<GoodsField, Cell>>>): Array<RecordResult<SheetGood, GoodsField>> {
  const read = createGoodsReader()
  return records.map((cells, at) => read({ seq: at + 1, place: PLACE, original: [], cells: { sku: `G${at}`, name: '洗衣液', price: '60.00', stock: '40', ...cells } }))
}

function reasons(results: ReadonlyArray<RecordResult<unknown, string>>): string[] {
  return results.map((result) => result.ok ? 'ok' : result.reasons.map(({ reason }) => reason).join())
}

t.test('the register of Taicheng reads whole', async (t) => {
  const read = createMemberReader()
  const members: SheetMember[] = []
  for await (const record of (await openRecords(taichengFile('members.csv'), memberSheet)).records) {
    const result = read(record)
    if (result.ok) members.push(result.value)
  }
  t.equal(members.length, 220)
  t.same(members[9], {
    card: 'TC100010', name: '覃德美', sex: 'female', birthDate: '1998-07-12', phone: '18261179225', building: '4幢', grid: '第4网格', role: '志愿者兼居民', careTags: ['低保']
  })
})

t.test('the goods of Taicheng read whole, with prices in hundredths', async (t) => {
  const read = createGoodsReader()
  const goods: SheetGood[] = []
  for await (const record of (await openRecords(taichengFile('goods.csv'), goodsSheet)).records) {
    const result = read(record)
    if (result.ok) goods.push(result.value)
  }
  t.equal(goods.length, 12)
  t.same(goods[10], {
    sku: 'G011', barcode: '6968548453896', name: '血压计', unitName: '台', priceHundredths: 40_000, stockPieces: 3, monthlyLimitPieces: 1, sponsor: '古生物博物馆', expiryDate: null
  })
})

t.test('a member is read from full-width, spaced and real cells', async (t) => {
  const [result] = readMembers({ card: ' ｔｃ１００ ', name: '张 三', sex: '女性', birthDate: { date: '1940-12-04', seconds: null }, phone: 15404409081, careTags: '低保、独居 独居' })
  t.match(result, { ok: true, value: { card: 'TC100', name: '张三', sex: 'female', birthDate: '1940-12-04', phone: '15404409081', careTags: ['低保', '独居'] } })
})

t.test('each bad value of a member has its own reason', async (t) => {
  t.same(reasons(readMembers({ card: null }, { name: ' ' }, { birthDate: '1940-02-30' }, { sex: '?' }, { phone: '12-ab' }, { card: 'TC1;' }, { name: '长'.repeat(51) }, { grid: '网'.repeat(101) })),
    ['missing_card', 'missing_name', 'bad_birth_date', 'bad_sex', 'bad_phone', 'bad_card', 'bad_name', 'too_long'])
  t.same(reasons(readMembers({ card: 'a' }, { card: 'Ａ ', name: null })), ['ok', 'duplicate_card,missing_name'])
})

t.test('each bad value of a good has its own reason', async (t) => {
  t.same(reasons(readGoods({ sku: '' }, { sku: 'G 1' }, { sku: '../x' }, { name: null }, { price: null }, { stock: null }, { monthlyLimit: '一' }, { expiryDate: '2025-13-01' }, { barcode: '条' })),
    ['missing_sku', 'bad_sku', 'bad_sku', 'missing_name', 'missing_price', 'missing_stock', 'bad_monthly_limit', 'bad_expiry_date', 'bad_barcode'])
  t.same(reasons(readGoods({ sku: 'A', barcode: '69001' }, { sku: 'Ａ' }, { barcode: '69001' })), ['ok', 'duplicate_sku', 'duplicate_barcode'])
})

t.test('prices are exact: no sign, no exponent, no third decimal, not zero', async (t) => {
  const good = (price: Cell): unknown => {
    const [result] = readGoods({ price })
    return result?.ok === true ? result.value.priceHundredths : 'bad'
  }
  t.same(['60', '60.5', '６０．００', '1,200.05', '0.29', '25积分', '60.000', 1.1, 0.07].map(good), [6000, 6050, 6000, 120_005, 29, 2500, 6000, 110, 7])
  t.same(['-60', '+60', '60.005', '0', '0.00', '1e3', '6,0', '六十', '0x10', 0.005, -1, 1e21].map(good), Array(12).fill('bad'))
})

t.test('stock is whole pieces, zero or more', async (t) => {
  t.same(reasons(readGoods({ stock: '0' }, { stock: 40 }, { stock: '40.0' }, { stock: '-1' }, { stock: '1.5' }, { stock: '1e2' })), ['ok', 'ok', 'ok', 'bad_stock', 'bad_stock', 'bad_stock'])
})
