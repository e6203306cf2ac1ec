import { careVisitPage, dueVisitQuery, escalatedVisitPage, ownVisitQuery, visitQuery, visitSummary, visitSummaryQuery } from '../../contracts/care-visits.ts'
import { communityPath } from '../../contracts/communities.ts'
import { readHeaders } from '../../contracts/headers.ts'
import { memberPath } from '../../contracts/members.ts'
import { problems } from '../../contracts/problem.ts'
import { type CareVisit, listVisits, summarizeVisits, type VisitFilter } from '../../hours/attendance/care-visits.ts'
import { todayIn } from '../../communities/today.ts'
import { refuse } from '../../refusal.ts'
import type { Api } from '../api.ts'
import { datedCursor, datedCursorText, pageView } from '../cursor.ts'
import { rangeOf } from '../date-range.ts'
import type { RouteContext } from '../posting.ts'
import { Refused } from '../problems/refused.ts'
import { careVisitView, escalatedVisitView } from '../views/visit-view.ts'

const tags = ['探访 Care visits']

type Rows = Omit<VisitFilter, 'today' | 'after'> & { after?: string | undefined }

export function careVisitRoutes(app: Api, { service }: RouteContext): void {
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
}
