import iconv from 'iconv-lite'
import t from 'tap'
import { detect } from '../../src/sheet/detect.ts'
import { buildWorkbook, textRow } from './build-workbook.ts'
import { buildZip } from './build-zip.ts'
import { codeOf, readAll, readCells } from './read-all.ts'

const TEXT = '卡号,姓名\r\nTC100001,夏红浩\r\n'

t.test('a CSV is known by its bytes: UTF-8 with and without a mark, GB18030, UTF-16', async (t) => {
  t.same(await detect(Buffer.from(TEXT)), { kind: 'csv', encoding: 'utf-8', delimiter: ',' })
  t.same(await detect(Buffer.from(`\ufeff${TEXT}`)), { kind: 'csv', encoding: 'utf-8', delimiter: ',' })
  t.same(await detect(iconv.encode(TEXT, 'gb18030')), { kind: 'csv', encoding: 'gb18030', delimiter: ',' })
  t.same(await detect(iconv.encode(TEXT, 'utf-16le', { addBOM: true })), { kind: 'csv', encoding: 'utf-16le', delimiter: ',' })
  t.same(await detect(iconv.encode(TEXT, 'utf-16be', { addBOM: true })), { kind: 'csv', encoding: 'utf-16be', delimiter: ',' })
})

t.test('every encoding gives the same cells, and no mark stays in the first', async (t) => {
  const expected = [['卡号', '姓名'], ['TC100001', '夏红浩']]
  t.same(await readCells(Buffer.from(`\ufeff${TEXT}`)), expected)
  for (const encoding of ['gb18030', 'utf-16le', 'utf-16be']) {
    t.same(await readCells(iconv.encode(TEXT, encoding, { addBOM: true })), expected, encoding)
  }
})

t.test('the delimiter is the one that stands most often outside quotation marks', async (t) => {
  for (const delimiter of [',', ';', '\t']) {
    const format = await detect(Buffer.from(`"a,b;c\t,,,;;;"${delimiter}d${delimiter}e\n1${delimiter}2${delimiter}3\n`))
    t.match(format, { delimiter })
  }
  t.match(await detect(Buffer.from('sep=;\na,b,c,d\n')), { delimiter: ';' })
  t.match(await detect(Buffer.from('卡号\nTC1\n')), { delimiter: ',' })
})

t.test('an empty file, and one of blanks, is empty_file', async (t) => {
  t.equal(await codeOf(readAll(Buffer.alloc(0))), 'empty_file')
  t.equal(await codeOf(readAll(Buffer.from('\ufeff  \r\n\r\n'))), 'empty_file')
})

t.test('what is no sheet is not_a_sheet, whatever its name says', async (t) => {
  t.equal(await codeOf(readAll(Buffer.from(TEXT), { name: '三月.xlsx' })), 'not_a_sheet')
  t.equal(await codeOf(readAll(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13]), { name: 'a.csv' })), 'not_a_sheet')
  t.equal(await codeOf(readAll(Buffer.from('%PDF-1.7\n...'))), 'not_a_sheet')
  t.equal(await codeOf(readAll(Buffer.from('<html><table>…'), { name: 'a.xls' })), 'not_a_sheet')
  t.equal(await codeOf(readAll(buildZip([{ name: 'word/document.xml', data: '<document/>' }]), { name: 'a.xlsx' })), 'not_a_sheet')
})

t.test('a workbook under the name of a CSV is read as the workbook it is', async (t) => {
  const workbook = buildWorkbook({ sheets: [{ name: '一', rows: textRow('卡号') }] })
  t.same(await readCells(workbook, { name: 'a.csv' }), [['卡号']])
})

t.test('the old Excel format and a password are named as what they are', async (t) => {
  const compound = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(2048)])
  t.equal(await codeOf(readAll(compound)), 'old_excel')
  t.equal(await codeOf(readAll(Buffer.concat([compound, Buffer.from('EncryptedPackage', 'utf16le')]))), 'encrypted')
})

t.test('bytes that no encoding explains are not_text', async (t) => {
  t.equal(await codeOf(readAll(Buffer.concat([iconv.encode(TEXT, 'gb18030'), Buffer.from([0xff, 0xff, 0x2c, 0x0a])]))), 'not_text')
  t.equal(await codeOf(readAll(Buffer.concat([Buffer.from(`\ufeff${TEXT}`), Buffer.from([0xc3, 0x28])]))), 'not_text')
})

t.test('a GB18030 file that ends in half a character is truncated_file', async (t) => {
  t.equal(await codeOf(readAll(iconv.encode('姓名,卡号\n夏', 'gb18030').subarray(0, -1))), 'truncated_file')
})
