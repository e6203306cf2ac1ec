import { addRelation, endRelation, listRelations } from '../../communities/relations.ts'
import { z } from 'zod'
import { readHeaders, writeHeaders } from '../../contracts/headers.ts'
import { memberPath } from '../../contracts/members.ts'
import { newRelation, relation, relationList, relationPath } from '../../contracts/people.ts'
import { problems } from '../../contracts/problem.ts'
import type { Api } from '../api.ts'
import { askingOf, keyedOf, type RouteContext } from '../posting.ts'
import { granted } from '../problems/refused.ts'
import { answerRegistration, markReplayed } from '../registration.ts'
import { relationView } from '../views/person-view.ts'

const tags = ['亲属与代办 Relatives and proxies']

export function relationRoutes(app: Api, { service }: RouteContext): void {
  app.post(
    '/members/:member/relations',
    {
      schema: {
        operationId: 'addRelation',
        tags,
        summary: '登记亲属或监护人 · Record a close relative or a guardian',
        headers: writeHeaders,
        params: memberPath,
        body: newRelation,
        response: { 201: relation, ...problems(400, 404, 409, 503) }
      }
    },
    async (request, reply) => {
      const { communityId, member } = request.params
      const added = granted(await addRelation(service, communityId, member, request.body, askingOf(request)))
      markReplayed(reply, added.replayed)
      reply.code(201)
      return relationView(added.relation)
    }
  )

  app.get(
    '/members/:member/relations',
    {
      schema: {
        operationId: 'listRelations',
        tags,
        summary: '成员的亲属,从本人看 · The relatives of a member, as seen from them',
        headers: readHeaders,
        params: memberPath,
        response: { 200: relationList, ...problems(400, 404) }
      }
    },
    async (request) => ({ items: granted(await listRelations(service, request.params.communityId, request.params.member)).map(relationView) })
  )

  app.post(
    '/members/:member/relations/:relationId/end',
    {
      schema: {
        operationId: 'endRelation',
        tags,
        summary: '终止亲属关系 · End a relation',
        headers: writeHeaders,
        params: relationPath,
        body: z.strictObject({}),
        response: { 200: relation, ...problems(400, 404, 409, 503) }
      }
    },
    async (request, reply) => relationView(answerRegistration(reply, await endRelation(service, request.params.communityId, request.params, keyedOf(request))))
  )
}
