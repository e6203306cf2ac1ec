import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'
import { runCommandLine } from '../../src/cli/program.ts'
import { loadDemo } from '../../src/demo/load-demo.ts'
import { simulateCommunityYear } from '../../src/simulation/community-year.ts'
import { packageRoot } from '../../src/package-root.ts'
import { migratedDatabase, testDialects } from '../postgres.ts'
import { taichengFile } from '../taicheng-files.ts'

export interface Ran {
  code: number | null
  out: string
  err: string
}

/** Runs `timebank` on one database. */
export type CommandLine = (...argv: string[]) => Promise<Ran>

/** Runs in this process; `spawned` starts one of its own. */
export function commandLine(database: string): CommandLine {
  return async (...argv) => {
    let out = ''
    let err = ''
    const code = await runCommandLine(argv, { serve: async () => undefined, loadDemo, simulateCommunityYear }, {
      environment: { LC_ALL: 'C.UTF-8', TIMEBANK_DATABASE: database },
      out: (text) => {
        out += text
      },
      err: (text) => {
        err += text
      }
    })
    return { code, out, err }
  }
}

/** Runs in a process of its own, as a person would. */
export function spawned(database: string, environment: Record<string, string> = {}): CommandLine {
  return (...argv) =>
    new Promise((resolve) => {
      const child = spawn(process.execPath, [join(packageRoot(), 'build/src/main.js'), ...argv], {
        env: { ...process.env, LC_ALL: 'C.UTF-8', ...environment, TIMEBANK_DATABASE: database }
      })
      let out = ''
      let err = ''
      child.stdout.on('data', (chunk: Buffer) => {
        out += chunk.toString()
      })
      child.stderr.on('data', (chunk: Buffer) => {
        err += chunk.toString()
      })
      child.on('close', (code) => resolve({ code, out, err }))
    })
}

/** A command that must succeed; its JSON. */
export async function json<T = Record<string, unknown>>(run: Promise<Ran>): Promise<T> {
  const { code, out, err } = await run
  if (code !== 0) throw new Error(`exit code ${code}: ${err}`)
  return JSON.parse(out) as T
}

export function freshFolder(t: Test): string {
  const folder = mkdtempSync(join(tmpdir(), 'timebank-cli-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** The same test on a fresh database of every dialect. */
export function onEveryDatabase(t: Test, name: string, test: (t: Test, timebank: CommandLine, database: string) => Promise<void>): void {
  for (const dialect of testDialects()) {
    t.test(`${name} (${dialect})`, async (t) => {
      const database = dialect === 'sqlite' ? join(freshFolder(t), 'timebank.db') : await migratedDatabase(t)
      await test(t, commandLine(database), database)
    })
  }
}

/** The community of the fixtures, with its policy, members and goods. */
export async function openTaicheng(timebank: CommandLine): Promise<void> {
  await json(timebank('community', 'create', 'taicheng', '--name', '台城花园社区', '--json'))
  await json(timebank('policy', 'set', taichengFile('policy.json'), '--community', 'taicheng', '--json'))
  await json(timebank('import', 'members', taichengFile('members.csv'), '--community', 'taicheng', '--approver', 'approver', '--json'))
  await json(timebank('import', 'goods', taichengFile('goods.csv'), '--community', 'taicheng', '--approver', 'approver', '--json'))
}
