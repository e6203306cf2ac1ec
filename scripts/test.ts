// `npm test`: one PostgreSQL server for all test files, then tap, then a closing line with tap's own counts, and a list
// of what could not be run on this machine. Arguments go to tap: `npm test -- build/test/points.test.js`.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { constants, tmpdir } from 'node:os'
import { join } from 'node:path'
import { havePostgres, makeTemplate, type PostgresServer, startPostgres } from '../test/postgres.ts'

const root = join(import.meta.dirname, '..', '..')

interface Counts {
  total: number
  pass: number
  fail: number
}

/** tap's summary comment, `# { total: 12, pass: 10, fail: 1, skip: 1 }`, and the test files that did not pass. */
function readTap(file: string): { counts: Counts; failedFiles: string[] } {
  const lines = readFileSync(file, 'utf8').split('\n')
  const summary = lines.findLast((line) => /^# \{ total: \d+/.test(line)) ?? ''
  const count = (name: string) => Number(new RegExp(`\\b${name}: (\\d+)`).exec(summary)?.[1] ?? 0)
  return {
    counts: { total: count('total'), pass: count('pass'), fail: count('fail') },
    failedFiles: lines.filter((line) => line.startsWith('not ok '))
  }
}

/**
 * Runs tap and returns its exit code; what it printed, or its raw TAP, is in the output file then. A terminal is tap's
 * own, for its live display. Elsewhere tap prints raw TAP, which it would print twice if it also wrote the file.
 */
async function runTap(options: { environment: NodeJS.ProcessEnv; outputFile: string }): Promise<number> {
  const program = join(root, 'node_modules', 'tap', 'dist', 'esm', 'run.mjs')
  const live = process.stdout.isTTY === true
  const ours = live ? [`--output-file=${options.outputFile}`] : []
  const child = spawn(process.execPath, [program, 'run', ...ours, ...process.argv.slice(2)], {
    cwd: root,
    env: options.environment,
    stdio: ['inherit', live ? 'inherit' : 'pipe', 'inherit']
  })
  child.stdout?.pipe(process.stdout, { end: false })
  child.stdout?.pipe(createWriteStream(options.outputFile))
  // tap prints what it has, but may then wait for a test that does not end; the server is stopped after it.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      child.kill(signal)
      setTimeout(() => child.kill('SIGKILL'), 3000).unref()
    })
  }
  const [exitCode, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null]
  return exitCode ?? 128 + (signal === null ? 0 : constants.signals[signal])
}

const folder = mkdtempSync(join(tmpdir(), 'timebank-test-'))
const notRunFile = process.env['TIMEBANK_NOT_RUN_FILE'] ?? join(folder, 'not-run')
writeFileSync(notRunFile, '', { flag: 'a' })
process.env['TIMEBANK_NOT_RUN_FILE'] = notRunFile

let server: PostgresServer | undefined
let dropTemplate: (() => Promise<void>) | undefined
let exitCode = 1
try {
  const stated = process.env['TIMEBANK_TEST_POSTGRES_URL']
  if (!stated && havePostgres()) server = await startPostgres()
  const url = stated || server?.url
  if (url) dropTemplate = await makeTemplate(url)
  const outputFile = join(folder, 'output.tap')
  writeFileSync(outputFile, '')
  exitCode = await runTap({
    environment: { ...process.env, ...(url ? { TIMEBANK_TEST_POSTGRES_URL: url } : {}) },
    outputFile
  })
  const { counts, failedFiles } = readTap(outputFile)
  if (exitCode === 0 && (counts.total === 0 || counts.fail > 0)) exitCode = 1
  const notRun = new Set(
    readFileSync(notRunFile, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
  )
  if (notRun.size > 0) console.log(`\n${[...notRun].join('\n')}`)
  if (failedFiles.length > 0) console.log(`\n${failedFiles.join('\n')}`)
  if (counts.total === 0) console.log('\nno test was run')
  // A run that fails as a whole, a timeout or a crash of tap, has not failed zero times.
  console.log(`\n${counts.pass} passed, ${exitCode === 0 ? 0 : Math.max(counts.fail, 1)} failed`)
} finally {
  await dropTemplate?.()
  await server?.stop()
  rmSync(folder, { recursive: true, force: true })
}
process.exitCode = exitCode
