import { type Command, Option } from 'commander'
import { isPlainDate } from '../clock.ts'
import { needsTwoPeople } from '../communities/four-eyes.ts'
import { RECORD_STATES, type RecordState } from '../contracts/record-codes.ts'
import { beginApproval, carryOnApproval } from '../hours/records/approval-runs.ts'
import { returnRecord } from '../hours/records/change-record.ts'
import { postDue } from '../hours/records/public-notice.ts'
import { listRecords, type RecordFilter } from '../hours/records/read-records.ts'
import type { RecordRow } from '../hours/records/record-row.ts'
import { submitRecords } from '../hours/records/submit-records.ts'
import { isReason, REASON_CODES } from '../reason.ts'
import { refuse } from '../refusal.ts'
import { logged } from './logged.ts'
import { inSession, type Run, type Session } from './session.ts'
import { orRefused, RefusedError } from './terminal.ts'

interface Flags {
  community: string
  state?: RecordState
  member?: string
  from?: string
  through?: string
  recorder?: string
  limit?: string
  expiredAccepted?: boolean
  reason?: string
}

/** Records that are read at once. */
const TOGETHER = 200

export function addRecordCommands(program: Command, run: Run): void {
  const records = program.command('records').description('服务记录:提交、审核、公示 · service records on their way to points')
  const add = (name: string, description: string, action: (session: Session, ids: string[], flags: Flags) => Promise<void>): Command =>
    records
      .command(name)
      .description(description)
      .requiredOption('--community <id>', '社区 · the community')
      .action((...given: unknown[]) => {
        const command = given.at(-1) as Command
        return inSession(run, command, (session) => action(session, command.args, command.opts<Flags>()))
      })
  const filtered = (command: Command): Command =>
    command
      .option('--member <number>', '成员 · the member')
      .option('--from <date>', '服务日期自 · service dates from')
      .option('--through <date>', '服务日期至 · through')
      .option('--recorder <name>', '经办人 · who recorded it')
  filtered(add('list', '列出服务记录 · list service records', list))
    .addOption(new Option('--state <state>', '状态 · the state').choices(RECORD_STATES))
    .option('--limit <n>', '最多条数 · records at most', '50')
  filtered(add('submit [ids...]', '提交审核,不指明的为全部 · submit for approval, all where none is named', submit))
  filtered(add('approve [ids...]', '审核通过没有疑点的,不指明的为全部 · approve what is unremarkable, all where none is named', approve)).option(
    '--expired-accepted', '积分已过期仍要入账 · post even where the points have expired'
  )
  add('return <id>', '退回 · return a record', giveBack).requiredOption('--reason <code>', `原因 · why: ${REASON_CODES.join(', ')}`)
  add('post-due', '公示期满的入账 · post what has stood on public notice', due)
}

/** Refuses what is no number and no date. */
function filterOf({ member, from, through, recorder, state }: Flags): RecordFilter {
  for (const value of [from, through]) if (value !== undefined && !isPlainDate(value)) throw new RefusedError(refuse('bad_date', { value }))
  const number = member === undefined ? undefined : Number(member)
  if (number !== undefined && !Number.isSafeInteger(number)) throw new RefusedError(refuse('invalid_request', { detail: 'member' }))
  return { member: number, from, through, recorder, state }
}

function shown(row: RecordRow) {
  const { recordId, memberNumber, serviceDate, minutes, category, activity, state, flags, recordedBy, number, noticeThrough } = row
  return { recordId, member: memberNumber, serviceDate, minutes, category, activity, state, flags, recordedBy, number, noticeThrough }
}

async function list({ service, terminal }: Session, _: string[], flags: Flags): Promise<void> {
  const limit = Math.max(1, Math.min(10_000, Number(flags.limit) || 50))
  const { items, next } = await listRecords(service, flags.community, { ...filterOf(flags), limit })
  const records = items.map(shown)
  terminal.result({ records, next }, () => {
    for (const each of records) {
      const doubts = each.flags.filter(({ answer }) => answer === undefined).map(({ code }) => code)
      terminal.print([each.recordId, each.state, each.serviceDate, each.member, each.minutes, each.category, each.activity, doubts.join(',')].join('\t'))
    }
  })
}

/** Every record that waits to be submitted, or those that are named. */
async function* toSubmit({ service }: Session, ids: string[], flags: Flags): AsyncGenerator<string[]> {
  for (let from = 0; from < ids.length; from += TOGETHER) yield ids.slice(from, from + TOGETHER)
  if (ids.length > 0) return
  for (const state of ['recorded', 'returned'] as const) {
    for (let after: string | undefined; ; ) {
      const { items, next } = await listRecords(service, flags.community, { ...filterOf(flags), state, after, limit: TOGETHER })
      if (items.length > 0) yield items.map((each) => each.recordId)
      if (next === null) break
      after = next
    }
  }
}

async function submit(session: Session, ids: string[], flags: Flags): Promise<void> {
  const { service, terminal, actor, key } = session
  const outcomes = []
  let part = 0
  for await (const some of toSubmit(session, ids, flags)) {
    const asked = { actor, idempotencyKey: `${key}#${++part}`, request: ['submit', some] }
    const what = { communityId: flags.community, operation: 'submitServiceRecords' }
    outcomes.push(...(await logged(session, what, async () => orRefused(await submitRecords(service, flags.community, some, asked)))).outcomes)
  }
  const refused = outcomes.filter(({ code }) => code !== null)
  terminal.result({ submitted: outcomes.length - refused.length, refused }, () => {
    terminal.say(`已提交 ${outcomes.length - refused.length} 条,未受理 ${refused.length} 条`, `${outcomes.length - refused.length} submitted, ${refused.length} refused`)
    for (const { recordId, code } of refused) terminal.print(`  ${recordId}\t${code}`)
  })
}

async function approve(session: Session, ids: string[], flags: Flags): Promise<void> {
  const { service, terminal, actor, key } = session
  const { state: _, ...filter } = filterOf(flags)
  const request = { ...(ids.length > 0 ? { ids } : { filter }), expiredAccepted: flags.expiredAccepted }
  const approving = terminal.progress({ zh: '审核', en: 'Approving' })
  const what = { communityId: flags.community, operation: 'approveServiceRecords', subject: ({ runId }: { runId: string }) => `approval:${runId}` }
  const run = await logged(session, what, async () => {
    const { runId } = orRefused(await beginApproval(service, flags.community, request, { actor, idempotencyKey: key, request }))
    return orRefused(await carryOnApproval(service, flags.community, runId, ({ records }) => approving.update(records)))
  })
  approving.stop()
  terminal.result(run, () => {
    const passedOver = run.records - run.posted - run.onNotice - run.awaiting
    terminal.say(
      `${run.records} 条:入账 ${run.posted},公示 ${run.onNotice},待下一级 ${run.awaiting},跳过 ${passedOver}`,
      `${run.records} records: ${run.posted} posted, ${run.onNotice} on notice, ${run.awaiting} wait for another, ${passedOver} passed over`
    )
    for (const [code, count] of Object.entries(run.passedOver)) terminal.print(`  ${String(count).padStart(6)}  ${code}`)
  })
}

async function giveBack(session: Session, [recordId = '']: string[], { community, reason = '' }: Flags): Promise<void> {
  const { service, terminal, actor, key } = session
  if (!isReason(reason)) throw new RefusedError(refuse('unknown_reason', { value: reason }))
  const asked = { actor, idempotencyKey: key, request: ['return', recordId, reason], twoPeople: await needsTwoPeople(service, community) }
  const what = { communityId: community, operation: 'returnServiceRecord', reason, subject: () => `service_record:${recordId}` }
  const { record } = await logged(session, what, async () => orRefused(await returnRecord(service, community, recordId, { reason }, asked)))
  terminal.result(shown(record), () => terminal.say('已退回', 'Returned'))
}

async function due({ service, terminal, actor }: Session, _: string[], { community }: Flags): Promise<void> {
  const { posted, sentBack } = orRefused(await postDue(service, community, { postedBy: actor }))
  terminal.result({ posted, sentBack }, () => terminal.say(`已入账 ${posted} 条`, `${posted} posted`))
}
