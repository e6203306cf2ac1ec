import { archiveCommunity, changeCommunity } from '../../communities/change-community.ts'
import { createCommunity, findCommunity, listCommunities } from '../../communities/communities.ts'
import {
  community, communityChange, communityPage, communityPath, communityQuery, newArchiving, newCommunity
} from '../../contracts/communities.ts'
import { readHeaders, writeHeaders } from '../../contracts/headers.ts'
import { problems } from '../../contracts/problem.ts'
import { placesOf } from '../../identity/visible-places.ts'
import { communitySubject } from '../../identity/subjects.ts'
import type { Api } from '../api.ts'
import { answerRegistration } from '../registration.ts'
import { keyedOf, type RouteContext } from '../posting.ts'
import { granted } from '../problems/refused.ts'
import { communityView } from '../views/community-view.ts'

const tags = ['社区 Communities']

export function communityRoutes(app: Api, { service }: RouteContext): void {
  app.post(
    '/communities',
    {
      schema: {
        operationId: 'createCommunity',
        tags,
        summary: '开设社区 · Open a community',
        headers: writeHeaders,
        body: newCommunity,
        response: { 201: community, ...problems(400, 404, 409, 503) }
      }
    },
    async (request, reply) => {
      const { communityId } = request.body
      reply.header('location', `/v1/communities/${communityId}`)
      reply.code(201)
      request.accessSubject = communitySubject(communityId, request.body.fourEyes)
      return communityView(answerRegistration(reply, await createCommunity(service, request.body, keyedOf(request))))
    }
  )

  app.get(
    '/communities',
    {
      schema: {
        operationId: 'listCommunities',
        tags,
        summary: '列出社区 · List communities',
        headers: readHeaders,
        querystring: communityQuery,
        response: { 200: communityPage, ...problems(400) }
      }
    },
    async (request) => {
      const { items, next } = await listCommunities(service, { ...request.query, places: placesOf(request.actor) })
      return { items: items.map(communityView), next }
    }
  )

  app.get(
    '/communities/:communityId',
    {
      schema: {
        operationId: 'readCommunity',
        tags,
        summary: '查看社区 · Read a community',
        headers: readHeaders,
        params: communityPath,
        response: { 200: community, ...problems(400, 404) }
      }
    },
    async (request) => communityView(granted(await findCommunity(service, request.params.communityId)))
  )

  app.patch(
    '/communities/:communityId',
    {
      schema: {
        operationId: 'changeCommunity',
        tags,
        summary: '更名、改属街道或修改设置 · Rename, move or set up a community',
        description: '未列的项不变;已发的卡号不变 · What is not named stays; cards that were issued keep their numbers.',
        headers: writeHeaders,
        params: communityPath,
        body: communityChange,
        response: { 200: community, ...problems(400, 404, 409, 503) }
      }
    },
    async (request, reply) => {
      const { communityId } = request.params
      const changed = answerRegistration(reply, await changeCommunity(service, communityId, request.body, keyedOf(request)))
      request.accessSubject = communitySubject(communityId, request.body.fourEyes)
      return communityView(changed)
    }
  )

  app.post(
    '/communities/:communityId/archive',
    {
      schema: {
        operationId: 'archiveCommunity',
        tags,
        summary: '归档社区 · Archive a community',
        description: '不可恢复:此后不再写入,一切仍可查阅、导出、核验 · For good: nothing is written from then on; everything is still read, exported and verified.',
        headers: writeHeaders,
        params: communityPath,
        body: newArchiving,
        response: { 200: community, ...problems(400, 404, 409, 503) }
      }
    },
    async (request, reply) => {
      return communityView(answerRegistration(reply, await archiveCommunity(service, request.params.communityId, request.body.reason, keyedOf(request))))
    }
  )
}
