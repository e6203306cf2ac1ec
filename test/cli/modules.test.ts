import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import t from 'tap'
import { packageRoot } from '../../src/package-root.ts'
import { temporaryFolder } from '../temporary-folder.ts'

const main = join(packageRoot(), 'build/src/main.js')

/** Every module that a program loads, as its address. */
function modulesOf(folder: string, argv: string[]): string[] {
  const list = join(folder, 'modules.txt')
  rmSync(list, { force: true })
  const hooks = join(folder, 'hooks.mjs')
  writeFileSync(
    hooks,
    `import { appendFileSync } from 'node:fs'
export function load(url, context, next) {
  appendFileSync(${JSON.stringify(list)}, url + '\\n')
  return next(url, context)
}
`
  )
  const register = join(folder, 'register.mjs')
  writeFileSync(register, `import { register } from 'node:module'\nregister(${JSON.stringify(pathToFileURL(hooks).href)})\n`)
  const { status, stderr } = spawnSync(process.execPath, ['--import', pathToFileURL(register).href, ...argv], {
    env: { PATH: process.env['PATH'], TIMEBANK_DATABASE: join(folder, 'timebank.db') },
    encoding: 'utf8'
  })
  if (status !== 0) throw new Error(`${argv.join(' ')}: ${stderr}`)
  return existsSync(list) ? readFileSync(list, 'utf8').split('\n') : []
}

t.test('commands load neither the library for signing in nor the web framework, since nobody signs in', async (t) => {
  const folder = temporaryFolder('timebank-modules-')
  const strange = (modules: string[]): string[] => modules.filter((each) => /node_modules\/(better-auth|@better-auth|fastify|@fastify)\//.test(each))
  const commands = [
    ['--help'],
    ['community', 'create', 'taicheng', '--name', '台城花园社区'],
    ['account', 'create', 'li.mei', '--role', 'clerk', '--community', 'taicheng'],
    ['account', 'reset-password', 'li.mei'],
    ['key', 'create', 'platform', '--role', 'auditor'],
    ['verify', '--community', 'taicheng']
  ]
  for (const command of commands) {
    const modules = modulesOf(folder, [main, ...command])
    t.ok(modules.some((each) => each.endsWith('/src/cli/program.js')), 'modules are listed')
    t.same(strange(modules), [], command.join(' '))
  }
  const signingIn = modulesOf(folder, [join(packageRoot(), 'build/src/identity/library.js')])
  t.ok(strange(signingIn).length > 0, 'where it is loaded it would be seen')
})
