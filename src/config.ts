import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { type Refusal, refuse } from './refusal.ts'

const perMinute = z.coerce.number().int().min(1).max(1_000_000)

/** Everything the service is set by; all of it comes from the environment, or from files that it names. */
const schema = z.object({
  /** A file, or a `postgres://` address. */
  TIMEBANK_DATABASE: z.string().min(1).optional(),
  /** A file that holds the address instead, since it may hold a password. */
  TIMEBANK_DATABASE_FILE: z.string().min(1).optional(),
  /** The file of keys that personal data is sealed with; beside the database where that is a file. */
  TIMEBANK_KEYS: z.string().min(1).optional(),
  TIMEBANK_HOST: z.string().min(1).default('127.0.0.1'),
  TIMEBANK_PORT: z.string().regex(/^\d{1,5}$/).default('3000').transform(Number).pipe(z.int().max(65_535)),
  TIMEBANK_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  /** Files of a certificate and its key, where TLS ends here. */
  TIMEBANK_TLS_CERT: z.string().min(1).optional(),
  TIMEBANK_TLS_KEY: z.string().min(1).optional(),
  /** Addresses and networks of the proxies in front, with commas: they end TLS and say where requests come from. */
  TIMEBANK_TRUSTED_PROXIES: z.string().default(''),
  /** `yes` where plain HTTP beyond this machine is meant. */
  TIMEBANK_INSECURE_HTTP: z.enum(['yes', 'no']).default('no'),
  /** `yes` where webhooks may lead to private addresses and over plain HTTP. */
  TIMEBANK_WEBHOOKS_PRIVATE: z.enum(['yes', 'no']).default('no'),
  TIMEBANK_SESSION_HOURS: z.coerce.number().min(0.1).max(168).default(12),
  TIMEBANK_SESSION_IDLE_MINUTES: z.coerce.number().int().min(1).max(10_080).default(120),
  TIMEBANK_REQUESTS_PER_MINUTE: perMinute.default(12_000),
  TIMEBANK_USER_REQUESTS_PER_MINUTE: perMinute.default(6000),
  TIMEBANK_SIGN_INS_PER_MINUTE: perMinute.default(60)
})

export interface Config {
  database: string
  databaseFile: string | undefined
  keys: string
  host: string
  port: number
  logLevel: string
  tls: { certFile: string | undefined; keyFile: string | undefined }
  trustedProxies: string[]
  insecureHttp: boolean
  webhooks: { privateAddresses: boolean }
  sessionHours: number
  sessionIdleMinutes: number
  limits: { perAddress: number; perUser: number; signInsPerAddress: number }
}

/** Reads the settings. Refuses `bad_setting`, naming the variable, where one is not valid; never says what it holds. */
export function readConfig(environment: NodeJS.ProcessEnv): Config | Refusal {
  const parsed = schema.safeParse(environment)
  if (!parsed.success) {
    const setting = String(parsed.error.issues[0]?.path[0])
    return refuse('bad_setting', { setting })
  }
  const set = parsed.data
  const databaseFile = set.TIMEBANK_DATABASE_FILE
  const database = set.TIMEBANK_DATABASE ?? (databaseFile === undefined ? './data/timebank.db' : readFileSync(databaseFile, 'utf8').trim())
  return {
    database,
    databaseFile,
    keys: set.TIMEBANK_KEYS ?? keysBeside(database),
    host: set.TIMEBANK_HOST,
    port: set.TIMEBANK_PORT,
    logLevel: set.TIMEBANK_LOG_LEVEL,
    tls: { certFile: set.TIMEBANK_TLS_CERT, keyFile: set.TIMEBANK_TLS_KEY },
    trustedProxies: set.TIMEBANK_TRUSTED_PROXIES.split(',').map((each) => each.trim()).filter((each) => each !== ''),
    insecureHttp: set.TIMEBANK_INSECURE_HTTP === 'yes',
    webhooks: { privateAddresses: set.TIMEBANK_WEBHOOKS_PRIVATE === 'yes' },
    sessionHours: set.TIMEBANK_SESSION_HOURS,
    sessionIdleMinutes: set.TIMEBANK_SESSION_IDLE_MINUTES,
    limits: {
      perAddress: set.TIMEBANK_REQUESTS_PER_MINUTE,
      perUser: set.TIMEBANK_USER_REQUESTS_PER_MINUTE,
      signInsPerAddress: set.TIMEBANK_SIGN_INS_PER_MINUTE
    }
  }
}

/** Where the keys of a database lie unless somebody says otherwise. */
export function keysBeside(database: string): string {
  return /^\w+:\/\//.test(database) ? './data/timebank.keys' : `${database.replace(/\.db$/, '')}.keys`
}
