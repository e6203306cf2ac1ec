import { once } from 'node:events'
import closeWithGrace from 'close-with-grace'
import { buildApp } from './api/build-app.ts'
import { createLogger } from './api/create-logger.ts'
import { orRefused } from './cli/terminal.ts'
import { systemClock } from './clock.ts'
import { openService } from './communities/open-service.ts'
import { finishBrokenOff } from './communities/unfinished-work.ts'
import { readConfig } from './config.ts'
import { loadDemo } from './demo/load-demo.ts'

/** Serves until a signal says to stop; what was begun is answered first. */
export async function serve({ demo }: { demo: boolean }): Promise<void> {
  const { database, keys, host, port, logLevel } = orRefused(readConfig(process.env))
  const service = await openService({ database, keys }, systemClock)
  const { bank } = service
  await finishBrokenOff(service)
  const loaded = demo && (await loadDemo(service))
  // Nobody is known until staff can sign in: everything under /v1 answers 401.
  const authenticator = { actorOf: async () => undefined }
  const app = await buildApp({ service, authenticator, logger: createLogger({ level: logLevel }) })
  try {
    await app.listen({ host, port })
  } catch (error) {
    await app.close()
    await bank.close()
    throw error
  }
  const closed = once(app.server, 'close')
  closeWithGrace({ delay: 10_000 }, async ({ err }) => {
    if (err) app.log.fatal({ err }, 'the service ends')
    await app.close()
    await bank.close()
  })
  const address = app.server.address()
  announce(typeof address === 'object' && address ? `http://${host}:${address.port}` : host, loaded)
  await closed
}

function announce(address: string, demoLoaded: boolean): void {
  const lines = [
    '',
    '时间银行已启动 · The time bank is running',
    `  接口 API           ${address}/v1/communities`,
    `  文档 Documentation  ${address}/docs  (OpenAPI: ${address}/openapi.json)`,
    `  健康 Health         ${address}/health  ${address}/ready  ${address}/metrics`,
    ...(demoLoaded ? ['  演示社区已装入:台城花园 taicheng,碧湖 bihu · Demo communities loaded'] : []),
    '',
    '先试试 · Try first:',
    `  curl ${address}/v1/communities/taicheng/members/2/statement`,
    '  npx timebank statement TC100002 --community taicheng',
    '  npx timebank trial-balance --community taicheng',
    '',
    '目前没有登录:请求头 Actor 写明经办人。 · There are no accounts yet: the header Actor names who acts.',
    ''
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
}
