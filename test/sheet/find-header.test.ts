import t from 'tap'
import type { Cell } from '../../src/sheet/cell.ts'
import { type ColumnMapping, plainHeading } from '../../src/sheet/column-set.ts'
import { findHeader, type SheetRecord } from '../../src/sheet/find-header.ts'
import { type HoursField, hoursSheet } from '../../src/sheet/hours-sheet.ts'
import { customDateFormat } from '../../src/sheet/number-format.ts'
import { memberSheet } from '../../src/sheet/member-sheet.ts'
import { SheetError } from '../../src/sheet/sheet-error.ts'
import { rowsOf } from './read-all.ts'

const HEADINGS = ['序号', '卡号', '姓名', '服务日期', '时长(小时)', '服务类别']
const ROW = ['1', 'TC1', '夏红浩', '2025-03-05', '2', '治安巡逻']

async function hoursRecords(rows: ReadonlyArray<readonly Cell[]>, mapping?: ColumnMapping<HoursField>): Promise<Array<SheetRecord<HoursField>>> {
  const all: Array<SheetRecord<HoursField>> = []
  for await (const record of (await findHeader(rowsOf(rows), hoursSheet, mapping)).records) all.push(record)
  return all
}

async function refusalOf(rows: ReadonlyArray<readonly Cell[]>): Promise<SheetError> {
  try {
    await hoursRecords(rows)
  } catch (error) {
    if (error instanceof SheetError) return error
    throw error
  }
  throw new Error('not refused')
}

t.test('headings are the same in any width and case, with units, spaces and marks', async (t) => {
  for (const heading of ['时长', '时长(小时)', '时长（小时）', ' 时 长 ', '*时长：', '时长【h】']) t.equal(plainHeading(heading), '时长', heading)
  t.equal(plainHeading('Ｓervice_Date'), plainHeading('service date'))
})

t.test('titles, repeated titles and headers, blanks, totals, signatures and page numbers are passed over', async (t) => {
  const title = ['台城花园社区志愿服务时长登记表', null, null]
  const records = await hoursRecords([
    title, [null], HEADINGS, ROW, [null, '  '], title, HEADINGS.map((heading) => `${heading} `), ROW,
    ['本页小计', null, null, null, 4], ['合 计：', null, null, null, 8], ['421', null, null, null],
    ['第 1 页 共 3 页'], ['制表人:', null, null, '审核人:'], ['审核人（签字）：王', null, null, '日期：'], ['备注：以上属实']
  ])
  t.same(records.map(({ seq, place }) => [seq, place.row]), [[1, 4], [2, 8]])
  t.same(records[0]?.cells, { card: 'TC1', name: '夏红浩', date: '2025-03-05', duration: '2', category: '治安巡逻' })
})

t.test('a record is not lost because its first cell reads like a total or a signature', async (t) => {
  const records = await hoursRecords([HEADINGS, ['合计', 'TC1', '单位', '2025-03-05', '2', '治安巡逻'], ['制表人', 'TC2', '负责', '3月', null, '环境整治']])
  t.equal(records.length, 2)
})

t.test('English headings and another order of columns do as well', async (t) => {
  const [record] = await hoursRecords([['Category', 'Hours', 'Service Date', 'NAME', 'Card No.', 'whatever'], ['治安巡逻', 2, '2025-03-05', '夏红浩', 'TC1', 'x']])
  t.same(record?.cells, { card: 'TC1', name: '夏红浩', date: '2025-03-05', duration: 2, category: '治安巡逻' })
})

t.test('the first column that is missing is named, with all others and a heading that would do', async (t) => {
  const error = await refusalOf([['登记表'], ['序号', '卡号', '姓名', '时长'], ['1', 'TC1', '夏红浩', '2']])
  t.equal(error.code, 'missing_column')
  t.match(error.detail, { field: 'date', missing: ['date', 'category'], heading: '服务日期', row: 2 })
})

t.test('times or a length are needed, and a lone start time is not enough', async (t) => {
  const without = HEADINGS.filter((heading) => heading !== '时长(小时)')
  t.match((await refusalOf([[...without]])).detail, { missing: ['duration'] })
  t.match((await refusalOf([[...without, '开始时间']])).detail, { missing: ['end'] })
  t.same(await hoursRecords([[...without, '开始时间', '结束时间']]), [])
})

t.test('a sheet without headings is missing_header, one without anything empty_file, headings alone no records', async (t) => {
  t.equal((await refusalOf([['一', '二'], ['三', '四']])).code, 'missing_header')
  t.equal((await refusalOf([[null], ['  ']])).code, 'empty_file')
  t.same(await hoursRecords([HEADINGS]), [])
})

t.test('columns may be named by heading, by letter and by number', async (t) => {
  const [record] = await hoursRecords([['编码', '谁', '哪天', '多久', '干啥'], ['TC1', '夏红浩', '3月5日', '2', '巡逻']],
    { card: '编码', name: '谁', date: '哪天', duration: 'D', category: 5 })
  t.same(record?.cells, { card: 'TC1', name: '夏红浩', date: '3月5日', duration: '2', category: '巡逻' })
})

t.test('with all columns named by letter a sheet needs no headings, and its first record is kept', async (t) => {
  const mapping = { card: 'B', name: 'C', date: 'D', duration: 'E', category: 'F' }
  t.equal((await hoursRecords([['登记表'], ROW, ROW], mapping)).length, 2)
  t.equal((await hoursRecords([['登记表'], HEADINGS, ROW, HEADINGS, ROW], mapping)).length, 2)
})

t.test('the first sheet with a header is read, and only that one', async (t) => {
  async function * sheets() {
    yield * rowsOf([['说明'], ['请按表填写']], '说明')
    yield * rowsOf([['卡号', '姓名'], ['TC1', '夏红浩']], '名册')
    yield * rowsOf([['卡号', '姓名'], ['TC2', '李福']], '另一张')
  }
  const { records } = await findHeader(sheets(), memberSheet)
  const cards: unknown[] = []
  for await (const { cells } of records) cards.push(cells.card)
  t.same(cards, ['TC1'])
})

t.test('leaving early, and finding no header, both close the rows', async (t) => {
  let closed = 0
  async function * endless() {
    try {
      yield * rowsOf([HEADINGS])
      for (;;) yield * rowsOf([ROW])
    } finally {
      closed += 1
    }
  }
  for await (const _ of (await findHeader(endless(), hoursSheet)).records) break
  t.equal(closed, 1)
  await (await findHeader(endless(), hoursSheet)).close()
  t.equal(closed, 2)
  await t.rejects(findHeader(endless(), hoursSheet, { card: '没有' }), { code: 'missing_column' })
  t.equal(closed, 3)
})

t.test('a heading or a number format of nothing but brackets is read once, not once for each', async (t) => {
  t.equal(plainHeading('〔'.repeat(100_000)), '〔'.repeat(100_000))
  t.equal(plainHeading('(['.repeat(50_000)), '(['.repeat(50_000))
  t.equal(plainHeading('时长(小时)[h]【时】〔时〕'), '时长')
  t.equal(customDateFormat('['.repeat(1_000_000)), undefined)
  t.equal(customDateFormat('[$-804]yyyy'), 'date')
})
