import { z } from 'zod'
import { type Refusal, refuse } from './refusal.ts'

/** Everything the service is set by; all of it comes from the environment. */
const schema = z.object({
  /** A file, or a `postgres://` address. */
  TIMEBANK_DATABASE: z.string().min(1).default('./data/timebank.db'),
  /** The file of keys that personal data is sealed with; beside the database where that is a file. */
  TIMEBANK_KEYS: z.string().min(1).optional(),
  TIMEBANK_HOST: z.string().min(1).default('127.0.0.1'),
  TIMEBANK_PORT: z.string().regex(/^\d{1,5}$/).default('3000').transform(Number).pipe(z.int().max(65_535)),
  TIMEBANK_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info')
})

export interface Config {
  database: string
  keys: string
  host: string
  port: number
  logLevel: string
}

/** Reads the settings. Refuses `bad_setting`, naming the variable, where one is not valid. */
export function readConfig(environment: NodeJS.ProcessEnv): Config | Refusal {
  const parsed = schema.safeParse(environment)
  if (!parsed.success) {
    const setting = String(parsed.error.issues[0]?.path[0])
    return refuse('bad_setting', { setting, value: environment[setting] ?? '' })
  }
  const { TIMEBANK_DATABASE, TIMEBANK_KEYS, TIMEBANK_HOST, TIMEBANK_PORT, TIMEBANK_LOG_LEVEL } = parsed.data
  return { database: TIMEBANK_DATABASE, keys: TIMEBANK_KEYS ?? keysBeside(TIMEBANK_DATABASE), host: TIMEBANK_HOST, port: TIMEBANK_PORT, logLevel: TIMEBANK_LOG_LEVEL }
}

function keysBeside(database: string): string {
  return /^\w+:\/\//.test(database) ? './data/timebank.keys' : `${database.replace(/\.db$/, '')}.keys`
}
