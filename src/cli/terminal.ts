import { statSync } from 'node:fs'
import cliProgress from 'cli-progress'
import { type Language, REFUSALS, type Refusal, type RefusalClass, refusalMessage } from '../refusal.ts'

/** Exit codes that scripts can rely on. 0: done; 1: `verify` or `rebuild --check` found differences. */
export const EXIT = { differences: 1, usage: 2, internal: 70 } as const

const EXIT_BY_CLASS: Record<RefusalClass, number> = {
  invalid: 2,
  unauthorized: 77,
  forbidden: 77,
  missing: 3,
  conflict: 4,
  short: 5,
  unsupported: 6,
  too_large: 6,
  too_many: 75,
  busy: 75
}

export function exitCodeOf(refusal: Refusal): number {
  return EXIT_BY_CLASS[REFUSALS[refusal.code].class]
}

/** Chinese unless the locale says another language. */
export function languageOf(environment: NodeJS.ProcessEnv): Language {
  const locale = environment.LC_ALL || environment.LC_MESSAGES || environment.LANG || ''
  return /^en/i.test(locale) ? 'en' : 'zh'
}

/** What surrounds the program; the process's own, or a test's. */
export interface Surroundings {
  environment: NodeJS.ProcessEnv
  out: (text: string) => void
  err: (text: string) => void
}

/** Where a command writes to: results to standard output, everything else to standard error. */
export interface Terminal {
  json: boolean
  language: Language
  /** A line for people; nothing where JSON is asked for. */
  say(zh: string, en: string): void
  /** The result: one JSON document, or what the function prints for people. */
  result(value: unknown, print: () => void): void
  print(line: string): void
  progress(label: { zh: string; en: string }): Progress
}

export interface Progress {
  update(done: number, total?: number): void
  stop(): void
}

/** Whether there is a file of that name, a folder being none. */
export function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true
}

/** A refusal on its way to the end of the program. */
export class RefusedError extends Error {
  readonly refusal: Refusal

  constructor(refusal: Refusal) {
    super(refusal.code)
    this.refusal = refusal
  }
}

/** The value, or the refusal as the program's end. */
export function orRefused<T extends object>(value: T | Refusal): Exclude<T, Refusal> {
  if ((value as { refused?: unknown }).refused === true) throw new RefusedError(value as Refusal)
  return value as Exclude<T, Refusal>
}

export function createTerminal(json: boolean, { environment, out }: Surroundings): Terminal {
  const language = languageOf(environment)
  const print = (line: string): void => out(`${line}\n`)
  return {
    json,
    language,
    print,
    say(zh, en) {
      if (!json) print(language === 'zh' ? zh : en)
    },
    result(value, printForPeople) {
      if (json) print(JSON.stringify(value, null, process.stdout.isTTY ? 1 : 0))
      else printForPeople()
    },
    progress: (label) => openProgress(label[language])
  }
}

function openProgress(label: string): Progress {
  if (!process.stderr.isTTY) return { update: () => undefined, stop: () => undefined }
  const bar = new cliProgress.SingleBar(
    { format: `${label} {bar} {value}/{total}`, stream: process.stderr, hideCursor: true, clearOnComplete: true },
    cliProgress.Presets.shades_classic
  )
  let started = false
  return {
    update(done, total) {
      if (!started) bar.start(Math.max(total ?? done, 1), done)
      started = true
      if (total !== undefined) bar.setTotal(total)
      else bar.setTotal(Math.max(bar.getTotal(), done))
      bar.update(done)
    },
    stop() {
      if (started) bar.stop()
    }
  }
}

/** Prints why the program ends and returns its exit code. */
export function reportFailure(error: unknown, json: boolean, { environment, err }: Surroundings): number {
  const { code, message, exit } = failureOf(error, languageOf(environment))
  err(json ? `${JSON.stringify({ code, message })}\n` : `${message} (${code})\n`)
  return exit
}

function failureOf(error: unknown, language: Language): { code: string; message: string; exit: number } {
  if (error instanceof RefusedError) {
    const { refusal } = error
    return { code: refusal.code, message: refusalMessage(refusal, language), exit: exitCodeOf(refusal) }
  }
  const { code, message } = error as { code?: unknown; message?: unknown }
  return { code: typeof code === 'string' ? code : 'internal_error', message: String(message ?? error), exit: code === 'unsafe_settings' ? EXIT.usage : EXIT.internal }
}
