import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import iconv from 'iconv-lite'
import t from 'tap'
import { buildWorkbook } from './build-workbook.ts'

const ROWS = 100_000
const HEADINGS = ['序号', '卡号', '姓名', '服务日期', '开始时间', '结束时间', '时长(小时)', '服务类别', '活动名称', '记录方式', '经办人', '备注']
const PROGRAM = new URL('./judge-large-sheet.js', import.meta.url).pathname

/** Every record is two hours on its own day of a member, so that all are accepted. */
function cellsOf(row: number): string[] {
  const day = String(row % 28 + 1).padStart(2, '0')
  return [String(row + 1), `TC${100_000 + Math.floor(row / 28)}`, '夏红浩', `2025年3月${day}日`, '０８：００', '10:00', '2小时', '治安巡逻', '城墙根巡护', '签到', '网格员', `第${row}行`]
}

async function judge(file: string): Promise<{ records: number, accepted: number, totalMinutes: number, peakBytes: number }> {
  const { stdout } = await promisify(execFile)(process.execPath, ['--max-old-space-size=64', PROGRAM, file])
  return JSON.parse(stdout)
}

const folder = await mkdtemp(join(tmpdir(), 'sheet-'))
t.teardown(async () => { await rm(folder, { recursive: true }) })

t.test('a hundred thousand rows of GB18030 are judged with a heap of 64 MB', async (t) => {
  const lines = [HEADINGS.join(','), ...Array.from({ length: ROWS }, (_, row) => cellsOf(row).join(','))]
  await writeFile(join(folder, 'hours.csv'), iconv.encode(lines.join('\r\n'), 'gb18030'))
  const result = await judge(join(folder, 'hours.csv'))
  t.match(result, { records: ROWS, accepted: ROWS, totalMinutes: ROWS * 120 })
  t.ok(result.peakBytes < 300 * 1024 * 1024, `${result.peakBytes} bytes`)
})

t.test('a hundred thousand rows of a workbook with shared strings are judged with a heap of 64 MB', async (t) => {
  const index = new Map<string, number>()
  const cell = (text: string): string => {
    const at = index.get(text) ?? index.size
    index.set(text, at)
    return `<c t="s"><v>${at}</v></c>`
  }
  const rows = [HEADINGS, ...Array.from({ length: ROWS }, (_, row) => cellsOf(row))].map((cells) => `<row>${cells.map(cell).join('')}</row>`).join('')
  const sharedStrings = [...index.keys()].map((text) => `<si><t>${text}</t></si>`).join('')
  await writeFile(join(folder, 'hours.xlsx'), buildWorkbook({ sheets: [{ name: '三月', rows }], sharedStrings }))
  const result = await judge(join(folder, 'hours.xlsx'))
  t.match(result, { records: ROWS, accepted: ROWS, totalMinutes: ROWS * 120 })
  t.ok(result.peakBytes < 300 * 1024 * 1024, `${result.peakBytes} bytes`)
})
