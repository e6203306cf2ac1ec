import { spawn } from 'node:child_process'
import { join } from 'node:path'
import t from 'tap'
import { packageRoot } from '../../src/package-root.ts'
import { commandLine, freshFolder, json, onEveryDatabase, spawned } from './command-line.ts'

onEveryDatabase(t, 'accounts and keys are made, listed and ended on the command line', async (t, timebank) => {
  await json(timebank('community', 'create', 'taicheng', '--name', '台城花园社区', '--json'))
  const created = await json(timebank('account', 'create', 'li.mei', '--role', 'clerk', '--community', 'taicheng', '--json'))
  t.match(created, { user: 'li.mei', password: /^(\w{4}-){3}\w{4}$/, role: { role: 'clerk', scope: 'community', communityId: 'taicheng' } })
  t.match(await timebank('account', 'create', 'li.mei', '--role', 'clerk'), { code: 4, err: /user_exists/ })
  t.match(await timebank('account', 'create', 'wang', '--role', 'clerk', '--community', 'nowhere'), { code: 3, err: /unknown_community/ })
  t.match(await timebank('account', 'create', 'wang', '--role', 'king'), { code: 2 })
  t.match(await json(timebank('account', 'list', '--json')), [{ name: 'li.mei', kind: 'staff', roles: [{ role: 'clerk' }], mustChangePassword: true }])
  t.notMatch(await json(timebank('account', 'reset-password', 'li.mei', '--json')), { password: created.password })
  t.match(await timebank('account', 'disable', 'li.mei'), { code: 0, out: '已停用 li.mei\n' })
  t.match((await timebank('account', 'list')).out, /li\.mei\tstaff\tclerk@taicheng\t停用 disabled/)
  t.match(await timebank('account', 'enable', 'li.mei'), { code: 0 })
  t.match(await timebank('account', 'disable', 'nobody'), { code: 3, err: /unknown_user/ })

  const quiet = await timebank('key', 'create', 'tour', '--role', 'administrator', '--hours', '1', '--quiet')
  t.match(quiet.out, /^tbk_[\w-]{43}\n$/)
  const { key, keyId } = await json(timebank('key', 'create', 'tour', '--role', 'administrator', '--json'))
  t.not(key, quiet.out.trim())
  t.match(await timebank('key', 'create', 'li.mei', '--role', 'clerk'), { code: 4 }, 'no key for staff')
  t.match(await timebank('key', 'create', 'tour', '--role', 'clerk', '--hours', 'x'), { code: 2 })
  t.match(await timebank('key', 'create', 'tour', '--role', 'clerk', '--days', '400'), { code: 2 })
  t.match(await timebank('key', 'create', 'other', '--role', 'clerk', '--operations', 'listUsers,nothingAtAll'), { code: 2, err: /unknown_operation/ })
  t.match(await timebank('key', 'list', 'other'), { code: 3 }, 'and no program was made')
  t.match(await timebank('account', 'create', 'wang', '--role', 'resident'), { code: 4, err: /role_unfit/ })
  t.match(await timebank('key', 'revoke', 'tour', String(keyId)), { code: 0 })
  t.match((await timebank('key', 'list', 'tour')).out, /^[^\n]+Z\n[^\n]+停用 revoked\n$/)
})

t.test('the first start tells one password once, and the demo’s users are not served without the demo', async (t) => {
  const database = join(freshFolder(t), 'timebank.db')
  const serve = (file: string, until: RegExp): Promise<string> =>
    new Promise((resolve) => {
      const child = spawn(process.execPath, [join(packageRoot(), 'build/src/main.js'), 'serve'], {
        env: { ...process.env, TIMEBANK_DATABASE: file, TIMEBANK_PORT: '0', TIMEBANK_LOG_LEVEL: 'silent' }
      })
      let said = ''
      const hear = (chunk: Buffer): void => {
        said += chunk.toString()
        if (until.test(said)) child.kill('SIGTERM')
      }
      child.stdout.on('data', hear)
      child.stderr.on('data', hear)
      child.on('close', () => resolve(said))
    })
  const first = await serve(database, /metrics[\s\S]*admin {2}\S+\n/)
  const password = /admin {2}(\S+)/.exec(first)?.[1] ?? ''
  t.match(password, /^(\w{4}-){3}\w{4}$/)
  t.notMatch(await serve(database, /metrics/), 'admin  ')
  const demo = join(freshFolder(t), 'demo.db')
  t.equal((await commandLine(demo)('demo')).code, 0)
  t.equal((await spawned(demo)('serve')).code, 2, 'as other settings that are wrong')
  const refused = await serve(demo, /never/)
  t.match(refused, 'unsafe_settings')
  t.match(refused, /admin、coordinator/)
})
