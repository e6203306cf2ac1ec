import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { stringify } from 'csv-stringify/sync'
import fc from 'fast-check'
import iconv from 'iconv-lite'
import t from 'tap'
import { codeOf, readAll, readCells } from './read-all.ts'
import { temporaryFolder } from '../temporary-folder.ts'

t.test('a line is counted as an editor counts it, also behind quoted line breaks', async (t) => {
  const rows = await readAll(Buffer.from('a,b\r\n"一\n二\r\n三",x\r\ny,z\r\n\r\nlast,1\r\n'))
  t.same(rows.map(({ place }) => place), [{ row: 1, line: 1 }, { row: 2, line: 2 }, { row: 3, line: 5 }, { row: 4, line: 6 }, { row: 5, line: 7 }])
  t.same(rows[1]?.cells, ['一\n二\r\n三', 'x'])
})

t.test('line ends of all kinds may be mixed', async (t) => {
  t.same(await readCells(Buffer.from('a,b\nc,d\r\ne,f\rg,h')), [['a', 'b'], ['c', 'd'], ['e', 'f'], ['g', 'h']])
})

t.test('a stray quotation mark inside a cell is text; one that is never closed is truncated_file', async (t) => {
  t.same(await readCells(Buffer.from('a,5"管,c\n')), [['a', '5"管', 'c']])
  t.equal(await codeOf(readAll(Buffer.from('a,b\n"c,d\ne,f\n'))), 'truncated_file')
})

t.test('a quotation mark that swallows a megabyte is corrupt_file, long before the end', async (t) => {
  t.equal(await codeOf(readAll(Buffer.from(`a,b\n"${'c,d\n'.repeat(600_000)}`))), 'corrupt_file')
})

t.test('a very wide row is cut to 256 cells', async (t) => {
  t.equal((await readCells(Buffer.from(`${'a,'.repeat(5000)}a\n`)))[0]?.length, 256)
})

t.test('more rows than allowed are too_large', async (t) => {
  t.equal(await codeOf(readAll(Buffer.from('a\n'.repeat(11)), { limits: { rows: 10 } })), 'too_large')
})

t.test('characters that fall on the seam of two pieces of a GB18030 file are whole', async (t) => {
  const path = join(temporaryFolder('sheet'), 'seam.csv')
  const line = '台城花园,𠮷野,社区\r\n'
  for (const shift of [0, 1, 2, 3]) {
    await writeFile(path, iconv.encode(`${'x'.repeat(shift)}\r\n${line.repeat(10_000)}`, 'gb18030'))
    const rows = await readCells(path)
    t.equal(rows.length, 10_001)
    t.ok(rows.slice(1).every((cells) => cells.join() === '台城花园,𠮷野,社区'))
  }
})

t.test('whatever is written as CSV is read back the same, in UTF-8 and in GB18030', async () => {
  const word = fc.string({ unit: fc.constantFrom('a', '1', '卡', '𠮷', '，', ',', ';', '\t', '"', '\n', '\r\n', ' ', "'") })
  // The first row decides the delimiter and the encoding; Chinese makes GB18030 differ from UTF-8.
  const table = fc.array(fc.array(word, { minLength: 3, maxLength: 3 }), { maxLength: 20 }).map((rows) => [['卡号', '姓名', '备注'], ...rows])
  await fc.assert(fc.asyncProperty(table, fc.constantFrom('utf-8', 'gb18030'), async (rows, encoding) => {
    const text = `${'卡号,姓名,备注\n'.repeat(200)}${stringify(rows, { quoted: true })}`
    const read = (await readCells(iconv.encode(text, encoding))).slice(200)
    const expected = rows.map((cells) => cells.map((cell) => cell === '' ? null : cell))
    if (JSON.stringify(read) !== JSON.stringify(expected)) throw new Error(`${JSON.stringify(read)} is not ${JSON.stringify(expected)}`)
  }), { numRuns: 200 })
})

t.test('random bytes are refused or read, and never break the reader', async () => {
  await fc.assert(fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 400 }), async (bytes) => {
    await codeOf(readAll(bytes))
  }), { numRuns: 500 })
})
