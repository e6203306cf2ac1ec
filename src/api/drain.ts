import type { Api } from './api.ts'

/**
 * A connection that was in use when closing began is kept alive by its client afterwards, and would hold up the close
 * until it times out; it is ended as soon as its request is answered.
 */
export function endConnectionsWhenClosing(app: Api): void {
  let closing = false
  app.addHook('preClose', (done) => {
    closing = true
    done()
  })
  app.addHook('onResponse', (_request, _reply, done) => {
    if (closing) setImmediate(() => app.server.closeIdleConnections())
    done()
  })
}
