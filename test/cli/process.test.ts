import { existsSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { freshFolder, spawned } from './command-line.ts'

t.test('the program as a process: results on standard output, refusals on standard error, and exit codes by class', async (t) => {
  const timebank = spawned(join(freshFolder(t), 'timebank.db'))
  const created = await timebank('community', 'create', 'taicheng', '--name', '台城花园社区', '--json')
  t.match(JSON.parse(created.out), { communityId: 'taicheng', name: '台城花园社区', timeZone: 'Asia/Shanghai', cardPrefix: 'TAIC', archivedAt: null })
  t.equal(created.code, 0)
  const twice = await timebank('community', 'create', 'taicheng', '--name', '台城', '--json')
  t.equal(twice.code, 4)
  t.equal(twice.out, '')
  t.match(JSON.parse(twice.err), { code: 'community_exists' })
  t.equal((await timebank('statement', 'TC1', '--community', 'nowhere')).code, 3)
  t.equal((await timebank('nothing')).code, 2)
  t.equal((await timebank('import', 'hours', 'no-such-file.csv', '--community', 'taicheng')).code, 3)
  t.equal((await timebank('--help')).code, 0)
})

t.test('a setting that is not valid is named, in the reader\'s words, and nothing is opened', async (t) => {
  const database = join(freshFolder(t), 'timebank.db')
  for (const port of ['abc', '70000', '-1', '']) {
    const { code, out, err } = await spawned(database, { TIMEBANK_PORT: port })('serve')
    t.equal(code, 2, port)
    t.equal(out, '')
    t.match(err, '环境变量 TIMEBANK_PORT 的值有误 (bad_setting)')
  }
  const { code, err } = await spawned(database, { TIMEBANK_LOG_LEVEL: 'loud', LC_ALL: 'en_GB.UTF-8' })('community', 'list', '--json')
  t.equal(code, 2)
  t.match(JSON.parse(err), { code: 'bad_setting', message: 'The environment variable TIMEBANK_LOG_LEVEL is not valid' })
  t.equal(existsSync(database), false)
})

t.test('a person reads Chinese unless the locale says otherwise', async (t) => {
  const database = join(freshFolder(t), 'timebank.db')
  t.match((await spawned(database)('statement', 'X', '--community', 'nowhere')).err, '没有这个社区:nowhere')
  t.match((await spawned(database, { LC_ALL: 'en_GB.UTF-8' })('statement', 'X', '--community', 'nowhere')).err, 'There is no such community: nowhere')
})
