import fc from 'fast-check'
import t from 'tap'
import type { Cell } from '../../src/sheet/cell.ts'
import { readTime } from '../../src/hours/read-time.ts'

t.test('a time is read in every spelling of the sheets', async (t) => {
  const expected: Array<[Cell, number]> = [
    ['8:15', 495], ['08:15', 495], ['０８：１５', 495], ['08：15', 495], ['8:15:00', 495], ['8:15:59', 495], [' 8 : 15 ', 495], ['0815', 495], ['815', 495], [815, 495], ['8点15', 495], ['8点15分', 495],
    ['8时15分', 495], ['8时15分30秒', 495], ['8点一刻', 495], ['上午8:15', 495], ['早上8点15分', 495], ['8:15 AM', 495], ['AM 8:15', 495], ['2025-03-05 08:15', 495], ['2025年3月5日 8:15', 495],
    ['8点', 480], ['8点半', 510], ['8点整', 480], ['下午3点', 900], ['下午3:00', 900], ['3:00 PM', 900], ['下午15:00', 900], ['晚上7点半', 1170], ['中午12点', 720], ['中午1点', 780],
    ['下午12:30', 750], ['12:30am', 30], ['上午12:30', 30], ['0:00', 0], ['24:00', 1440], ['23:59', 1439], [0.5243055555555556, 755], [0, 0], [{ date: null, seconds: 45_300 }, 755],
    [{ date: '2025-03-05', seconds: 45_300 }, 755]
  ]
  for (const [cell, minute] of expected) t.equal(readTime(cell), minute, JSON.stringify(cell))
})

t.test('what is no time, or might be two, is none', async (t) => {
  const others: Cell[] = [null, '', '25:00', '24:01', '8:60', '8:5', '8.15', '8', 8, 8.5, '晚上12点', '凌晨13点', '下午0点', '中午9点', '2360', '8:15-10:15', '-8:15', '八点', 1e9, -0.5, { date: '2025-03-05', seconds: null }]
  for (const other of others) t.equal(readTime(other), null, JSON.stringify(other))
})

t.test('every minute of the day is read back from every way of writing it', async () => {
  const two = (value: number): string => String(value).padStart(2, '0')
  const spellings: Array<(hour: number, minute: number) => Cell> = [
    (h, m) => `${h}:${two(m)}`, (h, m) => `${two(h)}：${two(m)}:00`, (h, m) => `${two(h)}${two(m)}`, (h, m) => `${h}点${m}分`,
    (h, m) => `${h % 12 === 0 ? 12 : h % 12}:${two(m)} ${h < 12 ? 'AM' : 'PM'}`, (h, m) => (h * 60 + m) / 1440, (h, m) => ({ date: null, seconds: (h * 60 + m) * 60 })
  ]
  fc.assert(fc.property(fc.nat(1439), fc.constantFrom(...spellings), (minute, spell) => readTime(spell(Math.floor(minute / 60), minute % 60)) === minute), { numRuns: 5000 })
})

t.test('any text at all is a minute of the day or none', async () => {
  const text = fc.string({ unit: fc.constantFrom('0', '1', '2', '8', '9', ':', '点', '半', '分', '下午', '晚上', 'pm', ' ', '.') })
  fc.assert(fc.property(fc.oneof(text, fc.double(), fc.string()), (cell) => {
    const minute = readTime(cell)
    return minute === null || (Number.isInteger(minute) && minute >= 0 && minute <= 1440)
  }), { numRuns: 5000 })
})
