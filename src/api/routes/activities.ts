import {
  activity, activityCancellation, activityChange, activityMove, activityPage, activityPath, activityQuery, newActivity, signUpPage, signUpQuery
} from '../../contracts/activities.ts'
import { communityPath } from '../../contracts/communities.ts'
import { readHeaders, writeHeaders } from '../../contracts/headers.ts'
import { problems } from '../../contracts/problem.ts'
import { changeActivity, createActivity, findActivity, listActivities } from '../../hours/planning/activities.ts'
import { cancelActivity, moveActivity } from '../../hours/planning/activity-states.ts'
import { listSignUps } from '../../hours/planning/sign-ups.ts'
import type { Api } from '../api.ts'
import { dayCursor, dayCursorText, numberCursor, pageView } from '../cursor.ts'
import { keyedOf, type RouteContext } from '../posting.ts'
import { granted } from '../problems/refused.ts'
import { answerRegistration } from '../registration.ts'
import { activityView, activityViews, signUpView } from '../views/planning-view.ts'

const tags = ['活动 Activities']

/** Dated activities, from the plan to the day. */
export function activityRoutes(app: Api, { service }: RouteContext): void {
  app.post(
    '/activities',
    {
      schema: {
        operationId: 'createActivity',
        tags,
        summary: '计划活动 · Plan an activity',
        headers: writeHeaders,
        params: communityPath,
        body: newActivity,
        response: { 201: activity, ...problems(400, 404, 409, 503) }
      }
    },
    async (request, reply) => {
      const { communityId } = request.params
      const created = answerRegistration(reply, await createActivity(service, communityId, request.body, keyedOf(request)))
      reply.code(201).header('location', `/v1/communities/${communityId}/activities/${created.activityId}`)
      return activityView(service, request, communityId, created)
    }
  )

  app.get(
    '/activities',
    {
      schema: {
        operationId: 'listActivities',
        tags,
        summary: '列出活动,按日期 · List activities by date',
        headers: readHeaders,
        params: communityPath,
        querystring: activityQuery,
        response: { 200: activityPage, ...problems(400, 404) }
      }
    },
    async (request) => {
      const { after, state, project, ...filter } = request.query
      const asked = { ...filter, projectId: project, states: state && [state], after: dayCursor(after) }
      const { communityId } = request.params
      const { items, next } = await listActivities(service, communityId, asked)
      return { items: await activityViews(service, request, communityId, items), next: next && dayCursorText(next.date, next.activityId) }
    }
  )

  app.get(
    '/activities/:activityId',
    {
      schema: {
        operationId: 'readActivity',
        tags,
        summary: '查看活动 · Read an activity',
        headers: readHeaders,
        params: activityPath,
        response: { 200: activity, ...problems(400, 404) }
      }
    },
    async (request) => {
      const { communityId, activityId } = request.params
      return activityView(service, request, communityId, granted(await findActivity(service, communityId, activityId)))
    }
  )

  app.patch(
    '/activities/:activityId',
    {
      schema: {
        operationId: 'changeActivity',
        tags,
        summary: '修改活动;改时间地点则通知报名者 · Change an activity; who signed up is told of a new time or place',
        headers: writeHeaders,
        params: activityPath,
        body: activityChange,
        response: { 200: activity, ...problems(400, 404, 409, 503) }
      }
    },
    async (request, reply) => {
      const { communityId, activityId } = request.params
      return activityView(service, request, communityId, answerRegistration(reply, await changeActivity(service, communityId, { activityId, change: request.body }, keyedOf(request))))
    }
  )

  app.post(
    '/activities/:activityId/state',
    {
      schema: {
        operationId: 'moveActivity',
        tags,
        summary: '开放报名、截止或记为已举行 · Open it for signing up, close it, or say that it was held',
        headers: writeHeaders,
        params: activityPath,
        body: activityMove,
        response: { 200: activity, ...problems(400, 404, 409, 503) }
      }
    },
    async (request, reply) => {
      const { communityId, activityId } = request.params
      return activityView(service, request, communityId, answerRegistration(reply, await moveActivity(service, communityId, { activityId, ...request.body }, keyedOf(request))))
    }
  )

  app.post(
    '/activities/:activityId/cancellation',
    {
      schema: {
        operationId: 'cancelActivity',
        tags,
        summary: '取消活动并通知报名者 · Call an activity off; who signed up is told',
        headers: writeHeaders,
        params: activityPath,
        body: activityCancellation,
        response: { 200: activity, ...problems(400, 404, 409, 503) }
      }
    },
    async (request, reply) => {
      const { communityId, activityId } = request.params
      return activityView(service, request, communityId, answerRegistration(reply, await cancelActivity(service, communityId, { activityId, ...request.body }, keyedOf(request))))
    }
  )

  app.get(
    '/activities/:activityId/sign-ups',
    {
      schema: {
        operationId: 'listSignUps',
        tags,
        summary: '报名与候补名单,按报名次序 · Who signed up and who waits, in that order',
        headers: readHeaders,
        params: activityPath,
        querystring: signUpQuery,
        response: { 200: signUpPage, ...problems(400, 404) }
      }
    },
    async (request) => {
      const { communityId, activityId } = request.params
      const { state, after, limit } = request.query
      const { items, next } = granted(await listSignUps(service, communityId, activityId, { states: state && [state], after: numberCursor(after), limit }))
      return pageView({ items: items.map(signUpView), next })
    }
  )
}
