import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import closeWithGrace from 'close-with-grace'
import type { Api } from './api/api.ts'
import { buildApp } from './api/build-app.ts'
import { createLogger } from './api/create-logger.ts'
import { orRefused } from './cli/terminal.ts'
import { systemClock } from './clock.ts'
import { openService } from './communities/open-service.ts'
import { finishBrokenOff } from './communities/unfinished-work.ts'
import { type Config, readConfig } from './config.ts'
import { DEMO_PASSWORD, DEMO_RESIDENT, DEMO_USERS } from './demo/demo-users.ts'
import { loadDemo } from './demo/load-demo.ts'
import { createFirstAdministrator, demoUsers } from './identity/first-start.ts'
import { createIdentity, type Identity } from './identity/identity.ts'
import type { Bank } from './ledger/open-bank.ts'
import { refuseUnsafe, UnsafeSettings } from './unsafe-settings.ts'

/** Serves until a signal says to stop; what was begun is answered first. */
export async function serve({ demo }: { demo: boolean }): Promise<void> {
  const config = orRefused(readConfig(process.env))
  refuseUnsafe(config, { demo })
  const service = await openService(config, systemClock)
  const { bank } = service
  let app: Api | undefined
  try {
    await finishBrokenOff(service)
    const { sessionHours, sessionIdleMinutes } = config
    const identity = createIdentity(service, { sessionHours, sessionIdleMinutes, secure: isSecure(config) })
    const news = await prepareUsers(identity, { demo })
    app = await appOf(identity, config)
    await app.listen({ host: config.host, port: config.port })
    const closed = endWithGrace(app, bank)
    announce(addressOf(app, config), news)
    await closed
  } catch (error) {
    await app?.close()
    await bank.close()
    throw error
  }
}

function isSecure({ tls, trustedProxies }: Config): boolean {
  return tls.certFile !== undefined || trustedProxies.length > 0
}

async function appOf(identity: Identity, { logLevel, limits, trustedProxies, tls, webhooks }: Config): Promise<Api> {
  const { certFile, keyFile } = tls
  return buildApp({
    service: identity.service,
    identity,
    logger: createLogger({ level: logLevel }),
    limits,
    trustedProxies,
    webhooks,
    background: true,
    ...(certFile !== undefined && keyFile !== undefined ? { tls: { cert: readFileSync(certFile), key: readFileSync(keyFile) } } : {})
  })
}

/** What is to be said of users at this start. */
interface News {
  demo: boolean
  administrator?: { name: string; password: string } | undefined
}

/** Everybody knows the passwords of the demo's users: without `--demo` they must be gone. */
async function prepareUsers(identity: Identity, { demo }: { demo: boolean }): Promise<News> {
  if (demo) await loadDemo(identity.service)
  const known = await demoUsers(identity)
  if (!demo && known.length > 0) {
    throw new UnsafeSettings([
      `数据库中有演示账号:${known.join('、')};请 timebank account disable,或以 --demo 启动 · the database holds users of the demo; disable them, or serve with --demo`
    ])
  }
  return { demo: known.length > 0, administrator: await createFirstAdministrator(identity) }
}

function endWithGrace(app: Api, bank: Bank): Promise<unknown> {
  const closed = once(app.server, 'close')
  closeWithGrace({ delay: 10_000 }, async ({ err }) => {
    if (err) app.log.fatal({ err }, 'the service ends')
    await app.close()
    await bank.close()
  })
  return closed
}

function addressOf(app: Api, { host, tls }: Config): string {
  const address = app.server.address()
  const port = typeof address === 'object' && address ? `:${address.port}` : ''
  return `${tls.certFile === undefined ? 'http' : 'https'}://${host}${port}`
}

function announce(address: string, { demo, administrator }: News): void {
  const lines = [
    '',
    '时间银行已启动 · The time bank is running',
    `  接口 API           ${address}/v1/communities`,
    `  文档 Documentation  ${address}/docs  (OpenAPI: ${address}/openapi.json)`,
    `  健康 Health         ${address}/health  ${address}/ready  ${address}/metrics`,
    '',
    ...(administrator ? administratorLines(administrator) : []),
    ...(demo ? demoLines(address) : [])
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
}

function administratorLines({ name, password }: { name: string; password: string }): string[] {
  return [
    '首位管理员,密码只显示这一次,登录后须修改 · The first administrator; the password is shown this once and must be changed:',
    `  ${name}  ${password}`,
    ''
  ]
}

function demoLines(address: string): string[] {
  const { card, pin } = DEMO_RESIDENT
  return [
    `演示社区:台城花园 taicheng,碧湖 bihu;账号密码均为 · Demo communities; the password of all users: ${DEMO_PASSWORD}`,
    `  ${DEMO_USERS.map(({ name }) => name).join('  ')}`,
    `  居民李福 Resident 李福:卡号 card ${card},密码 PIN ${pin}`,
    '',
    '先试试 · Try first:',
    '  npx timebank statement TC100002 --community taicheng',
    '  npx timebank trial-balance --community taicheng',
    `  curl -s ${address}/v1/session -H 'Content-Type: application/json' -d '{"user": "clerk", "password": "${DEMO_PASSWORD}"}'`,
    ''
  ]
}
