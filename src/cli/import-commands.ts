import { writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { type Command, Option } from 'commander'
import { needsTwoPeople } from '../communities/four-eyes.ts'
import { importHours } from '../hours/import-hours.ts'
import { summarizeHours } from '../hours/summarize-import.ts'
import { confirmImport } from '../imports/confirm-import.ts'
import { importMembers } from '../imports/import-members.ts'
import type { ImportKind } from '../imports/import-kind.ts'
import { previewImport } from '../imports/preview-import.ts'
import { allImportRows, type ImportView, listImportRows, readImport, reportRow } from '../imports/read-import.ts'
import { rejectedFile } from '../imports/rejected-file.ts'
import { importGoods } from '../redemption/import-goods.ts'
import { refuse } from '../refusal.ts'
import { logged } from './logged.ts'
import { inSession, type Run, type Session } from './session.ts'
import { isFile, orRefused, RefusedError } from './terminal.ts'

interface ImportFlags {
  community: string
  preview?: boolean
  submit?: boolean
  approver?: string
  counter?: string
  column?: Record<string, string>
  rejected?: string
}

const KINDS = [importMembers, importGoods, importHours]

export function addImportCommands(program: Command, run: Run): void {
  const parent = program.command('import').description('导入 · imports')
  add(parent, run, importMembers, '成员名册 · the register of members')
  add(parent, run, importGoods, '物资清单 · the list of goods').option('--counter <name>', '物资入哪个兑换点 · the counter the goods go to', 'main')
  add(parent, run, importHours, '时长登记表 · a sheet of service hours').option('--submit', '提交审核,不直接入账 · submit the rows for approval, post nothing')
  parent
    .command('confirm <id>')
    .description('确认别人交来的导入 · confirm what another person handed in')
    .requiredOption('--community <id>', '社区 · the community')
    .action((importId: string, flags: { community: string }, command: Command) => inSession(run, command, (session) => confirmFile(session, importId, flags)))
}

function add(parent: Command, run: Run, kind: ImportKind, description: string): Command {
  return parent
    .command(`${kind.name} <file>`)
    .description(description)
    .requiredOption('--community <id>', '社区 · the community')
    .option('--preview', '只预览,不入账 · preview only, post nothing')
    .option('--approver <name>', '由另一人确认并入账 · another person, who confirms and posts it')
    .addOption(
      new Option('--column <field=heading>', '指定列(列名、列字母或序号)· name a column by hand').argParser(
        (value: string, columns: Record<string, string> = {}) => {
          const at = value.indexOf('=')
          return { ...columns, [value.slice(0, at)]: value.slice(at + 1) }
        }
      )
    )
    .option('--rejected <file>', '未通过的记录写到此文件 · where rejected rows are written')
    .action((file: string, flags: ImportFlags, command: Command) => inSession(run, command, (session) => importFile(session, kind, file, flags)))
}

async function importFile(session: Session, kind: ImportKind, file: string, flags: ImportFlags): Promise<void> {
  const { service, terminal, actor, key } = session
  if (!isFile(file)) throw new RefusedError(refuse('no_such_file', { file }))
  const { community: communityId } = flags
  const reading = terminal.progress({ zh: '读取', en: 'Reading' })
  const what = { communityId, operation: 'previewImport', subject: ({ answer }: { answer: ImportView }) => `import:${answer.importId}` }
  const { answer: preview } = await logged(session, what, async () =>
    orRefused(
      await previewImport(service, kind, {
        communityId, file, fileName: basename(file), actor, asked: { actor, idempotencyKey: key, request: 'import' },
        options: { mapping: mappingOf(flags.column), counter: flags.counter },
        progress: (records) => reading.update(records)
      })
    )
  )
  reading.stop()
  const submit = flags.submit === true
  const approver = flags.approver ?? (submit ? actor : (await needsTwoPeople(service, communityId)) ? undefined : actor)
  const confirms = !flags.preview && preview.state !== 'confirmed' && approver !== undefined
  const view = confirms ? await confirm(session, kind, { communityId, importId: preview.importId, actor: approver, accepted: preview.accepted, submit }) : preview
  if (flags.rejected) {
    let text = ''
    for await (const chunk of await rejectedFile(service, kind, { communityId, importId: view.importId }, terminal.language)) text += chunk
    writeFileSync(flags.rejected, text)
  }
  await printOutcome(session, kind, { ...view, repeated: preview.repeated || view.repeated }, communityId)
  if (!flags.preview && view.state !== 'confirmed') {
    const next = `timebank import confirm ${view.importId} --community ${communityId} --actor NAME`
    terminal.say(`还须另一人确认:${next}`, `Another person must confirm it: ${next}`)
  }
}

async function confirmFile(session: Session, importId: string, { community: communityId }: { community: string }): Promise<void> {
  const found = orRefused(await readImport(session.service, null, { communityId, importId, repeated: false }))
  const kind = KINDS.find((each) => each.name === found.kind)
  if (!kind) throw new RefusedError(refuse('unknown_import', { import: importId }))
  await printOutcome(session, kind, await confirm(session, kind, { communityId, importId, actor: session.actor, accepted: found.accepted }), communityId)
}

interface Confirmation {
  communityId: string
  importId: string
  actor: string
  accepted: number
  submit?: boolean
}

async function confirm(session: Session, kind: ImportKind, { accepted, ...request }: Confirmation): Promise<ImportView> {
  const posting = session.terminal.progress({ zh: '入账', en: 'Posting' })
  const what = { communityId: request.communityId, operation: request.submit ? 'submitImport' : 'confirmImport', subject: () => `import:${request.importId}` }
  const asked = { actor: request.actor, idempotencyKey: `${session.key}#confirm`, request: ['confirm', request.importId] }
  const view = await logged({ ...session, actor: request.actor }, what, async () =>
    orRefused(await confirmImport(session.service, kind, { ...request, asked, progress: (posted) => posting.update(posted, accepted) }))
  )
  posting.stop()
  return view
}

async function printOutcome(session: Session, kind: ImportKind, view: ImportView, communityId: string): Promise<void> {
  const { terminal } = session
  const result = await report(session, kind, view, communityId)
  const rejected = terminal.json ? [] : await rejectedLines(session, kind, { communityId, importId: view.importId })
  terminal.result(result, () => {
    terminal.say(
      `${view.records} 条记录:通过 ${view.accepted},未通过 ${view.records - view.accepted}${view.state === 'confirmed' ? '' : '(预览,未入账)'}${result.repeated ? '(此文件先前已导入)' : ''}`,
      `${view.records} records: ${view.accepted} accepted, ${view.records - view.accepted} rejected${view.state === 'confirmed' ? '' : ' (preview, nothing posted)'}${result.repeated ? ' (this file was imported before)' : ''}`
    )
    for (const [reason, count] of Object.entries(view.rejected)) {
      terminal.print(`  ${String(count).padStart(6)}  ${reason}  ${kind.reasonText(reason, terminal.language)}`)
    }
    for (const line of rejected) terminal.print(line)
  })
}

const MOST_LINES_SHOWN = 30

/** Each rejected record with its line in the file and why; a long list is cut short. */
async function rejectedLines({ service, terminal }: Session, kind: ImportKind, key: { communityId: string; importId: string }): Promise<string[]> {
  const { items, next } = await listImportRows(service, key, { accepted: false, limit: MOST_LINES_SHOWN })
  const lines = items.map(({ place, reason, cells }) => {
    const line = place.line ?? place.row
    const what = cells.filter((cell) => cell !== '').slice(0, 4).join(' ')
    return terminal.language === 'zh'
      ? `  第 ${line} 行  ${kind.reasonText(reason ?? '', 'zh')}:${what}`
      : `  line ${line}  ${kind.reasonText(reason ?? '', 'en')}: ${what}`
  })
  return next === null ? lines : [...lines, '  …']
}

/** A column is named by its heading, a capital letter, or a number from 1. */
function mappingOf(columns: Record<string, string> | undefined): Record<string, string | number> | undefined {
  if (!columns) return undefined
  return Object.fromEntries(Object.entries(columns).map(([field, column]) => [field, /^\d+$/.test(column) ? Number(column) : column]))
}

async function report({ service }: Session, kind: ImportKind, view: ImportView, communityId: string) {
  const outcomes: Record<string, unknown>[] = []
  for await (const row of allImportRows(service, { communityId, importId: view.importId })) outcomes.push(reportRow(kind, row))
  const { records, accepted, rejected, importId, state, repeated } = view
  const summary = kind.name === 'hours' ? await summarizeHours(service, { communityId, importId }) : {}
  return { records, accepted, rejected, ...summary, importId, state, repeated, outcomes }
}
