import { communityPath } from '../../contracts/communities.ts'
import { readHeaders, writeHeaders } from '../../contracts/headers.ts'
import { memberPath } from '../../contracts/members.ts'
import { problems } from '../../contracts/problem.ts'
import { endMinuteOf, newShift, newSwap, rosterQuery, shift, shiftCancellation, shiftPage, shiftPath, shiftQuery, swap, swapAnswer, swapPage, swapPath, turnAssignment, turnPath } from '../../contracts/rosters.ts'
import { assignTurn, cancelShift, planShift } from '../../hours/attendance/plan-shifts.ts'
import { findShift, listShifts } from '../../hours/attendance/shifts.ts'
import { answerSwap, askSwap, listSwaps } from '../../hours/attendance/swaps.ts'
import type { Api } from '../api.ts'
import { datedCursor, datedCursorText, pageView } from '../cursor.ts'
import { rangeOf } from '../date-range.ts'
import { evidenceOfWill } from '../own-will.ts'
import { keyedOf, type RouteContext } from '../posting.ts'
import { granted } from '../problems/refused.ts'
import { answerRegistration, markReplayed } from '../registration.ts'
import { shiftView, swapView } from '../views/shift-view.ts'

const tags = ['轮值 Rosters']

export function shiftRoutes(app: Api, { service }: RouteContext): void {
  app.post(
    '/shifts',
    {
      schema: {
        operationId: 'planShift',
        tags,
        summary: '单独排一班 · Plan a single shift by hand',
        headers: writeHeaders,
        params: communityPath,
        body: newShift,
        response: { 201: shift, ...problems(400, 404, 409, 503) }
      }
    },
    async (request, reply) => {
      const { startTime, endTime, endsNextDay, ...plan } = request.body
      const times = { startMinute: startTime, endMinute: endMinuteOf({ endTime, endsNextDay }) }
      const planned = granted(await planShift(service, request.params.communityId, { ...plan, ...times }, keyedOf(request)))
      markReplayed(reply, planned.replayed)
      request.accessSubject = `shift:${planned.shift.shiftId}`
      reply.code(201)
      return shiftView(planned.shift)
    }
  )

  app.get(
    '/shifts',
    {
      schema: {
        operationId: 'listShifts',
        tags,
        summary: '班次,按日期 · Shifts by day',
        headers: readHeaders,
        params: communityPath,
        querystring: shiftQuery,
        response: { 200: shiftPage, ...problems(400, 404) }
      }
    },
    async (request) => {
      const { roster: rosterId, after, limit, ...range } = request.query
      const { items, next } = granted(await listShifts(service, request.params.communityId, { ...rangeOf(range), rosterId, limit, after: datedCursor(after) }))
      return pageView({ items: items.map(shiftView), next: datedCursorText(next) })
    }
  )

  app.get(
    '/shifts/:shiftId',
    {
      schema: {
        operationId: 'readShift',
        tags,
        summary: '一个班次 · One shift',
        headers: readHeaders,
        params: shiftPath,
        response: { 200: shift, ...problems(400, 404) }
      }
    },
    async (request) => shiftView(granted(await findShift(service, request.params.communityId, request.params.shiftId)))
  )

  app.post(
    '/shifts/:shiftId/cancel',
    {
      schema: {
        operationId: 'cancelShift',
        tags,
        summary: '取消班次 · Cancel a shift',
        headers: writeHeaders,
        params: shiftPath,
        body: shiftCancellation,
        response: { 200: shift, ...problems(400, 404, 409, 503) }
      }
    },
    async (request, reply) => {
      const { communityId, shiftId } = request.params
      return shiftView(answerRegistration(reply, await cancelShift(service, communityId, { shiftId, ...request.body }, keyedOf(request))))
    }
  )

  app.put(
    '/shifts/:shiftId/turns/:place',
    {
      schema: {
        operationId: 'assignTurn',
        tags,
        summary: '指定由谁上班,或空缺 · Give a place to a member, or to nobody',
        headers: writeHeaders,
        params: turnPath,
        body: turnAssignment,
        response: { 200: shift, ...problems(400, 404, 409, 503) }
      }
    },
    async (request, reply) => {
      const { communityId, shiftId, place } = request.params
      return shiftView(answerRegistration(reply, await assignTurn(service, communityId, { shiftId, place, ...request.body }, keyedOf(request))))
    }
  )

  app.get(
    '/members/:member/shifts',
    {
      schema: {
        operationId: 'listMemberShifts',
        tags,
        summary: '成员的班次 · The shifts of a member',
        headers: readHeaders,
        params: memberPath,
        querystring: shiftQuery,
        response: { 200: shiftPage, ...problems(400, 404) }
      }
    },
    async (request) => {
      const { roster: rosterId, after, limit, ...range } = request.query
      const { communityId, member } = request.params
      const { items, next } = granted(await listShifts(service, communityId, { ...rangeOf(range), rosterId, member, limit, after: datedCursor(after) }))
      return pageView({ items: items.map(shiftView), next: datedCursorText(next) })
    }
  )
}

export function swapRoutes(app: Api, { service }: RouteContext): void {
  app.post(
    '/members/:member/shift-swaps',
    {
      schema: {
        operationId: 'askSwap',
        tags,
        summary: '请人代班或换班,对方同意才算数 · Ask another member to take a turn; nothing changes until they agree',
        headers: writeHeaders,
        params: memberPath,
        body: newSwap,
        response: { 201: swap, ...problems(400, 404, 409, 503) }
      }
    },
    async (request, reply) => {
      const { communityId, member: from } = request.params
      const evidence = evidenceOfWill(request, request.body.evidence)
      const asked = granted(await askSwap(service, communityId, { ...request.body, from, evidence }, keyedOf(request)))
      markReplayed(reply, asked.replayed)
      reply.code(201)
      return swapView(asked.swap)
    }
  )

  app.get(
    '/members/:member/shift-swaps',
    {
      schema: {
        operationId: 'listSwaps',
        tags,
        summary: '成员提出的和收到的换班请求 · Swaps that a member asked for and was asked for',
        headers: readHeaders,
        params: memberPath,
        querystring: rosterQuery,
        response: { 200: swapPage, ...problems(400, 404) }
      }
    },
    async (request) => {
      const { communityId, member } = request.params
      const { items, next } = granted(await listSwaps(service, communityId, { member, ...request.query }))
      return pageView({ items: items.map(swapView), next })
    }
  )

  app.post(
    '/members/:member/shift-swaps/:swapId/answer',
    {
      schema: {
        operationId: 'answerSwap',
        tags,
        summary: '同意、谢绝或撤回换班 · Agree to a swap, decline or withdraw it',
        headers: writeHeaders,
        params: swapPath,
        body: swapAnswer,
        response: { 200: swap, ...problems(400, 404, 409, 503) }
      }
    },
    async (request, reply) => {
      const { communityId, member, swapId } = request.params
      const evidence = evidenceOfWill(request, request.body.evidence)
      return swapView(answerRegistration(reply, await answerSwap(service, communityId, { swapId, member, answer: request.body.answer, evidence }, keyedOf(request))))
    }
  )
}
