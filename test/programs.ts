import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import type { Test } from 'tap'
import { reportNotRun } from './not-run.ts'

/** Programs of others that the suite checks our output against, under the names they go by on various systems. */
const programs = {
  chromium: {
    variable: 'TIMEBANK_CHROMIUM',
    names: ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome', 'microsoft-edge'],
    places: [
      '/snap/bin/chromium',
      '/opt/google/chrome/chrome',
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      '/Applications/Chromium.app/Contents/MacOS/Chromium'
    ]
  },
  hledger: { variable: 'TIMEBANK_HLEDGER', names: ['hledger'], places: [] },
  ledger: { variable: 'TIMEBANK_LEDGER', names: ['ledger'], places: [] },
  'bean-check': { variable: 'TIMEBANK_BEAN_CHECK', names: ['bean-check'], places: [] }
} as const

export type ProgramName = keyof typeof programs

const usualFolders = ['/usr/bin', '/usr/local/bin', '/opt/homebrew/bin', '/opt/local/bin', '/snap/bin']

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/**
 * The path of a program: from its environment variable, else from PATH, else from the usual places. A variable that
 * names something that cannot be run is a mistake of whoever set it, and throws.
 */
export function findProgram(name: ProgramName): string | undefined {
  const { variable, names, places } = programs[name]
  const stated = process.env[variable]
  if (stated !== undefined && stated !== '') {
    if (!isExecutable(stated)) throw new Error(`${variable} is ${stated}, which cannot be run`)
    return stated
  }
  const folders = [...(process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== ''), ...usualFolders]
  const candidates = [...names.flatMap((file) => folders.map((folder) => join(folder, file))), ...places]
  return candidates.find(isExecutable)
}

/**
 * The path of a program the test needs. Where it is missing the test is skipped, loudly, and `undefined` returned: the
 * test then returns at once. On a build server run by root, which could have installed it, the test fails instead.
 *
 *     const hledger = requireProgram(t, 'hledger')
 *     if (hledger === undefined) return
 */
export function requireProgram(t: Test, name: ProgramName): string | undefined {
  const path = findProgram(name)
  if (path !== undefined) return path
  reportNotRun(`${t.fullname}: ${name} is not installed (or set ${programs[name].variable})`, {
    failsOnBuildServer: process.getuid?.() === 0
  })
  t.pass(`not run, ${name} is not installed`, { skip: `${name} is not installed` })
  return undefined
}
