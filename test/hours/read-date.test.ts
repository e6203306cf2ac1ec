import fc from 'fast-check'
import t from 'tap'
import type { Cell } from '../../src/sheet/cell.ts'
import { readDate } from '../../src/sheet/read-date.ts'

t.test('a date is read in every spelling of the sheets', async (t) => {
  const spellings: Cell[] = [
    '2025-03-05', ' 2025-03-05 ', '2025/3/5', '2025.03.05', '20250305', '２０２５－０３－０５', '2025年3月5日', '2025年03月05号', '2025 年 3 月 5 日', '2025。3。5',
    '2025–3–5', '二〇二五年三月五日', '二零二五年三月五日', '2025-03-05 00:00:00', '2025-03-05T08:15', '2025/3/5 8:15', '2025年3月5日 08:15', '2025年3月5日 星期三', '2025-03-05(周三)',
    '\u200b2025-03-05\u00a0', { date: '2025-03-05', seconds: null }, { date: '2025-03-05', seconds: 29_700 }, 45721, 45721.5, 20250305
  ]
  for (const spelling of spellings) t.equal(readDate(spelling), '2025-03-05', JSON.stringify(spelling))
  t.equal(readDate('二〇二四年十二月三十一日'), '2024-12-31')
  t.equal(readDate('二〇二四年十月二十日'), '2024-10-20')
  t.equal(readDate('2024-02-29'), '2024-02-29')
})

t.test('impossible dates, half dates and other things are none', async (t) => {
  const others: Cell[] = [
    null, '', ' ', '2025-02-30', '2025-02-29', '2025年13月', '2025年13月1日', '2025年3月32日', '2025-00-10', '2025-03-00', '20250230', '三月初', '3月5日', '25-3-5', '5/3/2025',
    '2025-3/5', '2025-03-05Z', '2025-03-05T16:00:00Z', '2025-03-05 上午', '45721', '1899-12-31', '2200-01-01', 8, 2.5, 0, -1, 20251301, 20250305.5, { date: null, seconds: 29_700 },
    '2025-03-05;2025-03-06', '2025年3月5日、6日', '0x7e9-3-5'
  ]
  for (const other of others) t.equal(readDate(other), null, JSON.stringify(other))
})

t.test('whatever is written in a known spelling is read back', async () => {
  const date = fc.date({ min: new Date('1900-01-01'), max: new Date('2199-12-31'), noInvalidDate: true }).map((value) => value.toISOString().slice(0, 10))
  const wide = (text: string): string => text.replace(/[0-9]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0))
  const spellings: Array<(year: number, month: number, day: number, date: string) => string> = [
    (y, m, d) => `${y}/${m}/${d}`, (y, m, d) => `${y}.${m}.${d}`, (y, m, d) => `${y}年${m}月${d}日`, (_y, _m, _d, text) => text.replaceAll('-', ''), (_y, _m, _d, text) => wide(text), (_y, _m, _d, text) => ` ${text} `
  ]
  fc.assert(fc.property(date, fc.constantFrom(...spellings), (value, spell) => {
    const [year, month, day] = value.split('-').map(Number) as [number, number, number]
    return readDate(spell(year, month, day, value)) === value
  }), { numRuns: 3000 })
})

t.test('any text at all is a possible date or none', async () => {
  const text = fc.string({ unit: fc.constantFrom('0', '1', '2', '3', '5', '9', '-', '/', '.', '年', '月', '日', '十', '三', ' ', ':') })
  fc.assert(fc.property(fc.oneof(text, fc.double(), fc.string()), (cell) => {
    const date = readDate(cell)
    return date === null || new Date(`${date}T00:00:00Z`).toISOString().slice(0, 10) === date
  }), { numRuns: 3000 })
})
