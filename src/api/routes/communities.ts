import { createCommunity, findCommunity, listCommunities } from '../../communities/communities.ts'
import { community, communityPage, communityPath, listQuery, newCommunity } from '../../contracts/communities.ts'
import { readHeaders, writeHeaders } from '../../contracts/headers.ts'
import { problems } from '../../contracts/problem.ts'
import { placesOf } from '../../identity/visible-places.ts'
import type { Api } from '../api.ts'
import { answerRegistration } from '../registration.ts'
import { keyedOf, type RouteContext } from '../posting.ts'
import { granted } from '../problems/refused.ts'

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
        response: { 201: community, ...problems(400, 409, 503) }
      }
    },
    async (request, reply) => {
      const { communityId } = request.body
      reply.header('location', `/v1/communities/${communityId}`)
      reply.code(201)
      return answerRegistration(reply, await createCommunity(service, request.body, keyedOf(request)))
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
        querystring: listQuery,
        response: { 200: communityPage, ...problems(400) }
      }
    },
    async (request) => listCommunities(service, { ...request.query, places: placesOf(request.actor) })
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
    async (request) => granted(await findCommunity(service, request.params.communityId))
  )
}
