import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { findProgram } from './programs.ts'

const variables = ['PATH', 'TIMEBANK_HLEDGER'] as const

t.beforeEach((t) => {
  const before = variables.map((name) => [name, process.env[name]] as const)
  t.teardown(() => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    }
  })
})

t.test('a program is found in PATH, and the environment variable goes first', async (t) => {
  const folder = t.testdir({ path: { hledger: '' }, stated: { 'hledger-1.50': '' } })
  const inPath = join(folder, 'path', 'hledger')
  const stated = join(folder, 'stated', 'hledger-1.50')
  for (const file of [inPath, stated]) chmodSync(file, 0o755)
  delete process.env['TIMEBANK_HLEDGER']
  process.env['PATH'] = join(folder, 'path')
  t.equal(findProgram('hledger'), inPath)
  process.env['TIMEBANK_HLEDGER'] = stated
  t.equal(findProgram('hledger'), stated)
})

t.test('a variable that names what cannot be run is a mistake, not a reason to skip', async (t) => {
  process.env['TIMEBANK_HLEDGER'] = join(t.testdir({}), 'no-such')
  t.throws(() => findProgram('hledger'), /TIMEBANK_HLEDGER is .*no-such, which cannot be run/)
})
