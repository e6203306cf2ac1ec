import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { lastQuarter } from '../../src/hours/dry-run-policy.ts'
import { POLICY, TAICHENG_FLAT } from './trial-policies.ts'
import { freshFolder, json, onEveryDatabase, openTaicheng } from '../cli/command-line.ts'
import { taichengFile } from '../taicheng-files.ts'

interface DryRun {
  records: { number: number; member: number; serviceDate: string; postedPoints: string; wouldBePoints: string; differencePoints: string }[]
  totals: { records: number; changed: number; refused: number; postedPoints: string; wouldBePoints: string; differencePoints: string }
}
interface Explained {
  points: string
  lines: { zh: string[]; en: string[] }
}

const cents = (points: string): bigint => BigInt(points.replace('.', ''))

onEveryDatabase(t, 'a dry run says what a month would have earned, record by record and in all, and posts nothing', async (t, timebank) => {
  await openTaicheng(timebank)
  await json(timebank('import', 'hours', taichengFile('hours-2025-03.csv'), '--community', 'taicheng', '--approver', 'approver', '--json'))
  const before = await json(timebank('trial-balance', '--community', 'taicheng', '--json'))
  const folder = freshFolder(t)
  const dryRun = (name: string, policy: unknown): Promise<DryRun> => {
    writeFileSync(join(folder, name), JSON.stringify(policy))
    return json<DryRun>(timebank('policy', 'dry-run', join(folder, name), '--community', 'taicheng', '--from', '2025-03-01', '--through', '2025-03-31', '--json'))
  }
  const same = await dryRun('same.json', TAICHENG_FLAT)
  t.match(same.totals, { changed: 0, refused: 0, differencePoints: '0.00' }, 'the policy in force comes to what was posted')
  t.ok(same.totals.records > 300 && same.records.length === same.totals.records)
  t.equal(String(same.records.reduce((sum, each) => sum + cents(each.postedPoints), 0n)), String(cents(same.totals.postedPoints)))

  const doubled = await dryRun('doubled.json', { ...POLICY, earning: { ...POLICY.earning, pointsPerHour: '20' } })
  t.equal(cents(doubled.totals.wouldBePoints), 2n * cents(same.totals.postedPoints))
  t.ok(doubled.records.every((each) => cents(each.wouldBePoints) === 2n * cents(each.postedPoints)))

  const capped = await dryRun('capped.json', { ...POLICY, earning: { ...POLICY.earning, monthCapMinutes: 120, backfilledHoursConvert: true } })
  t.ok(cents(capped.totals.wouldBePoints) < cents(same.totals.postedPoints))
  t.equal(capped.records.reduce((sum, each) => sum + cents(each.differencePoints), 0n), cents(capped.totals.differencePoints))
  const unknown = await dryRun('unknown.json', { earning: { categoryCoefficients: { 老人陪护: '1' } } })
  t.ok(unknown.totals.refused > 0, 'a category that it lacks would be refused')
  t.same(await json(timebank('trial-balance', '--community', 'taicheng', '--json')), before, 'nothing was posted')

  for (const { number, postedPoints } of same.records.filter((_, at) => at % 25 === 0)) {
    const explained = await json<Explained>(timebank('policy', 'explain', String(number), '--community', 'taicheng', '--json'))
    t.equal(explained.points, postedPoints, explained.lines.zh.join(''))
    t.ok(explained.lines.zh.at(-1)?.includes(`共 ${postedPoints} 分`))
  }
  t.match(await timebank('policy', 'explain', '1', '--community', 'taicheng'), { code: 3, err: /nothing_to_explain/ })
})

onEveryDatabase(t, 'a preset is listed with place, year and defaults, and published by its name', async (t, timebank) => {
  const presets = await json<{ name: string; year: number | null; place: object; parameters: { earning: object }; defaults: string[] }[]>(timebank('policy', 'presets', '--json') as never)
  t.equal(presets.length, 11)
  t.match(presets.find((each) => each.name === 'jiaozhou-2015'), { year: 2015, place: { en: /Jiaozhou/ }, parameters: { earning: { shortRecordCountsAsMinutes: 60 } }, defaults: ['timezone'] })
  await json(timebank('community', 'create', 'hailin', '--name', '海林社区', '--json'))
  t.match(await json(timebank('policy', 'set', '--preset', 'hailin', '--community', 'hailin', '--json')), { version: 1 })
  t.match(await timebank('policy', 'set', '--preset', 'atlantis', '--community', 'hailin'), { code: 3, err: /unknown_preset/ })
  t.match(await timebank('policy', 'set', '--community', 'hailin'), { code: 2 })
})

t.test('the last quarter is the one that is over', async (t) => {
  t.same(['2025-01-01', '2025-03-31', '2025-04-01', '2025-12-31'].map((today) => lastQuarter(today)), [
    { from: '2024-10-01', through: '2024-12-31' }, { from: '2024-10-01', through: '2024-12-31' },
    { from: '2025-01-01', through: '2025-03-31' }, { from: '2025-07-01', through: '2025-09-30' }
  ])
})
