import { listQuery } from '../../contracts/communities.ts'
import { readHeaders, writeHeaders } from '../../contracts/headers.ts'
import { listEntry, listEntryPage, newNeed } from '../../contracts/list-entries.ts'
import { memberPath } from '../../contracts/members.ts'
import { problems } from '../../contracts/problem.ts'
import { addListEntry, listNeedsOf } from '../../hours/planning/list-entries.ts'
import type { Api } from '../api.ts'
import { idCursor, pageView } from '../cursor.ts'
import { keyedOf, type RouteContext } from '../posting.ts'
import { granted } from '../problems/refused.ts'
import { answerRegistration } from '../registration.ts'
import { entryView } from '../views/planning-view.ts'

const tags = ['计划 Planning']

/** What a member asks for, by themselves or with the help of the staff (点单). */
export function memberNeedRoutes(app: Api, { service }: RouteContext): void {
  app.post(
    '/members/:member/needs',
    {
      schema: {
        operationId: 'raiseNeed',
        tags,
        summary: '居民提出需求 · A resident raises a need',
        headers: writeHeaders,
        params: memberPath,
        body: newNeed,
        response: { 201: listEntry, ...problems(400, 404, 409, 503) }
      }
    },
    async (request, reply) => {
      const { communityId, member } = request.params
      const raised = answerRegistration(reply, await addListEntry(service, communityId, { list: 'needs', member, ...request.body }, keyedOf(request)))
      reply.code(201)
      return entryView(raised, { inFull: true })
    }
  )

  app.get(
    '/members/:member/needs',
    {
      schema: {
        operationId: 'listMemberNeeds',
        tags,
        summary: '成员提出的需求,最近的在前 · What a member raised, the latest first',
        headers: readHeaders,
        params: memberPath,
        querystring: listQuery,
        response: { 200: listEntryPage, ...problems(400, 404) }
      }
    },
    async (request) => {
      const { communityId, member } = request.params
      const { after, limit } = request.query
      const { items, next } = granted(await listNeedsOf(service, communityId, member, { after: idCursor(after), limit }))
      return pageView({ items: items.map((each) => entryView(each, { inFull: true })), next })
    }
  )
}
