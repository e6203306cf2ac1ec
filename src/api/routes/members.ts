import { createMember, findMember, findMemberByCard, listMembers, type Member } from '../../communities/members.ts'
import { communityPath } from '../../contracts/communities.ts'
import { readHeaders, writeHeaders } from '../../contracts/headers.ts'
import { cardPath, member, memberPage, memberPath, memberQuery, newMember } from '../../contracts/members.ts'
import { problems } from '../../contracts/problem.ts'
import type { FastifyRequest } from 'fastify'
import type { Api } from '../api.ts'
import { numberCursor, pageView } from '../cursor.ts'
import { showsCareTags } from '../enforce-access.ts'
import { keyedOf, type RouteContext } from '../posting.ts'
import { granted } from '../problems/refused.ts'
import { answerRegistration } from '../registration.ts'

const tags = ['成员 Members']

/** Care tags are shown to roles that need them, and to nobody else. */
function shown(request: FastifyRequest, given: Member): Member {
  return showsCareTags(request) ? given : { ...given, careTags: [] }
}

export function memberRoutes(app: Api, { service }: RouteContext): void {
  app.post(
    '/members',
    {
      schema: {
        operationId: 'createMember',
        tags,
        summary: '登记成员 · Register a member',
        params: communityPath,
        headers: writeHeaders,
        body: newMember,
        response: { 201: member, ...problems(400, 404, 409, 503) }
      }
    },
    async (request, reply) => {
      const { communityId } = request.params
      const answer = answerRegistration(reply, await createMember(service, communityId, request.body, keyedOf(request)))
      reply.code(201).header('location', `/v1/communities/${communityId}/members/${answer.number}`)
      return shown(request, answer)
    }
  )

  app.get(
    '/members',
    {
      schema: {
        operationId: 'listMembers',
        tags,
        summary: '按卡号、姓名或电话查找成员 · Find members by card, name or phone',
        headers: readHeaders,
        params: communityPath,
        querystring: memberQuery,
        response: { 200: memberPage, ...problems(400, 404) }
      }
    },
    async (request) => {
      const { after, ...filter } = request.query
      const page = await listMembers(service, request.params.communityId, { ...filter, after: numberCursor(after) })
      return pageView({ ...page, items: page.items.map((each) => shown(request, each)) })
    }
  )

  app.get(
    '/members/:member',
    {
      schema: {
        operationId: 'readMember',
        tags,
        summary: '查看成员 · Read a member',
        headers: readHeaders,
        params: memberPath,
        response: { 200: member, ...problems(400, 404) }
      }
    },
    async (request) => shown(request, granted(await findMember(service, request.params.communityId, request.params.member)))
  )

  app.get(
    '/cards/:card',
    {
      schema: {
        operationId: 'readMemberByCard',
        tags,
        summary: '刷卡查成员 · Read the member who holds a card',
        headers: readHeaders,
        params: cardPath,
        response: { 200: member, ...problems(400, 404) }
      }
    },
    async (request) => shown(request, granted(await findMemberByCard(service, request.params.communityId, request.params.card)))
  )
}
