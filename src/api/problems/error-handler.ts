import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import type { Problem } from '../../contracts/problem.ts'
import { refuse } from '../../refusal.ts'
import { InvalidRequest, invalidRequestProblem } from './invalid-request.ts'
import { languageOf } from './language.ts'
import { problemOf } from './problem-of.ts'
import { Refused } from './refused.ts'

const RETRY_AFTER_SECONDS = 1

/** Every answer that is not what was asked for passes here. What nobody foresaw is logged, and says nothing of itself. */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = problemFor(error, request)
  if (problem.code === 'internal_error') request.log.error({ err: error }, 'unexpected error')
  return sendProblem(reply, problem)
}

export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  const { seconds } = problem.parameters
  if (problem.status === 429 && typeof seconds === 'number') reply.header('retry-after', seconds)
  if (problem.status === 503) reply.header('retry-after', RETRY_AFTER_SECONDS)
  reply.refusalCode = problem.code
  return reply
    .code(problem.status)
    .header('cache-control', 'no-store')
    .header('x-request-id', problem.requestId)
    .type('application/problem+json')
    .serializer(JSON.stringify)
    .send(problem)
}

function problemFor(error: unknown, request: FastifyRequest): Problem {
  const reader = { language: languageOf(request.headers['accept-language']), requestId: request.id }
  if (error instanceof Refused) return problemOf(error.refusal, reader)
  if (error instanceof InvalidRequest) return invalidRequestProblem(error, reader)
  return problemOf(refusalOfFramework(error as Partial<FastifyError>, request), reader)
}

/** What Fastify and its plugins refuse before a handler is asked. */
function refusalOfFramework(error: Partial<FastifyError>, request: FastifyRequest) {
  switch (error.code) {
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
    case 'FST_INVALID_MULTIPART_CONTENT_TYPE':
      return refuse('unsupported_media_type')
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return refuse('body_too_large', { limit: Math.floor((request.routeOptions.bodyLimit ?? 0) / 1024) })
    case 'FST_ERR_BAD_URL':
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return refuse('not_found')
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
      return refuse('invalid_request', { detail: 'JSON' })
  }
  const status = error.statusCode ?? 500
  if (status >= 400 && status < 500) return refuse('invalid_request', { detail: error instanceof SyntaxError ? 'JSON' : '' })
  return refuse('internal_error')
}
