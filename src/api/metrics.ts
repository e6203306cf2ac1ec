import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { Service } from '../communities/communities.ts'
import type { Posted } from '../ledger/post.ts'
import type { Api } from './api.ts'
import { routeOf } from './request-route.ts'

/** What Prometheus is told. Labels are routes, methods, statuses, kinds and codes, never anything of a person. */
export interface Metrics {
  registry: Registry
  posted(outcome: Posted): void
}

export function measure(app: Api, { bank }: Service): Metrics {
  const registry = new Registry()
  const registers = [registry]
  // The processor, memory and the event loop's lag.
  collectDefaultMetrics({ register: registry })
  const duration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from a request to its answer',
    labelNames: ['route', 'method', 'status'] as const,
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers
  })
  const refusals = new Counter({ name: 'timebank_refusals_total', help: 'Requests refused', labelNames: ['code'] as const, registers })
  const transactions = new Counter({
    name: 'timebank_transactions_posted_total',
    help: 'Journal transactions committed and answered',
    labelNames: ['kind'] as const,
    registers
  })
  const replays = new Counter({ name: 'timebank_replays_total', help: 'Requests answered again by their key', registers })
  new Gauge({
    name: 'timebank_commit_queue_length',
    help: 'Commands that wait to be committed',
    registers,
    collect() {
      this.set(bank.ledger.length)
    }
  })

  app.addHook('onResponse', (request, reply, done) => {
    const route = routeOf(request).url ?? 'none'
    duration.observe({ route, method: request.method, status: reply.statusCode }, reply.elapsedTime / 1000)
    if (reply.refusalCode !== null) refusals.inc({ code: reply.refusalCode })
    done()
  })
  app.addHook('onClose', async () => {
    registry.clear()
  })
  return {
    registry,
    posted(outcome) {
      if (outcome.replayed) replays.inc()
      else for (const { kind } of outcome.transactions) transactions.inc({ kind })
    }
  }
}
