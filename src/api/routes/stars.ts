import { z } from 'zod'
import { communityPath, listQuery } from '../../contracts/communities.ts'
import { readHeaders, writeHeaders } from '../../contracts/headers.ts'
import { memberPath } from '../../contracts/members.ts'
import { problems } from '../../contracts/problem.ts'
import { candidatePage, newObjection, newStar, star, starLevels, starPage, starPath, starQuery } from '../../contracts/stars.ts'
import { changeStarLevels, readStarLevels } from '../../hours/outcomes/star-levels.ts'
import { awardStar, listStarCandidates, listStars, objectToStar, proposeStar } from '../../hours/outcomes/stars.ts'
import { refuse } from '../../refusal.ts'
import type { Api } from '../api.ts'
import { numberCursor, pageView } from '../cursor.ts'
import { keyedOf, type RouteContext } from '../posting.ts'
import { granted, Refused } from '../problems/refused.ts'
import { answerRegistration, markReplayed } from '../registration.ts'

const tags = ['星级 Stars']

/** Star-rated volunteers: who has reached a star, its public notice, and its award. */
export function starRoutes(app: Api, { service }: RouteContext): void {
  app.get(
    '/star-levels',
    { schema: { operationId: 'readStarLevels', tags, summary: '各星级所需时长与公示期 · Hours of each star, and its notice', headers: readHeaders, params: communityPath, response: { 200: starLevels, ...problems(400, 404) } } },
    async (request) => readStarLevels(service, request.params.communityId)
  )

  app.put(
    '/star-levels',
    {
      schema: { operationId: 'putStarLevels', tags, summary: '设定星级与公示期 · Set the stars and their notice', headers: writeHeaders, params: communityPath, body: starLevels, response: { 200: starLevels, ...problems(400, 404, 409, 503) } }
    },
    async (request, reply) => answerRegistration(reply, await changeStarLevels(service, request.params.communityId, request.body, keyedOf(request)))
  )

  app.get(
    '/stars/candidates',
    {
      schema: {
        operationId: 'listStarCandidates',
        tags,
        summary: '已达到更高星级的成员 · Members who have reached a higher star',
        description: '只计认证时长 · Verified hours alone count.',
        headers: readHeaders,
        params: communityPath,
        querystring: listQuery,
        response: { 200: candidatePage, ...problems(400, 404) }
      }
    },
    async (request) => pageView(await listStarCandidates(service, request.params.communityId, { limit: request.query.limit, after: numberCursor(request.query.after) }))
  )

  app.get(
    '/stars',
    { schema: { operationId: 'listStars', tags, summary: '星级:公示中、已授予、已停止 · Stars: on notice, awarded, stopped', headers: readHeaders, params: communityPath, querystring: starQuery, response: { 200: starPage, ...problems(400, 404) } } },
    async (request) => listStars(service, request.params.communityId, request.query)
  )

  app.get(
    '/members/:member/stars',
    { schema: { operationId: 'listMemberStars', tags, summary: '成员的星级 · Stars of a member', headers: readHeaders, params: memberPath, querystring: listQuery, response: { 200: starPage, ...problems(400, 404) } } },
    async (request) => {
      const { communityId, member } = request.params
      if (!(await service.directory.memberStandingOf(communityId, member))) throw new Refused(refuse('unknown_member', { member }))
      return listStars(service, communityId, { member, ...request.query })
    }
  )

  app.post(
    '/stars',
    {
      schema: {
        operationId: 'proposeStar',
        tags,
        summary: '提出并公示 · Propose a star; its public notice begins',
        headers: writeHeaders,
        params: communityPath,
        body: newStar,
        response: { 201: star, ...problems(400, 404, 409, 503) }
      }
    },
    async (request, reply) => {
      const proposed = granted(await proposeStar(service, request.params.communityId, request.body, keyedOf(request)))
      markReplayed(reply, proposed.replayed)
      reply.code(201)
      return proposed.star
    }
  )

  app.post(
    '/stars/:star/objection',
    {
      schema: { operationId: 'objectToStar', tags, summary: '提出异议,停止授予 · Object to a star on notice: it is stopped', headers: writeHeaders, params: starPath, body: newObjection, response: { 200: star, ...problems(400, 404, 409, 503) } }
    },
    async (request, reply) => {
      const { communityId, star: starId } = request.params
      return answerRegistration(reply, await objectToStar(service, communityId, { starId, objection: request.body.objection }, keyedOf(request)))
    }
  )

  app.post(
    '/stars/:star/award',
    {
      schema: {
        operationId: 'awardStar',
        tags,
        summary: '公示期满后授予,由提出人以外的人办理 · Award it after its notice, by another person than who proposed it',
        headers: writeHeaders,
        params: starPath,
        body: z.strictObject({}),
        response: { 200: star, ...problems(400, 403, 404, 409, 503) }
      }
    },
    async (request, reply) => {
      const { communityId, star: starId } = request.params
      return answerRegistration(reply, await awardStar(service, communityId, { starId }, keyedOf(request)))
    }
  )
}
