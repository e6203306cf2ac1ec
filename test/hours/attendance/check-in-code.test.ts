import t from 'tap'
import { codeAt, judgeCode } from '../../../src/hours/attendance/check-in-code.ts'

const OF = { communityId: 'taicheng', purpose: 'shift', purposeId: '0195b1a2-7c3d-7e4f-8a5b-0123456789ab', serviceDate: '2025-03-20', rotating: true }
const NOW = Date.parse('2025-03-20T02:00:10Z')
const SECOND = 1000

t.test('a code that changes is good in its step and the next, and has expired after', async (t) => {
  const { code, validUntil } = codeAt('secret', OF, NOW)
  t.match(code, /^[0-9A-HJKMNP-TV-Z]{9}$/)
  t.equal(validUntil, Date.parse('2025-03-20T02:00:30Z'))
  const judged = (seconds: number): string => judgeCode(['secret'], OF, { given: code, now: NOW + seconds * SECOND })
  t.same([0, 19, 20, 49, 50, 600, 86_400, 86_400 * 11].map(judged), ['good', 'good', 'good', 'good', 'expired', 'expired', 'expired', 'expired'])
  t.equal(judgeCode(['secret'], OF, { given: ` ${code.slice(0, 4).toLowerCase()}-${code.slice(4)}`, now: NOW }), 'good', 'as people type it')
})

t.test('the code of a day is good all day and has expired the day after', async (t) => {
  const fixed = { ...OF, rotating: false }
  const { code, validUntil } = codeAt('secret', fixed, NOW)
  t.equal(validUntil, null)
  t.equal(judgeCode(['secret'], fixed, { given: code, now: NOW + 3_600_000 }), 'good')
  t.equal(judgeCode(['secret'], { ...fixed, serviceDate: '2025-03-21' }, { given: code, now: NOW }), 'expired')
  t.equal(judgeCode(['secret'], { ...fixed, serviceDate: '2025-03-19' }, { given: code, now: NOW }), 'wrong', 'that of tomorrow was never shown')
  t.equal(judgeCode(['secret'], OF, { given: code, now: NOW }), 'expired', 'what was shown before the setting was changed')
})

t.test('a code is of one thing, one community and one key', async (t) => {
  const { code } = codeAt('secret', OF, NOW)
  const elsewhere = [{ purposeId: 'other' }, { purpose: 'activity' }, { communityId: 'bihu' }]
  for (const other of elsewhere) t.equal(judgeCode(['secret'], { ...OF, ...other }, { given: code, now: NOW }), 'wrong', JSON.stringify(other))
  t.equal(judgeCode(['another'], OF, { given: code, now: NOW }), 'wrong')
  t.equal(judgeCode(['another', 'secret'], OF, { given: code, now: NOW }), 'good', 'the older key still opens the door')
  const changed = code.slice(0, -1) + (code.endsWith('0') ? '1' : '0')
  t.equal(judgeCode(['secret'], OF, { given: changed, now: NOW }), 'wrong')
  for (const given of ['', '0', '签到', `${code}0`, 'U'.repeat(9)]) t.equal(judgeCode(['secret'], OF, { given, now: NOW }), 'wrong', given)
})
