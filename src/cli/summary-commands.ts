import { type Command, Option } from 'commander'
import type { DateRange } from '../audit/audit-source.ts'
import type { FiguresJson } from '../audit/summary-figures.ts'
import { type SummaryPlace, summarizeArea, summarizeCommunity, summaryJson } from '../audit/summary.ts'
import { isPlainDate } from '../clock.ts'
import { refuse } from '../refusal.ts'
import { inSession, type Run, type Session } from './session.ts'
import { orRefused, RefusedError } from './terminal.ts'

interface Flags {
  area?: string
  community?: string
  by: 'grid' | 'building'
  from: string
  through: string
}

export function addSummaryCommands(program: Command, run: Run): void {
  program
    .command('summary')
    .description('汇总区、街道或社区 · what a district, a subdistrict or a community comes to')
    .option('--area <id>', '区或街道 · a district or a subdistrict')
    .option('--community <id>', '社区 · a community')
    .addOption(new Option('--by <part>', '社区按网格或楼栋 · a community by grid or building').choices(['grid', 'building']).default('grid'))
    .option('--from <date>', '起始业务日期 · first business date', '1900-01-01')
    .option('--through <date>', '截止业务日期 · last business date', '9999-12-31')
    .action((flags: Flags, command: Command) => inSession(run, command, (session) => printSummary(session, flags)))
}

async function printSummary({ service, terminal }: Session, flags: Flags): Promise<void> {
  const { store } = service.bank
  const range = rangeOf(flags)
  const { area, community, by } = flags
  if ((area === undefined) === (community === undefined)) throw new RefusedError(refuse('invalid_request', { detail: '--area | --community' }))
  const found = area === undefined ? await summarizeCommunity(store, community ?? '', { range, by }) : await summarizeArea(store, area, range)
  const summary = summaryJson(orRefused(found))
  terminal.result(summary, () => {
    terminal.say(`${summary.place.name} 汇总 ${flags.from} – ${flags.through}`, `${summary.place.name}, summary ${flags.from} – ${flags.through}`)
    terminal.print(cells(COLUMNS.map(([, heading]) => heading[terminal.language]), ''))
    for (const { figures, ...place } of summary.rows) terminal.print(line(figures, nameOf(place, terminal.language)))
    terminal.print(line(summary.total, terminal.language === 'zh' ? '合计' : 'total'))
    terminal.say(`${summary.notice.zh}。`, `${summary.notice.en}.`)
  })
}

function rangeOf({ from, through }: Flags): DateRange {
  for (const date of [from, through]) if (!isPlainDate(date)) throw new RefusedError(refuse('bad_date', { value: date }))
  if (from > through) throw new RefusedError(refuse('invalid_request', { detail: `${from} > ${through}` }))
  return { from, to: through }
}

const COLUMNS: [keyof FiguresJson, { zh: string; en: string }][] = [
  ['members', { zh: '成员', en: 'members' }],
  ['activeVolunteers', { zh: '活跃', en: 'active' }],
  ['serviceRecords', { zh: '记录', en: 'records' }],
  ['verifiedMinutes', { zh: '认证分钟', en: 'verified' }],
  ['honoraryMinutes', { zh: '荣誉分钟', en: 'honorary' }],
  ['teamMinutes', { zh: '团队分钟', en: 'team' }],
  ['pointsIssued', { zh: '发放', en: 'issued' }],
  ['pointsRedeemed', { zh: '兑换', en: 'redeemed' }],
  ['pointsExpired', { zh: '过期', en: 'expired' }],
  ['pointsOutstanding', { zh: '未兑付', en: 'outstanding' }],
  ['donatedPool', { zh: '公益池', en: 'pool' }],
  ['goodsRedeemed', { zh: '物资件', en: 'pieces' }],
  ['transactions', { zh: '凭证', en: 'vouchers' }]
]

const WIDTH = 12

/** Numbers in columns, and the name last: Chinese names have no width that a terminal agrees on. */
function cells(texts: string[], name: string): string {
  return `${texts.map((text) => text.padStart(WIDTH - (text.match(/\p{Script=Han}/gu)?.length ?? 0))).join('')}  ${name}`.trimEnd()
}

function line(figures: FiguresJson, name: string): string {
  return cells(COLUMNS.map(([column]) => String(figures[column])), name)
}

function nameOf({ level, id, name, grid }: SummaryPlace, language: 'zh' | 'en'): string {
  if (level === 'common') return language === 'zh' ? '(不属成员)' : '(of no member)'
  const own = name ?? (language === 'zh' ? '(未登记)' : '(not known)')
  if (id !== null) return `${own}(${id})`
  return grid === null ? own : `${grid} ${own}`
}
