import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { freshFolder, json, onEveryDatabase } from './command-line.ts'

interface Listed {
  records: { recordId: string; state: string; number: number | null }[]
}

const MEMBERS = '卡号,姓名\r\nTC100001,夏红浩\r\nTC100002,李福\r\n'
const HOURS = '卡号,姓名,服务日期,时长,服务类别,活动名称,记录方式\r\nTC100001,夏红浩,2025-03-10,2,老人陪护,探访,签到\r\nTC100002,李福,2025-03-11,1,老人陪护,探访,签到\r\n'

onEveryDatabase(t, 'records are listed, returned, submitted again, approved and posted when due, from the command line', async (t, timebank) => {
  const folder = freshFolder(t)
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  }
  const policy = { earning: { categoryCoefficients: { 老人陪护: '1' }, publicNoticeDays: 365 } }
  const at = ['--community', 'taicheng', '--json']
  await json(timebank('community', 'create', 'taicheng', '--name', '台城花园社区', '--json'))
  await json(timebank('policy', 'set', file('policy.json', JSON.stringify(policy)), '--from', '2025-01-01', ...at))
  await json(timebank('import', 'members', file('members.csv', MEMBERS), '--approver', 'approver', ...at))
  // Confirmed by another person, and for all that not posted: the policy wants a public notice.
  await json(timebank('import', 'hours', file('hours.csv', HOURS), '--approver', 'approver', ...at, '--actor', 'wang'))
  const list = async (...more: string[]) => (await json<Listed>(timebank('records', 'list', ...at, ...more))).records
  const [first, second] = await list('--state', 'submitted')
  const id = String(first?.recordId)
  t.match([first, second], [{ number: null }, { number: null }])

  t.match(JSON.parse((await timebank('records', 'return', id, '--reason', 'no_such', ...at)).err), { code: 'unknown_reason' })
  t.match(JSON.parse((await timebank('records', 'return', id, '--reason', 'clerk_error', ...at, '--actor', 'wang')).err), { code: 'second_person_needed' })
  t.match(await json(timebank('records', 'return', id, '--reason', 'clerk_error', ...at, '--actor', 'li')), { recordId: id, state: 'returned' })
  t.match(await list('--state', 'returned'), [{ recordId: id }])
  t.match(JSON.parse((await timebank('records', 'list', ...at, '--from', '2025-02-30')).err), { code: 'bad_date' })
  t.match(await json(timebank('records', 'submit', ...at, '--actor', 'wang')), { submitted: 1, refused: [] })
  t.match(await json(timebank('records', 'submit', id, ...at, '--actor', 'wang')), { submitted: 0, refused: [{ code: 'record_not_open' }] })

  t.match(await json(timebank('records', 'approve', id, ...at, '--actor', 'li')), { records: 1, onNotice: 1, posted: 0 })
  t.match(await json(timebank('records', 'approve', ...at, '--actor', 'li', '--through', '2025-03-31')), { records: 1, onNotice: 1 })
  t.same((await list()).map(({ state }) => state), ['on_notice', 'on_notice'])
  t.match(await json(timebank('records', 'post-due', ...at)), { posted: 0, sentBack: {} })
  t.equal((await timebank('records', 'post-due', '--community', 'nowhere')).code, 3)
})
