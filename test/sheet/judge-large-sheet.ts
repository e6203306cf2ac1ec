import { createHoursTally } from '../../src/hours/hours-report.ts'
import { createHoursJudge } from '../../src/hours/judge-hours.ts'
import { parsePolicy } from '../../src/policy/content.ts'
import { hoursSheet } from '../../src/sheet/hours-sheet.ts'
import { openRecords } from '../../src/sheet/open-records.ts'

/** Run as a program of its own with a small heap: judges the file named and prints what it came to, and the memory it took. */
const policy = parsePolicy({
  pointsPerHour: '10', categoryCoefficients: { 治安巡逻: '1.0' }, roundMinutesDownTo: 30, dailyConvertibleCapMinutes: 480,
  backfilledHoursConvert: false, pointsRounding: 'down to 0.01', timezone: 'Asia/Shanghai'
})
if ('refused' in policy) throw new Error(policy.code)
const judge = createHoursJudge({ memberByCard: (card) => ({ number: Number(card.slice(2)), name: '夏红浩' }), policyOn: () => policy })
const tally = createHoursTally()
let peakBytes = 0
for await (const record of (await openRecords(process.argv[2] ?? '', hoursSheet)).records) {
  tally.add(judge(record))
  if (record.seq % 5000 === 0) peakBytes = Math.max(peakBytes, process.memoryUsage().rss)
}
const { records, accepted, totalMinutes } = tally.summary()
process.stdout.write(JSON.stringify({ records, accepted, totalMinutes, peakBytes }))
