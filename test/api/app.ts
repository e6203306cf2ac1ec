import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'
import type { FastifyBaseLogger, InjectOptions, LightMyRequestResponse } from 'fastify'
import type { Api } from '../../src/api/api.ts'
import { buildApp } from '../../src/api/build-app.ts'
import { createService, type Service } from '../../src/communities/communities.ts'
import { createIdentity, type Identity } from '../../src/identity/identity.ts'
import { openBank } from '../../src/ledger/open-bank.ts'
import { testVault } from '../test-vault.ts'
import { asCredential, stubAuthenticator } from './stub-authenticator.ts'

/** The moment at which every test begins: 10 in the morning of 20 March 2025 in Nanjing. */
export const BEGIN = Date.parse('2025-03-20T02:00:00Z')

/** A clock that a test sets. */
export interface TestClock {
  now(): number
  set(instant: string): void
}

interface AppOptions {
  logger?: FastifyBaseLogger
  mostWaiting?: number
  mostFileBytes?: number
  webhooks?: { privateAddresses: boolean }
  background?: boolean
  /** A PostgreSQL database; a new file where absent. */
  database?: string
}

/** The answer to a request, its body read. */
export interface Answer {
  status: number
  headers: LightMyRequestResponse['headers']
  body: Body
  text: string
}

/** What a test reads out of JSON; it says itself what it expects there. */
export interface Body {
  [name: string]: Body
  [index: number]: Body
}

export interface TestApp {
  app: Api
  service: Service
  identity: Identity
  clock: TestClock
  get(path: string, headers?: Record<string, string>): Promise<Answer>
  /** Posts with a key of its own, unless one is given. */
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer>
  put(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer>
  patch(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer>
  send(request: InjectOptions): Promise<Answer>
}

/**
 * A fresh app over a database of its own, where the headers `actor`, `role` and `scope` say who asks: an administrator of the
 * whole service unless stated. Every answer is checked against its contract. Closed when the test ends.
 */
export async function openApp(t: Test, options: AppOptions = {}): Promise<TestApp> {
  const folder = mkdtempSync(join(tmpdir(), 'timebank-api-'))
  let now = BEGIN
  const clock: TestClock = {
    now: () => now,
    set: (instant) => {
      now = Date.parse(instant)
    }
  }
  const bank = await openBank({ database: options.database ?? join(folder, 'timebank.db'), ...(options.mostWaiting ? { mostWaiting: options.mostWaiting } : {}) })
  const service = createService(bank, clock, testVault())
  const identity = createIdentity(service)
  const app = await buildApp({ service, identity, authenticator: stubAuthenticator, validateAnswers: true, ...options })
  t.teardown(async () => {
    await app.close()
    await bank.close()
    rmSync(folder, { recursive: true })
  })

  let keys = 0
  const send = async (request: InjectOptions): Promise<Answer> => {
    const response = await app.inject({ ...request, headers: asCredential(request.headers ?? {}) as Record<string, string> })
    const isJson = /json/.test(String(response.headers['content-type'])) && !/jsonl/.test(String(response.headers['content-type']))
    return {
      status: response.statusCode,
      headers: response.headers,
      body: (isJson ? response.json() : {}) as Body,
      text: response.body
    }
  }
  const write = (method: 'POST' | 'PUT' | 'PATCH') => (path: string, body: unknown, headers: Record<string, string> = {}) =>
    send({ method, url: `/v1${path}`, payload: body as object, headers: { 'idempotency-key': `test-${++keys}`, ...headers } })
  return {
    app,
    service,
    identity,
    clock,
    get: (path, headers = {}) => send({ method: 'GET', url: `/v1${path}`, headers }),
    post: write('POST'),
    put: write('PUT'),
    patch: write('PATCH'),
    send
  }
}
