import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Benchmark, figure } from './figure.ts'
import { CATEGORY, COMMUNITY, MEMBERS, POLICY, randomNumbers } from './workload.ts'

const ROWS = 100_000
const ROWS_QUICKLY = 20_000

/**
 * Importing a sheet of hours through the command line, in a process of its own: the most memory it takes, and the time a
 * row takes, against a sheet of a tenth of the rows. Memory is to stay bounded.
 */
export const importing: Benchmark = async ({ folder, quick, say }) => {
  const rows = quick ? ROWS_QUICKLY : ROWS
  const database = join(folder, 'import.db')
  await prepare(folder, database)
  const runs = []
  for (const count of [rows / 10, rows]) {
    say(`importing a sheet of ${count.toLocaleString('en')} rows`)
    const file = join(folder, `hours-${count}.csv`)
    await writeSheet(file, count)
    const began = performance.now()
    const peakMegabytes = await timebank(folder, database, ['import', 'hours', file, '--community', COMMUNITY, '--approver', 'approver', '--json'])
    runs.push({ peakMegabytes, rowMicroseconds: ((performance.now() - began) * 1000) / count })
  }
  const [small, large] = runs
  if (!small || !large) throw new Error('nothing was imported')
  const against = `a sheet of ${(rows / 10).toLocaleString('en')} rows`
  const size = rows.toLocaleString('en')
  return [
    figure({ name: 'import-memory', unit: `MB at most, ${size} rows`, ours: large.peakMegabytes, peer: small.peakMegabytes, against, atMost: 2 }),
    figure({ name: 'import-time', unit: `µs a row, ${size} rows`, ours: large.rowMicroseconds, peer: small.rowMicroseconds, against })
  ]
}

async function prepare(folder: string, database: string): Promise<void> {
  const policy = join(folder, 'policy.json')
  writeFileSync(policy, JSON.stringify(POLICY))
  const members = join(folder, 'members.csv')
  const cards = Array.from({ length: MEMBERS }, (_, index) => `${cardOf(index)},成员${index},男,1970-01-01,,1幢,第1网格,志愿者,`)
  writeFileSync(members, ['卡号,姓名,性别,出生日期,手机,楼栋,网格,身份,关怀标签', ...cards].join('\n'))
  await timebank(folder, database, ['community', 'create', COMMUNITY, '--name', '基准社区'])
  await timebank(folder, database, ['policy', 'set', policy, '--community', COMMUNITY])
  await timebank(folder, database, ['import', 'members', members, '--community', COMMUNITY, '--approver', 'approver', '--json'])
}

function cardOf(index: number): string {
  return `TC${100_000 + index}`
}

/** Hours of a year, a few minutes apart from record to record, so that none is a duplicate. */
async function writeSheet(file: string, rows: number): Promise<void> {
  const random = randomNumbers(rows)
  const stream = createWriteStream(file)
  stream.write('序号,卡号,姓名,服务日期,开始时间,结束时间,时长(小时),服务类别,活动名称,记录方式,经办人,备注\n')
  for (let row = 0; row < rows; row++) {
    // Each member serves at most once a day of a sheet, and each sheet is of years of its own.
    const day = new Date(Date.UTC(rows === ROWS || rows === ROWS_QUICKLY ? 2020 : 2024, 0, 1 + Math.floor(row / MEMBERS)))
    const date = day.toISOString().slice(0, 10)
    const hour = 8 + random(8)
    const index = row % MEMBERS
    const line = `${row + 1},${cardOf(index)},成员${index},${date},${String(hour).padStart(2, '0')}:00,${String(hour + 1).padStart(2, '0')}:30,,${CATEGORY},活动${random(50)},签到,经办,\n`
    if (!stream.write(line)) await once(stream, 'drain')
  }
  stream.end()
  await once(stream, 'finish')
}

/** Runs the command line and returns the most memory that the process held, in megabytes. */
async function timebank(folder: string, database: string, words: string[]): Promise<number> {
  const peakFile = join(folder, 'peak')
  const script = `process.on('exit', () => require('node:fs').writeFileSync(${JSON.stringify(peakFile)}, String(process.resourceUsage().maxRSS)))`
  const preload = join(folder, 'peak.cjs')
  writeFileSync(preload, script)
  const main = join(import.meta.dirname, '..', '..', 'src', 'main.js')
  const child = spawn(process.execPath, ['--require', preload, main, ...words], {
    env: { ...process.env, TIMEBANK_DATABASE: database },
    stdio: ['ignore', 'ignore', 'pipe']
  })
  let said = ''
  child.stderr.on('data', (text: Buffer) => {
    said = (said + text.toString()).slice(-2000)
  })
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0) throw new Error(`timebank ${words.join(' ')} ended with ${code}: ${said}`)
  return Number(readFileSync(peakFile, 'utf8')) / 1024
}
