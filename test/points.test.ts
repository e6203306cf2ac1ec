import fc from 'fast-check'
import t from 'tap'
import { formatPoints, parsePoints } from '../src/points.ts'

t.test('points are shown with two places', async (t) => {
  t.equal(formatPoints(0), '0.00')
  t.equal(formatPoints(5), '0.05')
  t.equal(formatPoints(-1234), '-12.34')
  t.equal(formatPoints(2n ** 60n), '11529215046068469.76')
  t.throws(() => formatPoints(1.5), RangeError)
  t.throws(() => formatPoints(2 ** 53), RangeError)
})

t.test('what is shown reads back to the same hundredths', async (t) => {
  fc.assert(
    fc.property(
      fc.maxSafeInteger(),
      (hundredths) => parsePoints(formatPoints(hundredths), { allowNegative: true }) === hundredths
    )
  )
  t.pass('holds')
})

t.test('only decimals of at most two places within bounds are points', async (t) => {
  t.equal(parsePoints('12'), 1200)
  t.equal(parsePoints('12.5'), 1250)
  t.equal(parsePoints('90071992547409.91'), Number.MAX_SAFE_INTEGER)
  for (const text of [
    '',
    '.',
    '1.',
    '.5',
    '1.234',
    '-1',
    '+1',
    '1e3',
    ' 1',
    '1 ',
    '1,000',
    '１',
    'NaN',
    '90071992547409.92',
    '999999999999999',
    '0x1'
  ]) {
    t.equal(parsePoints(text), null, text)
  }
  t.equal(parsePoints('-0.01', { allowNegative: true }), -1)
  t.ok(Object.is(parsePoints('-0', { allowNegative: true }), 0))
})
