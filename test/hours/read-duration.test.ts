import fc from 'fast-check'
import t from 'tap'
import { readDuration } from '../../src/hours/read-duration.ts'
import type { Cell } from '../../src/sheet/cell.ts'

t.test('a length is read in every spelling of the sheets; a bare number is hours', async (t) => {
  const expected: Array<[Cell, number]> = [
    ['2', 120], ['２．５', 150], ['1.5', 90], [2, 120], [1.1, 66], [0.75, 45], ['.5', 30], ['1:30', 90], ['1：30', 90], ['01:30:00', 90], ['0:30', 30], ['90分钟', 90], ['90分', 90], ['90 min', 90],
    ['3小时20分钟', 200], ['3小时20分', 200], ['3小时20', 200], ['3时20分', 200], ['3个小时', 180], ['2.5小时', 150], ['0.75小时', 45], ['半小时', 30], ['半个小时', 30], ['1小时半', 90], ['一个半小时', 90],
    ['1个半小时', 90], ['两小时', 120], ['两个半小时', 150], ['十二小时', 720], ['一小时三十分', 90], ['四十五分钟', 45], ['1小时一刻钟', 75], ['一刻钟', 15], ['1h30m', 90], ['1h', 60], ['1.5 hours', 90], ['约2小时', 120],
    ['24', 1440], ['0.33', 20], ['1.33', 80], [{ date: null, seconds: 5400 }, 90]
  ]
  for (const [cell, minutes] of expected) t.equal(readDuration(cell), minutes, JSON.stringify(cell))
})

t.test('nothing, less than a minute, more than a day, and two readings at once are none', async (t) => {
  const others: Cell[] = [null, '', '0', 0, '0分钟', '-2', -2, '25', 25, '24.1', '1441分钟', '1小时75分', '1.5小时30分', '1.5.2', '1e3', 'abc', '2天', '1:60', '2-3小时', '半天', '若干', '__proto__', 'constructor', Number.NaN, Infinity, { date: '2025-03-05', seconds: null }, { date: '1900-01-01', seconds: 3600 }]
  for (const other of others) t.equal(readDuration(other), null, JSON.stringify(other))
})

t.test('every length up to a day is read back from every way of writing it', async () => {
  const spellings: Array<(minutes: number) => Cell> = [
    (m) => `${m}分钟`, (m) => `${Math.floor(m / 60)}:${String(m % 60).padStart(2, '0')}`, (m) => `${Math.floor(m / 60)}小时${m % 60}分钟`, (m) => m / 60, (m) => (m / 60).toFixed(6), (m) => (m / 60).toFixed(2),
    (m) => ({ date: null, seconds: m * 60 })
  ]
  fc.assert(fc.property(fc.integer({ min: 1, max: 1440 }), fc.constantFrom(...spellings), (minutes, spell) => readDuration(spell(minutes)) === minutes), { numRuns: 5000 })
})

t.test('any text at all is a length of 1 to 1440 whole minutes or none', async () => {
  const text = fc.string({ unit: fc.constantFrom('0', '1', '5', '9', '.', ':', '半', '一', '十', '两', '个', '小时', '分', '分钟', 'h', 'm', ' ') })
  fc.assert(fc.property(fc.oneof(text, fc.double(), fc.string()), (cell) => {
    const minutes = readDuration(cell)
    return minutes === null || (Number.isInteger(minutes) && minutes >= 1 && minutes <= 1440)
  }), { numRuns: 5000 })
})
