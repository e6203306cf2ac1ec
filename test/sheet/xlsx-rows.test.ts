import { readFile } from 'node:fs/promises'
import fc from 'fast-check'
import t from 'tap'
import type { Cell } from '../../src/sheet/cell.ts'
import { buildWorkbook, textRow, workbookEntries } from './build-workbook.ts'
import { buildZip } from './build-zip.ts'
import { codeOf, readAll, readCells } from './read-all.ts'
import { taichengFile } from '../taicheng-files.ts'


async function readOne(rows: string, rest: Omit<Parameters<typeof buildWorkbook>[0], 'sheets'> = {}): Promise<Array<readonly Cell[]>> {
  return await readCells(buildWorkbook({ sheets: [{ name: '三月', rows }], ...rest }))
}

t.test('shared, rich, inline, formula, boolean, error and escaped texts are all text; phonetics are not', async (t) => {
  const shared = '<si><t>卡号</t></si><si><r><t>台</t></r><r><t>城</t></r><rPh sb="0" eb="1"><t>タイ</t></rPh></si><si><t/></si>'
  const row = '<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="s"><v>1</v></c><c r="C2" t="s"><v>2</v></c><c r="D2" t="str"><f>A1&amp;"x"</f><v>yx</v></c>' +
    '<c r="E2" t="b"><v>1</v></c><c r="F2" t="e"><v>#N/A</v></c><c r="G2" t="inlineStr"><is><t>a_x000D_b</t></is></c><c r="H2"><v>12.5</v></c><c r="I2" t="d"><v>2025-03-05T00:00:00</v></c></row>'
  t.same(await readOne(row, { sharedStrings: shared }), [['卡号', '台城', null, 'yx', 'TRUE', '#N/A', 'a\rb', 12.5, '2025-03-05']])
})

t.test('cells stand in the column of their address, and rows keep their number', async (t) => {
  const rows = await readAll(buildWorkbook({ sheets: [{ name: '三月', rows: '<row r="3"><c r="B3"><v>1</v></c><c r="D3"><v>2</v></c></row><row><c/><c><v>3</v></c></row>' }] }))
  t.same(rows, [{ place: { sheet: '三月', row: 3 }, cells: [null, 1, null, 2] }, { place: { sheet: '三月', row: 4 }, cells: [null, 3] }])
})

t.test('a merged title is the text of its first cell', async (t) => {
  t.same(await readOne(`<row><c r="A1" t="inlineStr"><is><t>登记表</t></is></c><c r="B1"/><c r="C1"/></row>`), [['登记表']])
})

t.test('real dates, times, both and elapsed times are read by their format', async (t) => {
  const formats = ['yyyy-mm-dd', 'yyyy"年"m"月"d"日"', 'h:mm', '[h]:mm', 'yyyy/m/d h:mm', '0.00" 小时(d)"', 14, 21, 31, '[$-804]上午/下午h"时"mm"分"']
  const cell = (style: number, value: number): string => `<c s="${style}"><v>${value}</v></c>`
  const row = `<row>${cell(1, 45744)}${cell(2, 45744)}${cell(3, 0.5243055555555556)}${cell(4, 1.0625)}${cell(5, 45744.5)}${cell(6, 1.5)}${cell(7, 45744)}${cell(8, 0.75)}${cell(9, 45744)}${cell(10, 0.625)}${cell(1, 60)}${cell(1, 61)}${cell(1, 59)}${cell(1, -1)}</row>`
  t.same(await readOne(row, { formats }), [[
    { date: '2025-03-28', seconds: null }, { date: '2025-03-28', seconds: null }, { date: null, seconds: 45_300 }, { date: null, seconds: 91_800 },
    { date: '2025-03-28', seconds: 43_200 }, 1.5, { date: '2025-03-28', seconds: null }, { date: null, seconds: 64_800 }, { date: '2025-03-28', seconds: null },
    { date: null, seconds: 54_000 }, 60, { date: '1900-03-01', seconds: null }, { date: '1900-02-28', seconds: null }, -1
  ]])
})

t.test('the 1904 system counts 1462 days later', async (t) => {
  t.same(await readOne('<row><c s="1"><v>44282</v></c></row>', { formats: [14], epoch1904: true }), [[{ date: '2025-03-28', seconds: null }]])
})

t.test('the prefix of a namespace is the choice of the writer', async (t) => {
  const entries = workbookEntries({ sheets: [{ name: '三月', rows: '' }] }).map((entry) => entry.name.includes('sheet1')
    ? { ...entry, data: '<x:worksheet xmlns:x="m"><x:sheetData><x:row r="1"><x:c r="A1" t="inlineStr"><x:is><x:t>卡号</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>' }
    : entry)
  t.same(await readCells(buildZip(entries)), [['卡号']])
})

t.test('visible sheets come in their order, hidden ones not at all, one by name alone', async (t) => {
  const workbook = buildWorkbook({ sheets: [{ name: '甲', rows: textRow('1') }, { name: '乙', rows: textRow('2'), state: 'hidden' }, { name: '丙', rows: textRow('3') }] })
  t.same(await readCells(workbook), [['1'], ['3']])
  t.same(await readCells(workbook, { sheet: '丙' }), [['3']])
  t.equal(await codeOf(readAll(workbook, { sheet: '丁' })), 'unknown_sheet')
})

t.test('a file cut off anywhere is refused as a whole, never half read', async (t) => {
  const whole = await readFile(taichengFile('hours-2025-03.xlsx'))
  for (let share = 1; share < 20; share++) {
    t.equal(await codeOf(readAll(whole.subarray(0, Math.floor(whole.length * share / 20)))), 'truncated_file')
  }
  t.equal(await codeOf(readAll(whole.subarray(0, whole.length - 1))), 'truncated_file')
})

t.test('a changed byte is refused, or changes no cell', async () => {
  const dates = '<row><c s="1"><v>45744</v></c></row>'
  const whole = buildWorkbook({ sheets: [{ name: '三月', rows: textRow('卡号', '姓名').repeat(50) + dates }], formats: [14], sharedStrings: '' })
  const before = JSON.stringify(await readAll(whole))
  await fc.assert(fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
    const changed = Buffer.from(whole)
    changed[at] = (changed[at] ?? 0) ^ change
    let after = ''
    const code = await codeOf(readAll(changed).then((rows) => { after = JSON.stringify(rows) }))
    if (code === 'read' && after !== before) throw new Error(`read as ${after.slice(0, 200)}`)
  }), { numRuns: 1000 })
})

t.test('a wrong checksum, a missing part, a doubled part and a DTD are corrupt_file', async (t) => {
  const entries = workbookEntries({ sheets: [{ name: '三月', rows: textRow('1') }] })
  const change = (part: string, changes: object): Buffer => buildZip(entries.map((entry) => entry.name.includes(part) ? { ...entry, ...changes } : entry))
  t.equal(await codeOf(readAll(change('sheet1', { declaredCrc: 1 }))), 'corrupt_file')
  t.equal(await codeOf(readAll(buildZip(entries.filter(({ name }) => !name.includes('sheet1'))))), 'corrupt_file')
  t.equal(await codeOf(readAll(buildZip([...entries, { name: 'XL/workbook.xml', data: '<workbook/>' }]))), 'corrupt_file')
  t.equal(await codeOf(readAll(change('sheet1', { data: '<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>' }))), 'corrupt_file')
  t.equal(await codeOf(readAll(change('sheet1', { data: '<worksheet><sheetData><row>' }))), 'corrupt_file')
  t.equal(await codeOf(readAll(change('sheet1', { data: '<worksheet>&a;</worksheet>' }))), 'corrupt_file')
  t.equal(await codeOf(readAll(change('sheet1', { data: '<worksheet><row><c t="s"><v>7</v></c></row></worksheet>' }))), 'corrupt_file')
  t.equal(await codeOf(readAll(change('sheet1', { data: Buffer.from([0x3c, 0x61, 0x3e, 0xff, 0xfe]) }))), 'corrupt_file')
  t.equal(await codeOf(readAll(change('workbook.xml', { flags: 1 }))), 'encrypted')
})

t.test('a zip bomb is too_large before it is unpacked', async (t) => {
  const entries = workbookEntries({ sheets: [{ name: '三月', rows: '' }] })
  const bomb = (data: string | Buffer, more: object = {}): Buffer => buildZip(entries.map((entry) => entry.name.includes('sheet1') ? { ...entry, data, ...more } : entry))
  // Well-formed, and of nothing but empty rows: only how far it unpacks gives it away.
  const emptyRows = Buffer.from(`<worksheet><sheetData>${'<row/>'.repeat(1_000_000)}</sheetData></worksheet>`)
  const before = process.memoryUsage().rss
  t.equal(await codeOf(readAll(bomb(emptyRows))), 'too_large')
  t.ok(process.memoryUsage().rss - before < 40 * 1024 * 1024)
  t.equal(await codeOf(readAll(bomb(emptyRows), { limits: { ratio: 1e9, worksheetBytes: 1024 } })), 'too_large')
  // One that lies about its size is stopped by the size it claims.
  t.equal(await codeOf(readAll(bomb(emptyRows, { declaredBytes: 1000 }))), 'corrupt_file')
  const many = buildZip([...entries, ...Array.from({ length: 1001 }, (_, at) => ({ name: `x${at}`, data: '' }))])
  t.equal(await codeOf(readAll(many)), 'too_large')
})

t.test('a cell, a tag or an attribute without end is too_large', async (t) => {
  const limits = { ratio: 1e9 }
  const read = async (rows: string): Promise<string> => await codeOf(readAll(buildWorkbook({ sheets: [{ name: '三月', rows }] }), { limits }))
  t.equal(await read(textRow('x'.repeat(5_000_000))), 'too_large')
  t.equal(await read(`<row><c t="${'x'.repeat(5_000_000)}"/></row>`), 'too_large')
  t.equal(await read(`<row><c><!--${'x'.repeat(5_000_000)}--></c></row>`), 'too_large')
})

t.test('texts and numbers come back from a workbook as they went in', async () => {
  const text = fc.string({ unit: fc.constantFrom('a', '卡', '𠮷', '&', '<', '>', '"', ' ', ']]', '1') }).filter((value) => value !== '')
  const escaped = (value: string): string => value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  const cell = fc.oneof(text, fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0))
  await fc.assert(fc.asyncProperty(fc.array(fc.array(cell, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 10 }), async (rows) => {
    const shared = rows.flat().filter((value) => typeof value === 'string')
    let index = 0
    const xml = rows.map((cells) => `<row>${cells.map((value) => typeof value === 'string' ? `<c t="s"><v>${index++}</v></c>` : `<c><v>${value}</v></c>`).join('')}</row>`).join('')
    const read = await readOne(xml, { sharedStrings: shared.map((value) => `<si><t>${escaped(value)}</t></si>`).join('') })
    if (JSON.stringify(read) !== JSON.stringify(rows)) throw new Error(`${JSON.stringify(read)} is not ${JSON.stringify(rows)}`)
  }), { numRuns: 100 })
})
