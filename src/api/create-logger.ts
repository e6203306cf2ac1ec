import { type DestinationStream, type Logger, pino } from 'pino'

/** Lines are written together: one by one they cost a seventh of a posting. A line waits half a second at most. */
const LINES_BYTES = 4096
const FLUSH_MILLISECONDS = 500

let output: ReturnType<typeof pino.destination> | undefined

/** Standard output, the same for all loggers; what is left is written when the process ends. */
function standardOutput(): DestinationStream {
  if (!output) {
    const opened = pino.destination({ dest: 1, sync: true, minLength: LINES_BYTES, periodicFlush: FLUSH_MILLISECONDS })
    process.once('exit', () => opened.flushSync())
    output = opened
  }
  return output
}

/** Fields of a log line that hold what somebody sent or was answered. They are left out whole: looking into each costs more than the line. */
const NEVER_LOGGED = ['req', 'res', 'request', 'reply', 'raw', 'headers', 'body', 'query', 'params']

export interface LoggerOptions {
  level?: string
  /** Standard output where absent. */
  stream?: DestinationStream
}

/**
 * A logger that cannot write personal data: of a request or an answer nothing is taken over, and of an error its name,
 * its code and where it was thrown. The messages of database errors hold the values that were written.
 */
export function createLogger({ level = 'info', stream }: LoggerOptions = {}): Logger {
  const options = {
    level,
    base: undefined,
    serializers: { ...Object.fromEntries(NEVER_LOGGED.map((field) => [field, () => undefined])), err: withoutMessage }
  }
  return pino(options, stream ?? standardOutput())
}

function withoutMessage(error: unknown): object {
  if (!(error instanceof Error)) return { type: typeof error }
  const { code, cause } = error as { code?: unknown; cause?: unknown }
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)).map((line) => line.trim())
  return {
    type: error.name,
    ...(typeof code === 'string' ? { code } : {}),
    ...(isOurs(error) ? { message: error.message } : {}),
    at: frames.slice(0, 12),
    ...(cause === undefined ? {} : { cause: withoutMessage(cause) })
  }
}

/** Plain errors are thrown by programs for programmers; libraries' own classes may quote what they were given. */
function isOurs(error: Error): boolean {
  return [Error, TypeError, RangeError].some((each) => error.constructor === each)
}
