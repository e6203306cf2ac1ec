import Fastify, { type FastifyBaseLogger, type FastifyServerOptions, LogController } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Service } from '../communities/communities.ts'
import type { WebhookSettings } from '../communities/webhooks/address.ts'
import { AccessLog } from '../identity/access-log.ts'
import type { Authenticator } from '../identity/actor.ts'
import type { Api } from './api.ts'
import { runInBackground } from './background.ts'
import { backgroundTasks } from './background-tasks.ts'
import { createLogger } from './create-logger.ts'
import { endConnectionsWhenClosing } from './drain.ts'
import { enforceAccess } from './enforce-access.ts'
import { createAuthenticator } from '../identity/authenticator.ts'
import { createIdentity, type Identity } from '../identity/identity.ts'
import { type Limits, limitRequests } from './limits.ts'
import { measure } from './metrics.ts'
import { serveOpenApi } from './openapi.ts'
import { answerBrokenRequest } from './problems/broken-request.ts'
import { answerError } from './problems/error-handler.ts'
import { answerUnknownAddresses } from './problems/not-found.ts'
import { readJson } from './read-json.ts'
import { requestIds } from './request-id.ts'
import { logRequests } from './request-log.ts'
import { healthRoutes } from './routes/health.ts'
import { verifyPage } from './routes/verify-page.ts'
import { versionOne } from './routes/version-one.ts'
import { sendSecurityHeaders } from './security-headers.ts'
import { TIMEOUTS } from './timeouts.ts'
import { serializeAnswer, validateRequest } from './validate.ts'

const BODY_BYTES = 1024 * 1024
/** An account's id is up to 200 characters, of which each may take nine when it stands in an address. */
const PARAMETER_CHARACTERS = 2000

export interface BuildAppOptions {
  service: Service
  /** Who may sign in; with the settings as they are by default where absent. */
  identity?: Identity | undefined
  /** Finds out who sends a request; by sessions and keys where absent. */
  authenticator?: Authenticator | undefined
  /** None where absent. */
  limits?: Limits | undefined
  /** Certificate and key, where TLS ends here. */
  tls?: { cert: Buffer; key: Buffer } | undefined
  /** Addresses and networks of the proxies whose word is taken for where a request came from. */
  trustedProxies?: string[] | undefined
  /** What is logged from this level on; nothing where neither this nor a logger is given. */
  logLevel?: string | undefined
  logger?: FastifyBaseLogger | undefined
  /** Commands that may wait for the writer; at nine tenths of it the service says it is not ready. */
  mostWaiting?: number | undefined
  /** Checks every answer against its contract, for tests. */
  validateAnswers?: boolean | undefined
  /** What of private networks may be told of things; nothing where absent. */
  webhooks?: WebhookSettings | undefined
  /** Sends what is to be sent and reminds of what is near, as long as it runs. */
  background?: boolean | undefined
  /** Largest file that may be handed in, in bytes. */
  mostFileBytes?: number | undefined
}

/** The whole HTTP side of the service, ready to listen or to be injected. Closing it waits for requests under way. */
export async function buildApp(options: BuildAppOptions): Promise<Api> {
  const { service, mostWaiting = 4096, validateAnswers = false, webhooks = { privateAddresses: false } } = options
  const identity = options.identity ?? createIdentity(service)
  const authenticator = options.authenticator ?? createAuthenticator(identity)
  const app = Fastify({
    loggerInstance: options.logger ?? createLogger({ level: options.logLevel ?? 'silent' }),
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_BYTES,
    requestTimeout: TIMEOUTS.requestMilliseconds,
    connectionTimeout: TIMEOUTS.idleMilliseconds,
    genReqId: requestIds(),
    routerOptions: { maxParamLength: PARAMETER_CHARACTERS },
    frameworkErrors: answerError,
    clientErrorHandler: answerBrokenRequest,
    return503OnClosing: true,
    forceCloseConnections: 'idle',
    trustProxy: options.trustedProxies && options.trustedProxies.length > 0 ? options.trustedProxies : false,
    ...(options.tls ? { https: { ...options.tls, minVersion: 'TLSv1.2', headersTimeout: TIMEOUTS.headersMilliseconds } } : { http: { headersTimeout: TIMEOUTS.headersMilliseconds } })
  } as FastifyServerOptions).withTypeProvider<ZodTypeProvider>()
  app.removeContentTypeParser('text/plain')
  readJson(app)
  app.setValidatorCompiler(validateRequest)
  app.setSerializerCompiler(serializeAnswer({ validate: validateAnswers }))
  app.setErrorHandler(answerError)

  endConnectionsWhenClosing(app)
  logRequests(app)
  answerUnknownAddresses(app)
  const accessLog = new AccessLog(service, { onError: (error) => app.log.error({ err: error }, 'the access log could not be written') })
  await limitRequests(app, options.limits)
  enforceAccess(app, { service, authenticator, accessLog })
  await sendSecurityHeaders(app, { secure: identity.settings.secure })
  const metrics = measure(app, service)
  await serveOpenApi(app)
  healthRoutes(app, { service, metrics, mostWaiting })
  verifyPage(app, { service })
  await app.register(versionOne, {
    prefix: '/v1', service, metrics, accessLog, mostFileBytes: options.mostFileBytes, identity, limits: options.limits, webhooks
  })
  if (options.background) runInBackground(app, backgroundTasks(service, webhooks))
  await app.ready()
  return app
}
