import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'
import { root } from './source-files.ts'

const run = promisify(execFile)
const bench = (...options: string[]) => run(process.execPath, [join(root, 'build/scripts/bench.js'), ...options])

t.test('the benchmark prints one line of JSON a figure', async (t) => {
  const { stdout } = await bench('--quick', '--only', 'bulk', '--json')
  const figures = stdout.trim().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>)
  t.equal(figures.length, 1)
  for (const figure of figures) {
    t.match(figure, {
      name: 'bulk', unit: String, ours: Number, peer: Number, ratio: Number, aim: '>= 0.8', met: Boolean, against: String,
      machine: { cores: Number, cpu: String, node: process.version, fsyncMs: Number }
    })
    t.equal(figure['met'], (figure['ratio'] as number) >= 0.8)
  }
})

t.test('a benchmark that does not exist is named as such', async (t) => {
  await t.rejects(bench('--only', 'nothing'), { code: 2, stderr: /there are http, / })
})
