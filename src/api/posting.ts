import type { FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { Asking } from '../communities/post-action.ts'
import type { Service } from '../communities/communities.ts'
import type { Keyed } from '../communities/request-keys.ts'
import { postAction } from '../communities/post-action.ts'
import type { Circumstances } from '../contracts/circumstances.ts'
import { communityPath } from '../contracts/communities.ts'
import { writeHeaders } from '../contracts/headers.ts'
import type { AccessLog } from '../identity/access-log.ts'
import { problems } from '../contracts/problem.ts'
import { type PostingView, posting } from '../contracts/transaction.ts'
import type { Action } from '../ledger/command.ts'
import { checkPin } from '../identity/pins.ts'
import type { Outcome } from '../ledger/post.ts'
import type { Refusal } from '../refusal.ts'
import type { Api } from './api.ts'
import type { Metrics } from './metrics.ts'
import { granted, Refused, throwRefused } from './problems/refused.ts'
import { markReplayed } from './registration.ts'
import { routeOf } from './request-route.ts'
import { postingView } from './views/transaction-view.ts'

/** What the routes of a community work with. */
export interface RouteContext {
  service: Service
  metrics: Metrics
  /** Signing in and out is kept in it by its own routes; everything else by the hooks of enforce-access.ts. */
  accessLog: AccessLog
}

type Headers = z.output<typeof writeHeaders>

/** How a posting was authorised whose member showed the PIN. */
const BY_PIN = 'pin'

/** What a posting says of itself; a PIN where its member showed one. */
export type Said = Partial<Circumstances> & { pin?: string | undefined }

/**
 * Who asks, and with which key. The same body sent to another operation is another request. A PIN is no part of it: the
 * hash of the request is kept for good, and a PIN could be guessed from it.
 */
export function keyedOf(request: FastifyRequest): Keyed {
  const { 'idempotency-key': idempotencyKey } = request.headers as Headers
  const body = (request.body ?? {}) as Said
  return { actor: request.actor.name, idempotencyKey, request: [routeOf(request).operationId, request.params, body.pin === undefined ? body : withoutPin(body)] }
}

function withoutPin({ pin: _, ...rest }: Said): Said {
  return rest
}

/** Who asks, with which key, and what surrounds it. */
export function askingOf(request: FastifyRequest, body: Said = {}): Asking {
  const { serviceDate, authorisation, evidence, attachments, till, replaces, note, proxy, pin } = body
  return {
    ...keyedOf(request),
    serviceDate,
    authorisation: pin === undefined ? authorisation : BY_PIN,
    evidence,
    attachments,
    till,
    replaces,
    note,
    proxy
  }
}

/** Judges the PIN of the member whose points move, where one was shown, before anything is posted. */
export async function judgePin({ service }: RouteContext, { communityId, member, said }: { communityId: string; member: number; said: Said }): Promise<void> {
  if (said.pin !== undefined) throwRefused(await checkPin(service, communityId, member, said.pin))
}

/** Answers with what was posted: 201 and its address; 200 where there was nothing to post. */
export function answerPosting(reply: FastifyReply, { metrics }: RouteContext, outcome: Outcome): PostingView {
  const posted = granted(outcome)
  metrics.posted(posted)
  const view = postingView(posted.transactions)
  markReplayed(reply, posted.replayed)
  if (view.transaction === null) {
    reply.code(200)
    return view
  }
  const { communityId } = reply.request.params as { communityId: string }
  reply.code(201).header('location', `/v1/communities/${communityId}/transactions/${view.transaction.number}`)
  return view
}

export const postingAnswers = { 201: posting, ...problems(400, 403, 404, 409, 503) }
/** Of postings that a PIN may come with. */
export const pinAnswers = { ...postingAnswers, ...problems(403, 429) }

export const nothingToPost = {
  200: { description: '没有需要记账的内容 · There was nothing to post', content: { 'application/json': { schema: posting } } }
}

type Where<Path extends z.ZodType> = z.output<Path> & { communityId: string }

/** What is posted: an action of the ledger's, or what a use case makes of the request. */
type Doing<Body extends z.ZodType, Path extends z.ZodType> =
  | { action: (body: z.output<Body>, path: z.output<Path>) => Action }
  | { post: (body: z.output<Body>, path: Where<Path>, asking: Asking) => Promise<Outcome> }

export type PostingRoute<Body extends z.ZodType, Path extends z.ZodType> = Doing<Body, Path> & {
  path: string
  operationId: string
  tag: string
  summary: string
  description?: string
  params?: Path
  body: Body
  /** Whose PIN the body may hold. */
  payer?: (body: z.output<Body>) => number
  /** Where everything may be as it should be already. */
  mayPostNothing?: true
  /** Settles what the ledger cannot know, before anything is posted. */
  allow?: (request: FastifyRequest, body: z.output<Body>) => Promise<Refusal | undefined>
}

/** A route that posts one action to the books of a community. */
export function postingRoute<Body extends z.ZodType, Path extends z.ZodType = typeof communityPath>(
  app: Api,
  context: RouteContext,
  { path, operationId, tag, summary, description, params, body, payer, mayPostNothing, allow, ...doing }: PostingRoute<Body, Path>
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
        response: { ...(mayPostNothing ? nothingToPost : {}), ...(payer ? pinAnswers : postingAnswers) }
      }
    },
    async (request, reply) => {
      const asked = request.body as z.output<Body>
      const where = request.params as Where<Path>
      const asking = askingOf(request, asked as Said)
      const refusal = await allow?.(request, asked)
      if (refusal) throw new Refused(refusal)
      if (payer) await judgePin(context, { communityId: where.communityId, member: payer(asked), said: asked as Said })
      const outcome =
        'post' in doing
          ? await doing.post(asked, where, asking)
          : await postAction(context.service, where.communityId, doing.action(asked, where), asking)
      return answerPosting(reply, context, outcome)
    }
  )
}
