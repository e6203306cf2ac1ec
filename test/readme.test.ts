import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { packageRoot } from '../src/package-root.ts'
import { reportNotRun } from './not-run.ts'

const root = packageRoot()
const readme = readFileSync(join(root, 'README.md'), 'utf8')

/** The commands of the tour, in their order, as they are pasted. */
function tourBlocks(): string[] {
  const tour = readme.slice(readme.indexOf('## 五分钟导览'), readme.indexOf('## 更多'))
  return [...tour.matchAll(/```sh\n([\s\S]*?)```/g)].map((match) => match[1] as string)
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      const port = typeof address === 'object' && address ? address.port : 0
      server.close(() => resolve(port))
    })
  })
}

/** The service as `npm start` runs it, once it has announced itself. */
async function startService(t: Test, environment: NodeJS.ProcessEnv): Promise<{ said: string; stop: () => Promise<unknown> }> {
  const child = spawn(process.execPath, [join(root, 'build/src/main.js'), 'serve', '--demo'], { cwd: root, env: environment })
  let said = ''
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      if (said.includes('/docs') && said.includes('curl')) resolve()
    })
    child.on('exit', (code) => reject(new Error(`the service ended with ${code}: ${said}`)))
  })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  t.teardown(() => child.kill('SIGKILL'))
  const stop = (): Promise<unknown> => {
    child.kill('SIGTERM')
    return ended
  }
  return { said, stop }
}

t.test('every command of the tour works when pasted', async (t) => {
  const missing = ['bash', 'curl', 'grep', 'npx'].find((program) => spawnSync(program, ['--version']).error !== undefined)
  if (missing !== undefined) {
    reportNotRun(`the tour of the README: ${missing} is missing`, { failsOnBuildServer: false })
    t.pass('not run, and said so')
    return
  }
  const folder = mkdtempSync(join(tmpdir(), 'timebank-tour-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  // The tour is walked in the repository; what it writes goes elsewhere.
  for (const name of ['package.json', 'node_modules', 'scripts', 'build', 'drizzle', 'test']) symlinkSync(join(root, name), join(folder, name))
  const port = await freePort()
  const environment = { ...process.env, TIMEBANK_DATABASE: join(folder, 'timebank.db'), TIMEBANK_PORT: String(port), LC_ALL: 'C.UTF-8' }
  const { said, stop } = await startService(t, environment)
  t.match(said, `http://127.0.0.1:${port}/docs`)

  const outputs: string[] = []
  for (const block of tourBlocks()) {
    const script = `set -e -o pipefail\n${block.replaceAll(':3000', `:${port}`)}`
    const { status, stdout, stderr } = spawnSync('bash', ['-c', script], { cwd: folder, env: environment, encoding: 'utf8' })
    t.equal(status, 0, `${block.split('\n')[0]} ${stderr}`)
    outputs.push(stdout)
  }
  const [people = '', counter = '', approval = '', audit = '', own = ''] = outputs
  t.equal(outputs.length, 5)
  t.match(people, '李福')
  t.match(people, '通过 363,未通过 57')
  t.match(people, '此文件先前已导入')
  t.match(counter, /"kind":"redeem_goods"/)
  t.match(counter, /"authorisation":"pin"/)
  t.match(counter, /"user":"tour","kind":"program"/)
  t.match(counter, /idempotency-replayed: true/i)
  t.match(counter, /"code":"insufficient_points"/)
  t.match(approval, /long_day[\s\S]*入账 3,公示 0,待下一级 0,跳过 1/)
  t.match(audit, 'march.jsonl:无差异')
  t.match(audit, 'taicheng:无差异')
  t.ok(existsSync(join(folder, 'march.journal')))
  t.match(own, '预览,未入账')
  t.equal(await stop(), 0, 'the service ends in peace')
})
