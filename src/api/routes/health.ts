import { z } from 'zod'
import type { Service } from '../../communities/communities.ts'
import type { Api } from '../api.ts'
import type { Metrics } from '../metrics.ts'
import { checkReadiness, type Readiness } from '../readiness.ts'

const tags = ['运行 Operation']
const passed = z.strictObject({ status: z.literal('ok') }).meta({ id: 'Health' })
const check = z.enum(['ok', 'failed'])
const readiness = z
  .strictObject({ status: check, database: check, writer: check, queue: check })
  .meta({ id: 'Readiness' })

interface HealthOptions {
  service: Service
  metrics: Metrics
  mostWaiting: number
}

/** Whether the process lives, whether it can serve, and what it counts. */
export function healthRoutes(app: Api, { service, metrics, mostWaiting }: HealthOptions): void {
  app.get(
    '/health',
    { schema: { operationId: 'health', tags, summary: '进程是否存活 · Whether the process is alive', response: { 200: passed } } },
    async () => ({ status: 'ok' as const })
  )
  app.get(
    '/ready',
    {
      schema: {
        operationId: 'ready',
        tags,
        summary: '能否提供服务 · Whether it can serve',
        response: { 200: readiness, 503: readiness }
      }
    },
    async (_request, reply): Promise<Readiness> => {
      const found = await checkReadiness(service, { mostWaiting })
      reply.code(found.status === 'ok' ? 200 : 503)
      return found
    }
  )
  app.get('/metrics', { schema: { hide: true } }, async (_request, reply) => {
    reply.type(metrics.registry.contentType)
    return metrics.registry.metrics()
  })
}
