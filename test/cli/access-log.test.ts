import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { asc } from 'drizzle-orm'
import { openBank } from '../../src/ledger/open-bank.ts'
import { commandLine, freshFolder, json } from './command-line.ts'

t.test('what is changed on the command line stands in the access log with who did it, and so does what is refused', async (t) => {
  const folder = freshFolder(t)
  const database = join(folder, 'timebank.db')
  const timebank = commandLine(database)
  const sheet = join(folder, 'members.csv')
  writeFileSync(sheet, '卡号,姓名\r\nTC100001,夏红浩\r\n')
  const asLi = ['--actor', 'li']
  await timebank('area', 'create', 'xuanwu', '--name', '玄武区', ...asLi)
  await timebank('area', 'rename', 'xuanwu', '--name', '玄武', ...asLi)
  await timebank('community', 'create', 'taicheng', '--name', '台城花园社区', ...asLi)
  await timebank('community', 'rename', 'taicheng', '--name', '台城社区', ...asLi)
  const { importId } = await json<{ importId: string }>(timebank('import', 'members', sheet, '--community', 'taicheng', '--json', ...asLi))
  await timebank('import', 'confirm', importId, '--community', 'taicheng', '--actor', 'wang')
  await timebank('account', 'create', 'mei', '--role', 'clerk', '--community', 'taicheng', ...asLi)
  await timebank('account', 'create', 'mei', '--role', 'clerk', ...asLi)
  await timebank('account', 'reset-password', 'mei', ...asLi)
  await timebank('account', 'disable', 'mei', ...asLi)
  await timebank('account', 'enable', 'mei', ...asLi)
  await timebank('account', 'enable', 'nobody')
  const { keyId } = await json<{ keyId: string }>(timebank('key', 'create', 'platform', '--role', 'auditor', '--json', ...asLi))
  await timebank('key', 'revoke', 'platform', keyId, ...asLi)
  await timebank('keys', 'rotate', ...asLi)
  await timebank('community', 'archive', 'taicheng', '--reason', 'merged', ...asLi)
  await timebank('account', 'list')

  const bank = await openBank({ database })
  t.teardown(() => bank.close())
  const { accessLog } = bank.store.tables
  const rows = await bank.store.db.select().from(accessLog).orderBy(asc(accessLog.entryId))
  const kept = rows.map(({ actor, operation, outcome, communityId, subject }) => [actor, operation, outcome, communityId || '-', subject ?? '-'].join(' '))
  for (const expected of [
    'li createArea done - area:xuanwu', 'li renameArea done - area:xuanwu', 'li createCommunity done - community:taicheng',
    'li changeCommunity done taicheng community:taicheng', `li previewImport done taicheng import:${importId}`,
    `wang confirmImport done taicheng import:${importId}`, 'li createUser done taicheng user:mei/role:clerk@taicheng', 'li createUser user_exists taicheng -',
    'li resetPassword done taicheng user:mei', 'li disableUser done taicheng user:mei', 'li enableUser done taicheng user:mei', 'operator enableUser unknown_user - -',
    'li createApiKey done - user:platform/role:auditor', `li revokeApiKey done - user:platform/key:${keyId}`, 'li rotateKeys done - key:k2',
    'li archiveCommunity done taicheng community:taicheng'
  ]) t.ok(kept.includes(expected), `${expected}\n${kept.join('\n')}`)
  t.notOk(kept.some((each) => each.includes('listUsers')), 'reads are not kept')
  t.notMatch(JSON.stringify(rows), /夏红浩|TC100001/)
})
