import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { onceDone } from '../../communities/once.ts'
import { careVisit, escalatedVisit, ownVisitPath, visitAdvance, visitOutcome, visitOutcomeResults, visitOutcomes, visitPath, visitSettlement } from '../../contracts/care-visits.ts'
import { communityPath } from '../../contracts/communities.ts'
import { writeHeaders } from '../../contracts/headers.ts'
import { problems } from '../../contracts/problem.ts'
import { findVisit } from '../../hours/attendance/care-visits.ts'
import { advanceVisits, settleEscalation } from '../../hours/attendance/escalate-visits.ts'
import { type OutcomeOfVisit, recordOutcomes } from '../../hours/attendance/visit-outcomes.ts'
import { todayIn } from '../../communities/today.ts'
import { isRefusal } from '../../refusal.ts'
import type { Api } from '../api.ts'
import { keyedOf, type RouteContext } from '../posting.ts'
import { granted } from '../problems/refused.ts'
import { answerRegistration, markReplayed } from '../registration.ts'
import { careVisitView, escalatedVisitView } from '../views/visit-view.ts'

const tags = ['探访 Care visits']

type OutcomeBody = { outcome: OutcomeOfVisit['outcome']; visitedOn?: string | undefined; startTime?: number | undefined; endTime?: number | undefined; note?: string | undefined }

function outcomeOf(visitId: string, { startTime, endTime, ...rest }: OutcomeBody): OutcomeOfVisit {
  return { visitId, ...rest, startMinute: startTime, endMinute: endTime }
}

export function visitOutcomeRoutes(app: Api, { service }: RouteContext): void {
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
    async (request, reply) => {
      const { communityId, visitId } = request.params
      return escalatedVisitView(answerRegistration(reply, await settleEscalation(service, communityId, { visitId, ...request.body }, keyedOf(request))))
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
    async (request, reply) => {
      const { communityId } = request.params
      return answerRegistration(reply, await onceDone(service, communityId, keyedOf(request), () => advanceVisits(service, communityId)))
    }
  )
}
