import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { packageRoot } from '../../src/package-root.ts'
import { commandLine, freshFolder, json, openTaicheng } from '../cli/command-line.ts'
import { taichengFile } from '../taicheng-files.ts'

const ROWS = 3000

/** A sheet of hours of the fixtures' members, a record a day each. */
function writeSheet(file: string): void {
  const members = readFileSync(taichengFile('members.csv'), 'utf8').trim().split(/\r?\n/).slice(1).map((line) => line.split(','))
  const lines = ['卡号,姓名,服务日期,时长,服务类别,活动名称,记录方式']
  for (let row = 0; row < ROWS; row++) {
    const [card, name] = members[row % members.length] as [string, string]
    const day = String(1 + Math.floor(row / members.length)).padStart(2, '0')
    lines.push(`${card},${name},2025-03-${day},2,科普宣传,讲座,签到`)
  }
  writeFileSync(file, `${lines.join('\n')}\n`)
}

/** Starts the import and kills it after a while; resolves with whether it had ended by itself. */
function importUntilKilled(database: string, sheet: string, milliseconds: number): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(packageRoot(), 'build/src/main.js'), 'import', 'hours', sheet, '--community', 'taicheng', '--approver', 'approver', '--json'], {
      env: { ...process.env, TIMEBANK_DATABASE: database }, stdio: 'ignore'
    })
    const timer = setTimeout(() => child.kill('SIGKILL'), milliseconds)
    child.on('close', (code) => {
      clearTimeout(timer)
      resolve(code === 0)
    })
  })
}

interface Books {
  lines: { code: string; closing: string }[]
}

t.test('an import that is killed again and again leaves whole records only, and is taken up where it stopped', async (t) => {
  const folder = freshFolder(t)
  const database = join(folder, 'timebank.db')
  const sheet = join(folder, 'hours.csv')
  writeSheet(sheet)
  const timebank = commandLine(database)
  await openTaicheng(timebank)

  const minutes = async (): Promise<number> => {
    const { lines } = await json<Books>(timebank('trial-balance', '--community', 'taicheng', '--json'))
    return lines.filter((line) => line.code === 'M6201').reduce((sum, line) => sum + Number(line.closing), 0)
  }
  let kills = 0
  let partly = 0
  for (let wait = 700; !(await importUntilKilled(database, sheet, wait)); wait *= 1.3) {
    kills++
    t.equal((await timebank('verify')).code, 0, `the books are whole after kill ${kills}`)
    const posted = await minutes()
    t.equal(posted % 120, 0, 'no record is half posted')
    if (posted > 0 && posted < ROWS * 120) partly++
  }
  t.ok(kills > 0, 'it was killed at least once')
  t.comment(`${kills} kills, ${partly} of them in the middle of the posting`)
  t.equal(await minutes(), ROWS * 120, 'every record is posted exactly once')
  const report = await json<{ accepted: number; repeated: boolean }>(timebank('import', 'hours', sheet, '--community', 'taicheng', '--approver', 'approver', '--json'))
  t.match(report, { accepted: ROWS, repeated: true })
  t.equal((await timebank('verify')).code, 0)
})
