import { z } from 'zod'
import type { FastifyRequest } from 'fastify'
import { holderOf } from '../../communities/cards.ts'
import {
  attendanceList, attendanceOutcome, check, closing, codeCheck, correction, ownAttendanceList, ownPresenceQuery, presence, presencePage, presencePath, presenceQuery
} from '../../contracts/attendance.ts'
import { communityPath } from '../../contracts/communities.ts'
import { readHeaders, writeHeaders } from '../../contracts/headers.ts'
import { memberPath } from '../../contracts/members.ts'
import { problems } from '../../contracts/problem.ts'
import { recordAttendance } from '../../hours/attendance/attendance-lists.ts'
import { checkIn, checkOut } from '../../hours/attendance/check-in.ts'
import { checkByCode, CodeGuesses } from '../../hours/attendance/check-in-by-code.ts'
import { closeForgotten } from '../../hours/attendance/close-forgotten.ts'
import { correctPresence } from '../../hours/attendance/correct-presence.ts'
import { findPresence, listPresences } from '../../hours/attendance/presences.ts'
import type { Purpose } from '../../contracts/attendance-codes.ts'
import type { Api } from '../api.ts'
import { datedCursor, datedCursorText, pageView } from '../cursor.ts'
import { rangeOf } from '../date-range.ts'
import { keyedOf, type RouteContext } from '../posting.ts'
import { granted } from '../problems/refused.ts'
import { markReplayed } from '../registration.ts'
import { presenceView } from '../views/presence-view.ts'

const tags = ['到场 Attendance']
const checked = { 200: presence, ...problems(400, 403, 404, 409, 429, 503) }
const WAYS = [
  { way: 'in', act: checkIn, path: 'check-ins', staff: 'checkIn', self: 'checkInByCode', zh: '签到', en: 'Check in' },
  { way: 'out', act: checkOut, path: 'check-outs', staff: 'checkOut', self: 'checkOutByCode', zh: '签退', en: 'Check out' }
] as const

export function checkInRoutes(app: Api, { service }: RouteContext): void {
  const guesses = new CodeGuesses(service)
  for (const { way, act, path, staff, self, zh, en } of WAYS) {
    app.post(
      `/${path}`,
      {
        schema: {
          operationId: staff,
          tags,
          summary: `刷卡或点名${zh} · ${en} by card at a counter, or by name`,
          headers: writeHeaders,
          params: communityPath,
          body: check,
          response: checked
        }
      },
      async (request, reply) => {
        const { communityId } = request.params
        const { card, member, purpose, purposeId } = request.body
        const holder = card === undefined ? undefined : granted(await holderOf(service, communityId, card)).member
        const method = card === undefined ? 'list' : 'card'
        const done = granted(await act(service, communityId, { member: holder ?? member ?? 0, method, purpose, purposeId }, keyedOf(request)))
        markReplayed(reply, done.replayed)
        request.accessSubject = `member:${done.presence.member}/presence:${done.presence.presenceId}`
        return presenceView(done.presence)
      }
    )

    app.post(
      `/members/:member/${path}`,
      {
        schema: {
          operationId: self,
          tags,
          summary: `用现场的码${zh} · ${en} by the code that is shown on the spot`,
          headers: writeHeaders,
          params: memberPath,
          body: codeCheck,
          response: checked
        }
      },
      async (request, reply) => {
        const { communityId, member } = request.params
        const asked = keyedOf(request)
        const done = granted(await checkByCode(service, communityId, { check: { ...request.body, member, address: request.ip }, way, guesses }, asked))
        markReplayed(reply, done.replayed)
        request.accessSubject = `member:${done.presence.member}/presence:${done.presence.presenceId}`
        return presenceView(done.presence)
      }
    )
  }
}

export function attendanceListRoutes(app: Api, { service }: RouteContext): void {
  app.post(
    '/attendance-lists',
    {
      schema: {
        operationId: 'recordAttendance',
        tags,
        summary: '点名单或纸质签到表,逐行答复 · Who came, by list or paper sheet; each row is answered by itself',
        headers: writeHeaders,
        params: communityPath,
        body: attendanceList,
        response: { 201: attendanceOutcome, ...problems(400, 404, 409, 503) }
      }
    },
    async (request, reply) => {
      const { replayed, ...outcome } = granted(await recordAttendance(service, request.params.communityId, request.body, keyedOf(request)))
      markReplayed(reply, replayed)
      request.accessSubject = `attendance_sheet:${outcome.sheetId}`
      reply.code(201)
      return outcome
    }
  )

  app.post(
    '/members/:member/attendance-lists',
    {
      schema: {
        operationId: 'recordOwnAttendance',
        tags,
        summary: '负责人点名 · Who came, by the member who is responsible',
        headers: writeHeaders,
        params: memberPath,
        body: ownAttendanceList,
        response: { 201: attendanceOutcome, ...problems(400, 403, 404, 409, 503) }
      }
    },
    async (request, reply) => {
      const { communityId, member: keeper } = request.params
      const { replayed, ...outcome } = granted(await recordAttendance(service, communityId, { ...request.body, method: 'list', keeper }, keyedOf(request)))
      markReplayed(reply, replayed)
      request.accessSubject = `attendance_sheet:${outcome.sheetId}`
      reply.code(201)
      return outcome
    }
  )
}

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
    async (request) => closeForgotten(service, request.params.communityId)
  )
}
