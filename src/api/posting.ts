import type { FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { Asking } from '../communities/post-action.ts'
import type { Service } from '../communities/communities.ts'
import { postAction } from '../communities/post-action.ts'
import type { Circumstances } from '../contracts/circumstances.ts'
import { communityPath } from '../contracts/communities.ts'
import { writeHeaders } from '../contracts/headers.ts'
import { problems } from '../contracts/problem.ts'
import { type PostingView, posting } from '../contracts/transaction.ts'
import type { Action } from '../ledger/command.ts'
import type { Outcome } from '../ledger/post.ts'
import type { Api } from './api.ts'
import type { Metrics } from './metrics.ts'
import { granted } from './problems/refused.ts'
import { postingView } from './views/transaction-view.ts'

/** What the routes of a community work with. */
export interface RouteContext {
  service: Service
  metrics: Metrics
}

type Headers = z.output<typeof writeHeaders>

/** Who asks, with which key, and what surrounds it. The same body sent to another operation is another request. */
export function askingOf(request: FastifyRequest, body: Partial<Circumstances> = {}): Asking {
  const { actor, 'idempotency-key': idempotencyKey } = request.headers as Headers
  const { serviceDate, approvedBy, authorisation, evidence, attachments, till, replaces, note, proxy } = body
  return {
    actor,
    idempotencyKey,
    request: [request.routeOptions.schema?.operationId, request.params, request.body],
    serviceDate,
    approvedBy,
    authorisation,
    evidence,
    attachments,
    till,
    replaces,
    note,
    proxy
  }
}

/** Answers with what was posted: 201 and its address; 200 where there was nothing to post. */
export function answerPosting(reply: FastifyReply, { metrics }: RouteContext, outcome: Outcome): PostingView {
  const posted = granted(outcome)
  metrics.posted(posted)
  const view = postingView(posted.transactions)
  if (posted.replayed) reply.header('idempotency-replayed', 'true')
  if (view.transaction === null) {
    reply.code(200)
    return view
  }
  const { communityId } = reply.request.params as { communityId: string }
  reply.code(201).header('location', `/v1/communities/${communityId}/transactions/${view.transaction.number}`)
  return view
}

export const postingAnswers = { 201: posting, ...problems(400, 403, 404, 409, 503) }

export const nothingToPost = {
  200: { description: '没有需要记账的内容 · There was nothing to post', content: { 'application/json': { schema: posting } } }
}

export interface PostingRoute<Body extends z.ZodType, Path extends z.ZodType> {
  path: string
  operationId: string
  tag: string
  summary: string
  description?: string
  params?: Path
  body: Body
  /** Where everything may be as it should be already. */
  mayPostNothing?: true
  action: (body: z.output<Body>, path: z.output<Path>) => Action
}

/** A route that posts one action to the books of a community. */
export function postingRoute<Body extends z.ZodType, Path extends z.ZodType = typeof communityPath>(
  app: Api,
  context: RouteContext,
  { path, operationId, tag, summary, description, params, body, mayPostNothing, action }: PostingRoute<Body, Path>
): void {
  app.post(
    path,
    {
      schema: {
        operationId,
        tags: [tag],
        summary,
        ...(description === undefined ? {} : { description }),
        params: params ?? communityPath,
        headers: writeHeaders,
        body,
        response: { ...(mayPostNothing ? nothingToPost : {}), ...postingAnswers }
      }
    },
    async (request, reply) => {
      const asked = request.body as z.output<Body>
      const where = request.params as z.output<Path> & { communityId: string }
      const outcome = await postAction(context.service, where.communityId, action(asked, where), askingOf(request, asked as Partial<Circumstances>))
      return answerPosting(reply, context, outcome)
    }
  )
}
