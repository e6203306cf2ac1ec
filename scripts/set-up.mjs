// Makes a clone ready to run: dependencies installed, TypeScript compiled. `npm start`, `npm test` and `npx timebank`
// call it first, so that a bare clone needs no other step. Plain JavaScript without dependencies, because on a bare
// clone there is nothing else. Where nothing changed it only reads file times, and is done in a fraction of a second.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const inRoot = (...parts) => join(root, ...parts)

const sourceFolders = ['src', 'test', 'scripts']
const stampFile = inRoot('build', 'set-up.json')
const buildInfoFile = inRoot('build', 'tsconfig.tsbuildinfo')
const lockFolder = inRoot('.set-up.lock')

/** A failure whose message is meant for the person at the terminal; it is shown without a stack. */
class SetUpFailure extends Error {}

const say = (line) => process.stderr.write(`${line}\n`)

export function checkNodeVersion(version = process.versions.node) {
  const [major, minor] = version.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  throw new SetUpFailure(
    `需要 Node.js 20.19 或更高版本，当前是 ${version}。请从 nodejs.org 安装后重试。\n` +
      `Node.js 20.19 or later is needed; this is ${version}. Install it from nodejs.org and try again.`
  )
}

/**
 * Whether node_modules holds what package-lock.json asks for. The contents are compared, not the file times: a git
 * checkout touches times, and installing again for that would cost a minute.
 */
function dependenciesMatchLock() {
  let installed
  try {
    installed = JSON.parse(readFileSync(inRoot('node_modules', '.package-lock.json'), 'utf8')).packages
  } catch {
    return false
  }
  const wanted = JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8')).packages
  return Object.entries(wanted).every(([path, { version, link, optional }]) => {
    if (path === '' || link) return true
    const found = installed[path]
    // Packages for other platforms are in the lock file and, rightly, not on this disk.
    if (found === undefined) return optional === true
    return found.version === version && existsSync(inRoot(path, 'package.json'))
  })
}

/** better-sqlite3 is compiled for one Node ABI; after a change of Node it is there but does not load. */
function sqliteLoads() {
  const child = spawnSync(process.execPath, ['-e', "require('better-sqlite3')(':memory:').close()"], {
    cwd: root,
    encoding: 'utf8'
  })
  return { loads: child.status === 0, output: child.stderr }
}

/** npm as a program and its leading arguments: the npm that runs us, else the one beside this Node, else from PATH. */
function npmCommand() {
  const candidates = [
    process.env.npm_execpath && join(dirname(process.env.npm_execpath), 'npm-cli.js'),
    join(dirname(process.execPath), '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    join(dirname(process.execPath), 'node_modules', 'npm', 'bin', 'npm-cli.js')
  ]
  const found = candidates.find((candidate) => candidate && existsSync(candidate))
  return found ? [process.execPath, found] : ['npm']
}

/** The npm or compiler at work, to be ended with us. */
let running

/** Runs a program, shows every few seconds that it is still at it, and returns its exit code and its output. */
function runWithProgress([program, ...args], { waiting, patienceSeconds = 5 }) {
  const startedAt = Date.now()
  const elapsed = () => Math.round((Date.now() - startedAt) / 1000)
  const progress = setInterval(() => say(waiting(elapsed())), patienceSeconds * 1000)
  return new Promise((resolvePromise, reject) => {
    const child = spawn(program, args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32' && program === 'npm'
    })
    running = child
    let output = ''
    child.stdout.on('data', (chunk) => {
      output += chunk
    })
    child.stderr.on('data', (chunk) => {
      output += chunk
    })
    child.on('error', reject)
    child.on('close', (code) => resolvePromise({ code, output, elapsedSeconds: elapsed() }))
  }).finally(() => clearInterval(progress))
}

const lastLines = (text, count) => text.trimEnd().split('\n').slice(-count).join('\n')

async function installDependencies(reason) {
  say(`正在安装依赖（${reason.zh}），约需一分钟…`)
  say(`installing dependencies (${reason.en}), about a minute…`)
  // Development dependencies are needed even where NODE_ENV says production: they hold the compiler.
  const command = [...npmCommand(), 'ci', '--no-audit', '--no-fund', '--include=dev']
  const { code, output, elapsedSeconds } = await runWithProgress(command, {
    waiting: (seconds) =>
      `installing dependencies… ${seconds} s (better-sqlite3 compiles here when no prebuilt is to be had)`
  })
  if (code !== 0) {
    // npm says what is wrong first, and ends with a page of usage.
    const complaint = output.split(/\nnpm error (?:Clean install a project|Usage:)/)[0]
    throw new SetUpFailure(
      `${lastLines(complaint, 40)}\n\n依赖安装失败（npm ci 退出码 ${code}）。请按上述提示检查网络、npm 源或 package-lock.json 后重试。\n` +
        `Installing the dependencies failed (npm ci exited with ${code}). See npm's words above; often it is the network or the registry setting.`
    )
  }
  const sqlite = sqliteLoads()
  if (!sqlite.loads) {
    throw new SetUpFailure(
      `${lastLines(sqlite.output, 20)}\n\nbetter-sqlite3 已安装但无法加载。\n` +
        'better-sqlite3 was installed but does not load. If npm is told to ignore scripts, run:\n' +
        '  npm rebuild better-sqlite3 --ignore-scripts=false'
    )
  }
  say(`dependencies installed in ${elapsedSeconds} s`)
}

/** Why the dependencies have to be installed, or undefined when they need not be. */
function installReason({ loadSqlite }) {
  if (!existsSync(inRoot('node_modules'))) return { zh: '首次运行', en: 'first run' }
  if (!dependenciesMatchLock()) return { zh: 'package-lock.json 已变更', en: 'package-lock.json changed' }
  if (loadSqlite && !sqliteLoads().loads) return { zh: 'Node 版本已变更', en: 'Node changed' }
  return undefined
}

function filesUnder(folder) {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
}

const isCompiled = (path) => /\.[mc]?tsx?$/.test(path) && !/\.d\.[mc]?ts$/.test(path)
const outputOf = (source) => inRoot('build', relative(root, source)).replace(/\.([mc]?)tsx?$/, '.$1js')

/** What the compiler reads, as one digest of paths, sizes and times, and what it should have written. */
function readSources() {
  const sources = sourceFolders
    .flatMap((folder) => filesUnder(inRoot(folder)))
    .filter((path) => /\.[mc]?tsx?$|\.json$/.test(path))
    .sort()
  const alsoRead = ['tsconfig.json', 'package.json', join('node_modules', 'typescript', 'package.json')].map((path) =>
    inRoot(path)
  )
  const digest = createHash('sha256')
  for (const path of [...sources, ...alsoRead.filter(existsSync)]) {
    const { size, mtimeMs } = statSync(path)
    digest.update(`${relative(root, path)}\0${size}\0${mtimeMs}\n`)
  }
  return { sources: sources.filter(isCompiled), digest: digest.digest('hex') }
}

function excludedByConfiguration(source) {
  const { exclude = [] } = JSON.parse(readFileSync(inRoot('tsconfig.json'), 'utf8'))
  const path = relative(root, source).split(sep).join('/')
  return exclude.some((folder) => path.startsWith(`${folder.replace(/[/*]+$/, '')}/`))
}

function buildIsCurrent() {
  try {
    const { sources, digest } = readSources()
    if (JSON.parse(readFileSync(stampFile, 'utf8')).digest !== digest) return false
    return sources.every((source) => existsSync(outputOf(source)) || excludedByConfiguration(source))
  } catch {
    return false
  }
}

/** Compiled files whose source is gone would still be run as tests, or imported. */
function deleteOrphans() {
  const orphans = sourceFolders
    .flatMap((folder) => filesUnder(inRoot('build', folder)))
    .filter((path) => /\.[mc]?js(\.map)?$/.test(path))
    .filter((path) => {
      const source = inRoot(relative(inRoot('build'), path)).replace(/\.map$/, '')
      return !['ts', 'tsx'].some((extension) => existsSync(source.replace(/\.([mc]?)js$/, `.$1${extension}`)))
    })
  for (const orphan of orphans) rmSync(orphan, { force: true })
  return orphans.filter((path) => !path.endsWith('.map')).length
}

async function compile() {
  const { sources, digest } = readSources()
  // The incremental compiler trusts its notes about what it wrote; where a file was deleted it must start anew.
  if (!sources.every((source) => existsSync(outputOf(source)))) rmSync(buildInfoFile, { force: true })
  const orphans = deleteOrphans()
  const compiler = [
    process.execPath,
    inRoot('node_modules', 'typescript', 'bin', 'tsc'),
    '-p',
    root,
    '--pretty',
    'false'
  ]
  const { code, output, elapsedSeconds } = await runWithProgress(compiler, {
    waiting: (seconds) => `compiling… ${seconds} s`
  })
  if (code !== 0) {
    throw new SetUpFailure(`${lastLines(output, 60)}\n\n编译失败。\nCompiling failed (tsc exited with ${code}).`)
  }
  writeFileSync(stampFile, JSON.stringify({ digest }))
  const deleted = orphans > 0 ? `, ${orphans} without a source deleted` : ''
  say(`compiled ${sources.length} files in ${elapsedSeconds} s${deleted}`)
}

/** Whether the process that holds the lock is no longer there to release it. */
function lockIsStale() {
  try {
    const holder = JSON.parse(readFileSync(join(lockFolder, 'holder.json'), 'utf8'))
    if (holder.host !== hostname()) return Date.now() - holder.since > 15 * 60_000
    process.kill(holder.pid, 0)
    return false
  } catch (error) {
    if (error.code === 'ESRCH') return true
    if (error.code === 'EPERM') return false
    // No holder yet, or half written: its maker is between two system calls, unless it died there.
    try {
      return Date.now() - statSync(lockFolder).mtimeMs > 10_000
    } catch {
      return false
    }
  }
}

/** Runs the work while holding the lock folder, so that two set-ups at once do not install over each other. */
async function withLock(work) {
  let waited = false
  for (;;) {
    try {
      mkdirSync(lockFolder)
      break
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
    if (lockIsStale()) {
      rmSync(lockFolder, { recursive: true, force: true })
      continue
    }
    if (!waited) say('waiting for another set-up in this folder to finish…')
    waited = true
    await new Promise((wake) => setTimeout(wake, 200))
  }
  const release = () => rmSync(lockFolder, { recursive: true, force: true })
  const releaseAndDie = (signal) => {
    running?.kill(signal)
    release()
    process.exit(signal === 'SIGINT' ? 130 : 143)
  }
  process.once('SIGINT', releaseAndDie)
  process.once('SIGTERM', releaseAndDie)
  writeFileSync(
    join(lockFolder, 'holder.json'),
    JSON.stringify({ pid: process.pid, host: hostname(), since: Date.now() })
  )
  try {
    return await work()
  } finally {
    release()
    process.off('SIGINT', releaseAndDie)
    process.off('SIGTERM', releaseAndDie)
  }
}

/**
 * Installs and compiles what is not up to date; throws a SetUpFailure that says what to do. `loadSqlite: false` leaves
 * out the trial load of the native module, for callers that load it themselves a moment later.
 */
export async function setUp({ loadSqlite = true } = {}) {
  checkNodeVersion()
  if (installReason({ loadSqlite }) === undefined && buildIsCurrent()) return
  await withLock(async () => {
    // Asked again: whoever held the lock before us may have done the work.
    const reason = installReason({ loadSqlite })
    if (reason !== undefined) await installDependencies(reason)
    if (!buildIsCurrent()) await compile()
  })
}

/** Runs the set-up and ends the process with a plain message where it cannot be done. */
export async function setUpOrExit(options) {
  try {
    await setUp(options)
  } catch (error) {
    say(error instanceof SetUpFailure ? error.message : error.stack)
    process.exit(1)
  }
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) await setUpOrExit()
