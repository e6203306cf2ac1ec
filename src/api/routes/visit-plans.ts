import { communityPath } from '../../contracts/communities.ts'
import { newVisitPlan, visitPlan, visitPlanChange, visitPlanEnd, visitPlanPage, visitPlanPath, visitPlanQuery } from '../../contracts/care-visits.ts'
import { readHeaders, writeHeaders } from '../../contracts/headers.ts'
import { problems } from '../../contracts/problem.ts'
import { addVisitPlan, changeVisitPlan, endVisitPlan, findVisitPlan, listVisitPlans } from '../../hours/attendance/visit-plans.ts'
import type { Api } from '../api.ts'
import { pageView } from '../cursor.ts'
import { keyedOf, type RouteContext } from '../posting.ts'
import { granted } from '../problems/refused.ts'
import { answerRegistration, markReplayed } from '../registration.ts'
import { visitPlanView } from '../views/visit-view.ts'

const tags = ['探访 Care visits']

export function visitPlanRoutes(app: Api, { service }: RouteContext): void {
  app.post(
    '/visit-plans',
    {
      schema: {
        operationId: 'addVisitPlan',
        tags,
        summary: '建立探访计划,近两周的探访随即排好 · Plan visits to a member; those of two weeks are made at once',
        headers: writeHeaders,
        params: communityPath,
        body: newVisitPlan,
        response: { 201: visitPlan, ...problems(400, 404, 409, 503) }
      }
    },
    async (request, reply) => {
      const added = granted(await addVisitPlan(service, request.params.communityId, request.body, keyedOf(request)))
      markReplayed(reply, added.replayed)
      request.accessSubject = `visit_plan:${added.plan.planId}`
      reply.code(201)
      return visitPlanView(added.plan)
    }
  )

  app.get(
    '/visit-plans',
    {
      schema: {
        operationId: 'listVisitPlans',
        tags,
        summary: '探访计划 · Plans of visits',
        headers: readHeaders,
        params: communityPath,
        querystring: visitPlanQuery,
        response: { 200: visitPlanPage, ...problems(400, 404) }
      }
    },
    async (request) => {
      const { items, next } = await listVisitPlans(service, request.params.communityId, request.query)
      return pageView({ items: items.map(visitPlanView), next })
    }
  )

  app.get(
    '/visit-plans/:planId',
    {
      schema: {
        operationId: 'readVisitPlan',
        tags,
        summary: '一个探访计划 · One plan of visits',
        headers: readHeaders,
        params: visitPlanPath,
        response: { 200: visitPlan, ...problems(400, 404) }
      }
    },
    async (request) => visitPlanView(granted(await findVisitPlan(service, request.params.communityId, request.params.planId)))
  )

  app.patch(
    '/visit-plans/:planId',
    {
      schema: {
        operationId: 'changeVisitPlan',
        tags,
        summary: '更换探访人或宽限 · Change who visits, or how long a visit may wait',
        headers: writeHeaders,
        params: visitPlanPath,
        body: visitPlanChange,
        response: { 200: visitPlan, ...problems(400, 404, 409, 503) }
      }
    },
    async (request, reply) => {
      const { communityId, planId } = request.params
      return visitPlanView(answerRegistration(reply, await changeVisitPlan(service, communityId, { planId, change: request.body }, keyedOf(request))))
    }
  )

  app.post(
    '/visit-plans/:planId/end',
    {
      schema: {
        operationId: 'endVisitPlan',
        tags,
        summary: '终止探访计划 · End a plan; what was still due is dropped',
        headers: writeHeaders,
        params: visitPlanPath,
        body: visitPlanEnd,
        response: { 200: visitPlan, ...problems(400, 404, 409, 503) }
      }
    },
    async (request, reply) => {
      const { communityId, planId } = request.params
      return visitPlanView(answerRegistration(reply, await endVisitPlan(service, communityId, { planId, ...request.body }, keyedOf(request))))
    }
  )
}
