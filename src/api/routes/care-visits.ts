import { z } from 'zod'
import type { FastifyRequest } from 'fastify'
import {
  careVisit, careVisitPage, dueVisitQuery, escalatedVisit, escalatedVisitPage, ownVisitPath, ownVisitQuery, visitAdvance, visitOutcome, visitOutcomeResults, visitOutcomes,
  visitPath, visitQuery, visitSettlement, visitSummary, visitSummaryQuery
} from '../../contracts/care-visits.ts'
import { communityPath } from '../../contracts/communities.ts'
import { readHeaders, writeHeaders } from '../../contracts/headers.ts'
import { memberPath } from '../../contracts/members.ts'
import { problems } from '../../contracts/problem.ts'
import { type CareVisit, findVisit, listVisits, summarizeVisits, type VisitFilter } from '../../hours/attendance/care-visits.ts'
import { advanceVisits, settleEscalation } from '../../hours/attendance/escalate-visits.ts'
import { type OutcomeOfVisit, recordOutcomes } from '../../hours/attendance/visit-outcomes.ts'
import { todayIn } from '../../hours/attendance/visit-plans.ts'
import { isRefusal, refuse } from '../../refusal.ts'
import type { Api } from '../api.ts'
import { datedCursor, datedCursorText, pageView } from '../cursor.ts'
import { rangeOf } from '../date-range.ts'
import { keyedOf, type RouteContext } from '../posting.ts'
import { granted, Refused } from '../problems/refused.ts'
import { markReplayed } from '../registration.ts'
import { careVisitView, escalatedVisitView } from '../views/visit-view.ts'

const tags = ['探访 Care visits']

type Rows = Omit<VisitFilter, 'today' | 'after'> & { after?: string | undefined }

export function careVisitRoutes(app: Api, context: RouteContext): void {
  const { service } = context
  const pageOf = async <View>(communityId: string, { after, ...filter }: Rows, view: (visit: CareVisit) => View): Promise<{ items: View[]; next: string | null }> => {
    const today = await todayIn(service, communityId)
    const { items, next } = await listVisits(service, communityId, { ...filter, today, through: filter.due ? (filter.through ?? today) : undefined, after: datedCursor(after) })
    return pageView({ items: items.map(view), next: datedCursorText(next) })
  }

  app.get(
    '/care-visits/due',
    {
      schema: {
        operationId: 'listDueVisits',
        tags,
        summary: '到期和逾期的探访 · Visits that are due today and overdue',
        headers: readHeaders,
        params: communityPath,
        querystring: dueVisitQuery,
        response: { 200: careVisitPage, ...problems(400, 404) }
      }
    },
    async (request) => pageOf(request.params.communityId, { ...request.query, due: true }, careVisitView)
  )

  app.get(
    '/care-visits/escalated',
    {
      schema: {
        operationId: 'listEscalatedVisits',
        tags,
        summary: '已上报、待处理的探访 · Visits that were escalated and are to be settled',
        headers: readHeaders,
        params: communityPath,
        querystring: visitQuery,
        response: { 200: escalatedVisitPage, ...problems(400, 404) }
      }
    },
    async (request) => pageOf(request.params.communityId, { ...request.query, escalated: true }, escalatedVisitView)
  )

  app.get(
    '/care-visits/summary',
    {
      schema: {
        operationId: 'summarizeVisits',
        tags,
        summary: '探访情况,只有数字 · How the visits stand, in numbers',
        headers: readHeaders,
        params: communityPath,
        querystring: visitSummaryQuery,
        response: { 200: visitSummary, ...problems(400, 404) }
      }
    },
    async (request) => {
      const { communityId } = request.params
      const today = await todayIn(service, communityId)
      const { from = `${today.slice(0, 7)}-01`, to = today } = request.query
      rangeOf({ from, to })
      return summarizeVisits(service, communityId, { today, from, to })
    }
  )

  app.get(
    '/members/:member/visits-received',
    {
      schema: {
        operationId: 'listVisitsReceived',
        tags,
        summary: '对一位成员的探访 · Visits to a member',
        headers: readHeaders,
        params: memberPath,
        querystring: visitQuery,
        response: { 200: careVisitPage, ...problems(400, 404) }
      }
    },
    async (request) => {
      const { communityId, member } = request.params
      if (!(await service.directory.memberStandingOf(communityId, member))) throw new Refused(refuse('unknown_member', { member }))
      return pageOf(communityId, { ...request.query, member }, careVisitView)
    }
  )

  app.get(
    '/members/:member/due-visits',
    {
      schema: {
        operationId: 'listOwnDueVisits',
        tags,
        summary: '探访人自己的到期探访 · The visits that a visitor is to pay',
        headers: readHeaders,
        params: memberPath,
        querystring: ownVisitQuery,
        response: { 200: careVisitPage, ...problems(400, 404) }
      }
    },
    async (request) => {
      const { communityId, member: visitor } = request.params
      if (!(await service.directory.memberStandingOf(communityId, visitor))) throw new Refused(refuse('unknown_member', { member: visitor }))
      return pageOf(communityId, { ...request.query, visitor, due: true }, careVisitView)
    }
  )

  outcomeRoutes(app, context)
}

type OutcomeBody = { outcome: OutcomeOfVisit['outcome']; visitedOn?: string | undefined; startTime?: number | undefined; endTime?: number | undefined; note?: string | undefined }

function outcomeOf(visitId: string, { startTime, endTime, ...rest }: OutcomeBody): OutcomeOfVisit {
  return { visitId, ...rest, startMinute: startTime, endMinute: endTime }
}

function outcomeRoutes(app: Api, { service }: RouteContext): void {
  const recordOne = async (request: FastifyRequest, { visitId, visitor }: { visitId: string; visitor?: number }) => {
    const { communityId } = request.params as { communityId: string }
    const rows = [outcomeOf(visitId, request.body as OutcomeBody)]
    const { replayed } = granted(await recordOutcomes(service, communityId, { rows, visitor, asked: keyedOf(request), allOrNothing: true }))
    return { replayed, view: careVisitView(granted(await findVisit(service, communityId, { visitId, today: await todayIn(service, communityId) }))) }
  }

  app.post(
    '/care-visits/:visitId/outcome',
    {
      schema: {
        operationId: 'recordVisitOutcome',
        tags,
        summary: '登记探访结果;写明起止时间的记为服务 · Record what came of a visit; with times it becomes a service record',
        headers: writeHeaders,
        params: visitPath,
        body: visitOutcome,
        response: { 200: careVisit, ...problems(400, 404, 409, 503) }
      }
    },
    async (request, reply) => {
      const { view, replayed } = await recordOne(request, { visitId: request.params.visitId })
      markReplayed(reply, replayed)
      return view
    }
  )

  app.post(
    '/members/:member/due-visits/:visitId/outcome',
    {
      schema: {
        operationId: 'recordOwnVisitOutcome',
        tags,
        summary: '探访人自己登记结果 · A visitor records what came of their visit',
        headers: writeHeaders,
        params: ownVisitPath,
        body: visitOutcome,
        response: { 200: careVisit, ...problems(400, 404, 409, 503) }
      }
    },
    async (request, reply) => {
      const { visitId, member } = request.params
      const { view, replayed } = await recordOne(request, { visitId, visitor: member })
      markReplayed(reply, replayed)
      return view
    }
  )

  app.post(
    '/care-visits/outcomes',
    {
      schema: {
        operationId: 'recordVisitOutcomes',
        tags,
        summary: '成批登记探访结果,逐条答复 · Record what came of many visits, each answered by itself',
        headers: writeHeaders,
        params: communityPath,
        body: visitOutcomes,
        response: { 200: visitOutcomeResults, ...problems(400, 404, 409, 503) }
      }
    },
    async (request, reply) => {
      const rows = request.body.visits.map(({ visitId, ...body }) => outcomeOf(visitId, body))
      const done = granted(await recordOutcomes(service, request.params.communityId, { rows, asked: keyedOf(request) }))
      markReplayed(reply, done.replayed)
      return { items: done.outcomes.map((each, index) => ({ visitId: rows[index]?.visitId ?? '', refusal: isRefusal(each) ? each.code : null })) }
    }
  )

  app.post(
    '/care-visits/:visitId/settle',
    {
      schema: {
        operationId: 'settleEscalation',
        tags,
        summary: '处理上报的探访 · State what was done about an escalated visit',
        headers: writeHeaders,
        params: visitPath,
        body: visitSettlement,
        response: { 200: escalatedVisit, ...problems(400, 404, 409, 503) }
      }
    },
    async (request) => {
      const { communityId, visitId } = request.params
      return escalatedVisitView(granted(await settleEscalation(service, communityId, { visitId, ...request.body }, keyedOf(request))))
    }
  )

  app.post(
    '/care-visits/advance',
    {
      schema: {
        operationId: 'advanceVisits',
        tags,
        summary: '排好两周内的探访,上报逾期的;每日由程序请求,重复无妨 · Make the visits of two weeks and escalate missed ones; asked daily by a program, harmless when repeated',
        headers: writeHeaders,
        params: communityPath,
        body: z.strictObject({}),
        response: { 200: visitAdvance, ...problems(400, 404, 409, 503) }
      }
    },
    async (request) => granted(await advanceVisits(service, request.params.communityId))
  )
}
