import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyBaseLogger, InjectOptions } from 'fastify'
import type { Test } from 'tap'
import type { Api } from '../../src/api/api.ts'
import { buildApp, type BuildAppOptions } from '../../src/api/build-app.ts'
import { createCommunity, createService, type Service } from '../../src/communities/communities.ts'
import { createMember } from '../../src/communities/members.ts'
import { grantRole } from '../../src/identity/assignments.ts'
import { createIdentity, type Identity, type IdentitySettings } from '../../src/identity/identity.ts'
import type { Role } from '../../src/roles.ts'
import { createUser } from '../../src/identity/create-user.ts'
import { openBank } from '../../src/ledger/open-bank.ts'
import { isRefusal } from '../../src/refusal.ts'
import type { Answer, Body } from '../api/app.ts'
import { type Dialect, migratedDatabase, testDialects } from '../postgres.ts'
import { testVault } from '../test-vault.ts'

export const PASSWORD = 'correct horse battery'

/** Throws where something was refused. */
export function agreed<T>(value: T): Exclude<T, { refused: true }> {
  if (isRefusal(value)) throw new Error(`refused: ${value.code}`)
  return value as Exclude<T, { refused: true }>
}

/** A browser: it keeps its cookies and sends the token of its session along. */
export interface Browser {
  cookie: string
  csrfToken: string
  send(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: object, headers?: Record<string, string>): Promise<Answer>
}

export interface TestIdentity {
  app: Api
  service: Service
  identity: Identity
  clock: { now(): number; forward(milliseconds: number): void }
  browser(): Browser
  /** A browser in which the user is signed in. */
  signedIn(user: string, password?: string): Promise<Browser>
  withRole(user: string, role: Role, communityId?: string): Promise<Browser>
}

export interface TestIdentityOptions {
  dialect?: Dialect
  settings?: Partial<IdentitySettings>
  logger?: FastifyBaseLogger
  app?: Partial<BuildAppOptions>
}

/** The service with an administrator `admin`, the community `taicheng` and its member 1 with the card TC100001. */
export async function openIdentity(t: Test, { dialect = 'sqlite', settings, logger, app: more }: TestIdentityOptions = {}): Promise<TestIdentity> {
  const folder = mkdtempSync(join(tmpdir(), 'timebank-identity-'))
  let forward = 0
  const clock = {
    now: () => Date.now() + forward,
    forward: (milliseconds: number) => {
      forward += milliseconds
    }
  }
  const bank = await openBank({ database: dialect === 'sqlite' ? join(folder, 'timebank.db') : await migratedDatabase(t) })
  const service = createService(bank, clock, testVault())
  const identity = createIdentity(service, settings)
  const app = await buildApp({ service, identity, validateAnswers: true, logger, ...more })
  t.teardown(async () => {
    await app.close()
    await bank.close()
    rmSync(folder, { recursive: true })
  })
  agreed(await createUser(identity, { name: 'admin', kind: 'staff', password: PASSWORD }))
  agreed(await createCommunity(service, { communityId: 'taicheng', name: '台城花园社区', timeZone: 'Asia/Shanghai' }))
  agreed(await grantRole(identity, { name: 'admin', assignment: { role: 'administrator', scope: 'service' }, by: 'test' }))
  agreed(await createMember(service, 'taicheng', { card: 'TC100001', name: '夏红浩', birthDate: '1940-12-04' }))

  const browser = (): Browser => openBrowser(app)
  const signedIn = async (user: string, password = PASSWORD): Promise<Browser> => {
    const opened = browser()
    const { status, text } = await opened.send('POST', '/session', { user, password })
    if (status !== 201) throw new Error(`${status} ${text}`)
    return opened
  }
  const withRole = async (user: string, role: Role, communityId = 'taicheng'): Promise<Browser> => {
    agreed(await createUser(identity, { name: user, kind: 'staff', password: PASSWORD }))
    agreed(await grantRole(identity, { name: user, assignment: { role, scope: 'community', communityId }, by: 'test' }))
    return signedIn(user)
  }
  return { app, service, identity, clock, browser, signedIn, withRole }
}

let keys = 0

function openBrowser(app: Api): Browser {
  const cookies = new Map<string, string>()
  const browser: Browser = {
    get cookie() {
      return [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    },
    csrfToken: '',
    async send(method, path, body, headers = {}) {
      const request: InjectOptions = {
        method,
        url: `/v1${path}`,
        headers: { ...(browser.cookie ? { cookie: browser.cookie } : {}), ...(browser.csrfToken ? { 'x-csrf-token': browser.csrfToken } : {}), ...(method === 'GET' ? {} : { 'idempotency-key': `browser-${++keys}` }), ...headers },
        ...(body ? { payload: body } : {})
      }
      const response = await app.inject(request)
      for (const each of [response.headers['set-cookie'] ?? []].flat()) {
        const [pair = ''] = each.split(';')
        const name = pair.slice(0, pair.indexOf('='))
        if (/max-age=0/i.test(each)) cookies.delete(name)
        else cookies.set(name, pair.slice(name.length + 1))
      }
      const isJson = /json/.test(String(response.headers['content-type']))
      const answer = { status: response.statusCode, headers: response.headers, body: (isJson ? response.json() : {}) as Body, text: response.body }
      if (response.statusCode < 300 && typeof answer.body.csrfToken === 'string') browser.csrfToken = answer.body.csrfToken
      return answer
    }
  }
  return browser
}

export function onEveryDialect(t: Test, name: string, test: (t: Test, dialect: Dialect) => Promise<void>): void {
  for (const dialect of testDialects()) t.test(`${name} (${dialect})`, (t) => test(t, dialect))
}
