import { readFile } from 'node:fs/promises'
import t from 'tap'
import { PARAMETERS, parsePolicy } from '../../src/policy/content.ts'
import { taichengFile } from '../taicheng-files.ts'
import { policyWith } from './policies.ts'

const CONTENT = JSON.parse(
  await readFile(taichengFile('policy.json'), 'utf8')
) as Record<string, unknown>

t.test('the flat policy of Taicheng becomes the grouped one, with thirty days of grace and its last day counted', async (t) => {
  const whole = policyWith(CONTENT)
  t.match(whole, {
    timezone: 'Asia/Shanghai',
    earning: {
      pointsPerHour: '10', categoryCoefficients: CONTENT['categoryCoefficients'], stepMinutes: 30, roundingDirection: 'down', roundedPer: 'record',
      dayCapMinutes: 480, capExcessGoesTo: 'verified_minutes', backfilledHoursConvert: false, pointsRounding: 'down to 0.01', balanceCapPoints: null, balanceCapHours: null,
      evidenceRequired: 'none'
    },
    keeping: { validity: 'months', validMonths: 36, lotStart: 'service_date', lastDayCounts: true, graceDaysAfterReturn: 30, graceDaysAfterProviderFailure: 30 }
  })
  t.same(policyWith(whole), whole, 'what was published reads as itself')
  t.match(policyWith({ ...CONTENT, balanceCapPoints: '1500.5', pointsValidMonths: null }), { earning: { balanceCapPoints: '1500.5' }, keeping: { validity: 'none' } })
})

t.test('a flat value that makes no sense is refused, and its field named', async (t) => {
  const bad: Record<string, unknown> = {
    pointsPerHour: '0', categoryCoefficients: {}, roundMinutesDownTo: 0, dailyConvertibleCapMinutes: 1441, backfilledHoursConvert: 'no',
    pointsRounding: 'up', pointsValidMonths: 0, timezone: 'Mars/Olympus', balanceCapPoints: '1.234', graceDaysAfterReturn: -1, lastDayCounts: 1, unheardOf: true
  }
  for (const [field, value] of Object.entries(bad)) t.match(parsePolicy({ ...CONTENT, [field]: value }), { refused: true, code: 'invalid_request' }, field)
  for (const value of ['-1', '1e3', '', '01', '1.23456', 10, null]) t.match(parsePolicy({ ...CONTENT, pointsPerHour: value }), { refused: true })
  for (const value of ['x', '-1', 1.5]) t.match(parsePolicy({ ...CONTENT, categoryCoefficients: { 甲: value } }), { refused: true })
  t.match(parsePolicy({ ...CONTENT, timezone: 'Mars' }), { parameters: { detail: /timezone/ } })
  t.match(parsePolicy({ ...CONTENT, unheardOf: true }), { parameters: { detail: 'policy.unheardOf' } }, 'a field that is not known is named')
  const { timezone: _, ...without } = CONTENT
  t.match(policyWith(without), { timezone: null }, 'the community has a time zone of its own')
  t.match(parsePolicy({ pointsPerHour: '10' }), { refused: true }, 'the flat spelling has no defaults for what it must say')
})

t.test('a grouped policy may leave out everything, and say nothing that is unknown or mixed', async (t) => {
  t.match(policyWith({}), { timezone: null, earning: { pointsPerHour: '1' }, funds: { auditCycle: 'none' } })
  t.match(parsePolicy({ earning: { bonus: 1 } }), { parameters: { detail: 'policy.earning.bonus' } })
  t.match(parsePolicy({ ...CONTENT, earning: {} }), { refused: true })
  t.match(parsePolicy({ keeping: { validity: 'months' } }), { parameters: { detail: /validMonths/ } })
  for (const value of [null, 1, 'x', []]) t.match(parsePolicy(value), { refused: true })
})

t.test('numbers have their unit last in the name', async (t) => {
  const units = /(Minutes|Hours|Points|Days|DaysAfter\w+|Months|Years|Pieces|Levels|PerPeriod|PerHour)$/
  const whole = policyWith({
    earning: { activityCapMinutes: 1, dayCapMinutes: 1, monthCapMinutes: 1, recordCapMinutes: 1 }, keeping: { validMonths: 1 },
    spending: { redemptionsPerPeriod: 1, grantValidMonths: 1 }, services: { lapseDays: 1 }
  }) as unknown as Record<string, Record<string, unknown>>
  const numbers = PARAMETERS.filter((name) => {
    const [group = '', parameter = ''] = name.split('.')
    return typeof whole[group]?.[parameter] === 'number'
  })
  t.ok(numbers.length > 15)
  t.same(numbers.filter((name) => !units.test(name)), [])
})
