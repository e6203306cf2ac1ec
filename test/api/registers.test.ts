import { parse } from 'csv-parse/sync'
import t from 'tap'
import { registerWorkbook } from '../../src/hours/outcomes/register-workbook.ts'
import { C, onEachDatabase } from '../communities/people-scene.ts'
import { readCells } from '../sheet/read-all.ts'
import type { TestApp } from './app.ts'
import { done } from './taicheng.ts'

const MARCH = 'from=2025-03-01&to=2025-03-31'

/** Single services, a team, an honorary one, a correction, a reversal, hours carried in, and a merge. */
async function aMonth({ post }: TestApp): Promise<void> {
  done(await post(`${C}/members`, { card: 'TC100003', name: '周平' }))
  done(await post(`${C}/openings`, { member: { number: 2, lots: [{ points: '5.00' }], minutes: 90, honoraryMinutes: 30 } }))
  done(await post(`${C}/hours`, { member: 2, category: '老人陪护', minutes: 100, serviceDate: '2025-03-05', activity: '=HYPERLINK("x")' }))
  done(await post(`${C}/hours`, { member: 2, category: '老人陪护', minutes: 45, backfilled: true, serviceDate: '2025-03-06' }))
  done(await post(`${C}/teams`, { team: '红马甲', name: '红马甲' }))
  for (const member of [1, 3]) done(await post(`${C}/teams/红马甲/members`, { member, joinedOn: '2025-03-01' }))
  done(await post(`${C}/team-hours`, { team: '红马甲', category: '科普宣传', activity: '宣讲', serviceDate: '2025-03-07', members: [{ member: 1, minutes: 60 }, { member: 3, minutes: 90 }] }))
  done(await post(`${C}/policies`, { from: '2025-03-15', policy: { earning: { pointsPerHour: '10', categoryCoefficients: { 科普宣传: '1' }, groupHours: 'donated' } }, reason: 'rule_changed' }))
  done(await post(`${C}/team-hours`, { team: '红马甲', category: '科普宣传', activity: '捐赠', serviceDate: '2025-03-16', members: [{ member: 1, minutes: 30 }, { member: 3, minutes: 30 }] }))
  done(await post(`${C}/adjustments`, { corrects: 3, points: '1.50' }))
  done(await post(`${C}/reversals`, { number: 2, reason: 'clerk_error' }))
  done(await post(`${C}/merges`, { from: 3, into: 1 }))
}

/** What the books moved on accounts of a code in March, on the normal side. */
async function movedBy({ get }: TestApp, code: string): Promise<number> {
  const { lines } = (await get(`${C}/trial-balance?${MARCH}`)).body as unknown as { lines: { code: string; debit: string; credit: string }[] }
  const side = code === 'P5101' ? 1 : -1
  return lines.filter((line) => line.code === code).reduce((sum, { debit, credit }) => sum + side * (Number(debit) - Number(credit)), 0)
}

onEachDatabase(t, 'the register of services has every posting of the days, reversals in red, and its total is what the books moved', async (t, scene) => {
  const { get } = scene
  await aMonth(scene)
  const csv = await get(`${C}/register?${MARCH}`)
  t.match(csv.headers, { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': /taicheng-services-2025-03-01-2025-03-31\.csv/ })
  t.equal(csv.text.codePointAt(0), 0xfeff, 'Excel takes it for UTF-8')
  const rows = parse(csv.text, { bom: true }) as string[][]
  const [, ...body] = rows
  const total = body.pop() as string[]
  t.match(total[0], /合计 Total/)
  const sum = (column: number): number => Math.round(body.reduce((all, row) => all + Number(row[column]), 0) * 100) / 100
  for (const [column, code] of [[9, 'M6201'], [10, 'M6202'], [11, 'M6203'], [12, 'P5101']] as const) {
    t.equal(sum(column), Number(total[column]), `the rows add up to the total of ${code}`)
    t.equal(Number(total[column]), await movedBy(scene, code), `which is what ${code} moved`)
  }
  t.equal(total[9], '310', '120 + 100 + 90 carried in; what was reversed is in and out')
  t.match(csv.text, /'=HYPERLINK/, 'what would run as a formula is defused')
  t.match(body.find((row) => row[2] === '2025-03-16' && row[4] === ''), { 11: '0', 12: '10.00' }, 'what the pool got stands by itself')
  t.notMatch(csv.text, /夏红浩|周平/, 'by number, never by name')
  t.match(body.find((row) => row[3]?.startsWith('红字')), { 9: '-480', 12: '-80.00', 16: '2' })
  t.equal((parse((await get(`${C}/register?from=2025-02-01&to=2025-02-28`)).text, { bom: true }) as string[][]).length, 2, 'a month without services')
  t.match(await get(`${C}/register?from=2025-03-31&to=2025-03-01`), { status: 400, body: { code: 'bad_range' } })
})

onEachDatabase(t, 'the register of activities counts participations, and comes to the same total', async (t, scene) => {
  await aMonth(scene)
  const rows = parse((await scene.get(`${C}/register?register=activities&${MARCH}`)).text, { bom: true }) as string[][]
  const total = rows.at(-1) as string[]
  t.match(rows.find((row) => row[2] === '宣讲'), { 0: '2025-03-07', 4: '2', 7: '150' })
  t.match(rows.find((row) => row[0] === '2025-03-01' && row[1] === '科普宣传'), { 4: '0', 5: '0', 8: '0.00' }, 'what was reversed counts against its activity, on its day')
  t.equal(rows.slice(1, -1).reduce((sum, row) => sum + Number(row[4]), 0), Number(total[4]))
  for (const [column, code] of [[5, 'M6201'], [6, 'M6202'], [7, 'M6203'], [8, 'P5101']] as const) t.equal(Number(total[column]), await movedBy(scene, code), code)
})

onEachDatabase(t, 'the workbook holds what the CSV holds, with numbers as numbers and text as text', async (t, scene) => {
  const { app } = scene
  await aMonth(scene)
  const csv = parse((await scene.get(`${C}/register?${MARCH}`)).text, { bom: true }) as string[][]
  const answer = await app.inject({ url: `/v1${C}/register?${MARCH}&format=xlsx` })
  t.match(answer.headers['content-type'], /spreadsheetml/)
  const rows = await readCells(answer.rawPayload)
  t.equal(rows.length, csv.length)
  for (const [at, row] of rows.entries()) {
    t.same(row.slice(0, 13).map((cell) => (cell == null ? '' : String(cell))), csv[at]?.slice(0, 13).map((cell, column) => (column === 12 && at > 0 ? String(Number(cell)) : cell.replace(/^'=/, '='))), `row ${at}`)
  }
})

t.test('a workbook that would be too large is refused, not built', async (t) => {
  const rows = async function* () {
    for (let at = 0; at < 12; at++) yield { is: 'row' as const, cells: [at] }
  }
  t.match(await registerWorkbook(rows(), 10), { code: 'sheet_too_large' })
  t.match(await registerWorkbook(rows(), 20), { file: Buffer })
})
