import fc from 'fast-check'
import t from 'tap'
import { csvCell, plainCell } from '../../src/sheet/csv-cell.ts'

t.test('what a spreadsheet program would run gets an apostrophe', async (t) => {
  for (const formula of ['=1+1', '+cmd|x', '-2+3', '@SUM(A1)', '|calc', '\t=1', '\r=1', ' =1', '＝1+1', '-', '=', '--1', '+1-800']) t.equal(csvCell(formula), `'${formula}`)
})

t.test('words and plain numbers stay as they are', async (t) => {
  for (const text of ['夏红浩', '-5', '+8.50', '-.5', '12%', '1:30', '2025-03-05', "it's", '', 'a=b']) t.equal(csvCell(text), text)
  t.equal(csvCell(-3.5), '-3.5')
  t.equal(csvCell(null), '')
  t.equal(csvCell({ date: '2025-03-05', seconds: 29_700 }), '2025-03-05 08:15')
})

t.test('defusing is undone exactly, however often it is done', async () => {
  const text = fc.string({ unit: fc.constantFrom("'", '=', '+', '-', '@', ' ', '\t', '1', '卡', '＝') })
  fc.assert(fc.property(text, (value) => plainCell(csvCell(value)) === value), { numRuns: 5000 })
  fc.assert(fc.property(text, (value) => plainCell(plainCell(csvCell(csvCell(value)))) === value), { numRuns: 5000 })
})

t.test('nothing that was written starts a formula', async () => {
  fc.assert(fc.property(fc.string(), (value) => !/^\s*[=+\-@|]/.test(csvCell(value)) || /^[+-][\d.]+%?$/.test(csvCell(value))), { numRuns: 2000 })
})
