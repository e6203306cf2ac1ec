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

t.test('a person reads Chinese unless the locale says otherwise', async (t) => {
  const database = join(freshFolder(t), 'timebank.db')
  t.match((await spawned(database)('statement', 'X', '--community', 'nowhere')).err, '没有这个社区:nowhere')
  t.match((await spawned(database, { LC_ALL: 'en_GB.UTF-8' })('statement', 'X', '--community', 'nowhere')).err, 'There is no such community: nowhere')
})
