import { communityPath } from '../../contracts/communities.ts'
import { readHeaders, writeHeaders } from '../../contracts/headers.ts'
import { endedPostClaim, handover, newPostClaims, postClaim, postClaimPage, postClaimPath, postClaimQuery, postClaims } from '../../contracts/posts.ts'
import { problems } from '../../contracts/problem.ts'
import { claimPosts, endPostClaim, handOverPost, listPostClaims } from '../../hours/planning/post-claims.ts'
import type { Api } from '../api.ts'
import { idCursor } from '../cursor.ts'
import { keyedOf, type RouteContext } from '../posting.ts'
import { answerRegistration } from '../registration.ts'
import { claimView } from '../views/planning-view.ts'

const tags = ['计划 Planning']

/** Who holds which post in which year. */
export function postClaimRoutes(app: Api, { service }: RouteContext): void {
  app.post(
    '/post-claims',
    {
      schema: {
        operationId: 'claimPosts',
        tags,
        summary: '认领岗位,可年初一起认领 · Claim posts for a year, as many as are claimed together',
        headers: writeHeaders,
        params: communityPath,
        body: newPostClaims,
        response: { 201: postClaims, ...problems(400, 404, 409, 503) }
      }
    },
    async (request, reply) => {
      const { year, claims } = answerRegistration(reply, await claimPosts(service, request.params.communityId, request.body, keyedOf(request)))
      reply.code(201)
      return { year, claims: claims.map(claimView) }
    }
  )

  app.get(
    '/post-claims',
    {
      schema: {
        operationId: 'listPostClaims',
        tags,
        summary: '列出认领,含已结束的 · List claims, the ended ones among them',
        headers: readHeaders,
        params: communityPath,
        querystring: postClaimQuery,
        response: { 200: postClaimPage, ...problems(400, 404) }
      }
    },
    async (request) => {
      const { items, next } = await listPostClaims(service, request.params.communityId, { ...request.query, after: idCursor(request.query.after) })
      return { items: items.map(claimView), next }
    }
  )

  app.post(
    '/post-claims/:claimId/handover',
    {
      schema: {
        operationId: 'handOverPost',
        tags,
        summary: '交接岗位 · Hand a post over within its year',
        headers: writeHeaders,
        params: postClaimPath,
        body: handover,
        response: { 201: postClaim, ...problems(400, 404, 409, 503) }
      }
    },
    async (request, reply) => {
      const { communityId, claimId } = request.params
      const claim = answerRegistration(reply, await handOverPost(service, communityId, { claimId, to: request.body.to }, keyedOf(request)))
      reply.code(201)
      return claimView(claim)
    }
  )

  app.post(
    '/post-claims/:claimId/end',
    {
      schema: {
        operationId: 'endPostClaim',
        tags,
        summary: '结束认领 · End a claim',
        headers: writeHeaders,
        params: postClaimPath,
        body: endedPostClaim,
        response: { 200: postClaim, ...problems(400, 404, 409, 503) }
      }
    },
    async (request, reply) => {
      const { communityId, claimId } = request.params
      return claimView(answerRegistration(reply, await endPostClaim(service, communityId, { claimId, reason: request.body.reason }, keyedOf(request))))
    }
  )
}
