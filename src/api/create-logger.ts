import { type DestinationStream, type Logger, pino } from 'pino'

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
    serializers: { req: () => undefined, res: () => undefined, err: withoutMessage },
    redact: { paths: ['headers', 'body', 'query', 'params', '*.headers', '*.body', '*.query', '*.params'], remove: true }
  }
  return stream ? pino(options, stream) : pino(options)
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
