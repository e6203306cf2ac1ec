import { appendFileSync } from 'node:fs'

/**
 * Says loudly that something was not tested because the machine lacks what it takes, and keeps the line for the summary
 * at the end of the run. On a build server (`CI=true`) that is a failure: there it would go unnoticed for years.
 */
export function reportNotRun(what: string, options: { failsOnBuildServer: boolean }): void {
  const line = `NOT RUN: ${what}`
  process.stderr.write(`\n${line}\n\n`)
  const summaryFile = process.env['TIMEBANK_NOT_RUN_FILE']
  if (summaryFile !== undefined) appendFileSync(summaryFile, `${line}\n`)
  if (options.failsOnBuildServer && process.env['CI'] === 'true') {
    throw new Error(`${line} (and CI=true, where everything must run)`)
  }
}
