import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { onceDone } from '../../communities/once.ts'
import { closing, correction, ownPresenceQuery, presence, presencePage, presencePath, presenceQuery } from '../../contracts/attendance.ts'
import type { Purpose } from '../../contracts/attendance-codes.ts'
import { communityPath } from '../../contracts/communities.ts'
import { readHeaders, writeHeaders } from '../../contracts/headers.ts'
import { memberPath } from '../../contracts/members.ts'
import { problems } from '../../contracts/problem.ts'
import { closeForgotten } from '../../hours/attendance/close-forgotten.ts'
import { correctPresence } from '../../hours/attendance/correct-presence.ts'
import { findPresence, listPresences } from '../../hours/attendance/presences.ts'
import type { Api } from '../api.ts'
import { datedCursor, datedCursorText, pageView } from '../cursor.ts'
import { rangeOf } from '../date-range.ts'
import { keyedOf, type RouteContext } from '../posting.ts'
import { granted } from '../problems/refused.ts'
import { answerRegistration, markReplayed } from '../registration.ts'
import { presenceView } from '../views/presence-view.ts'

const tags = ['到场 Attendance']

interface Asked {
  purpose?: Purpose | undefined
  purposeId?: string | undefined
  from?: string | undefined
  to?: string | undefined
  after?: string | undefined
  limit: number
}

export function presenceRoutes(app: Api, { service }: RouteContext): void {
  const pageOf = async (request: FastifyRequest, member?: number) => {
    const { communityId } = request.params as { communityId: string }
    const { after, from, to, ...query } = request.query as Asked
    const { items, next } = granted(await listPresences(service, communityId, { ...query, ...rangeOf({ from, to }), member, after: datedCursor(after) }))
    return pageView({ items: items.map(presenceView), next: datedCursorText(next) })
  }

  app.get(
    '/presences',
    {
      schema: {
        operationId: 'listPresences', tags, summary: '到场记录 · Who was there', headers: readHeaders, params: communityPath, querystring: presenceQuery,
        response: { 200: presencePage, ...problems(400, 404) }
      }
    },
    async (request) => pageOf(request)
  )

  app.get(
    '/members/:member/presences',
    {
      schema: {
        operationId: 'listMemberPresences', tags, summary: '成员的到场记录 · Where a member was', headers: readHeaders, params: memberPath,
        querystring: ownPresenceQuery, response: { 200: presencePage, ...problems(400, 404) }
      }
    },
    async (request) => pageOf(request, request.params.member)
  )

  app.get(
    '/presences/:presenceId',
    {
      schema: {
        operationId: 'readPresence', tags, summary: '一次到场 · One presence', headers: readHeaders, params: presencePath,
        response: { 200: presence, ...problems(400, 404) }
      }
    },
    async (request) => presenceView(granted(await findPresence(service, request.params.communityId, request.params.presenceId)))
  )

  app.post(
    '/presences/:presenceId/correction',
    {
      schema: {
        operationId: 'correctPresence',
        tags,
        summary: '更正到场时间;原记录作废而可查 · Put a presence right; the old one is void and stays to be seen',
        headers: writeHeaders,
        params: presencePath,
        body: correction,
        response: { 200: presence, ...problems(400, 404, 409, 503) }
      }
    },
    async (request, reply) => {
      const { communityId, presenceId } = request.params
      const { checkedInAt, checkedOutAt, ...rest } = request.body
      const moment = (text: string | undefined): number | undefined => (text === undefined ? undefined : Date.parse(text))
      const given = { presenceId, ...rest, checkedInAt: moment(checkedInAt), checkedOutAt: moment(checkedOutAt) }
      const done = granted(await correctPresence(service, communityId, given, keyedOf(request)))
      markReplayed(reply, done.replayed)
      return presenceView(done.presence)
    }
  )

  app.post(
    '/presences/close-forgotten',
    {
      schema: {
        operationId: 'closeForgottenCheckOuts',
        tags,
        summary: '按规则结束忘记签退的,重复无妨 · Close by rule what nobody checked out of; harmless when repeated',
        headers: writeHeaders,
        params: communityPath,
        body: z.strictObject({}),
        response: { 200: closing, ...problems(400, 404, 409, 503) }
      }
    },
    async (request, reply) => {
      const { communityId } = request.params
      return answerRegistration(reply, await onceDone(service, communityId, keyedOf(request), () => closeForgotten(service, communityId)))
    }
  )
}
