import { holderOf } from '../../communities/cards.ts'
import { attendanceList, attendanceOutcome, check, codeCheck, ownAttendanceList, presence } from '../../contracts/attendance.ts'
import { communityPath } from '../../contracts/communities.ts'
import { writeHeaders } from '../../contracts/headers.ts'
import { memberPath } from '../../contracts/members.ts'
import { problems } from '../../contracts/problem.ts'
import { recordAttendance } from '../../hours/attendance/attendance-lists.ts'
import { checkIn, checkOut } from '../../hours/attendance/check-in.ts'
import { checkByCode, createCodeGuesses } from '../../hours/attendance/check-in-by-code.ts'
import type { Api } from '../api.ts'
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
  const guesses = createCodeGuesses(service)
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
