import { z } from 'zod'
import { communityPath } from '../../contracts/communities.ts'
import { readHeaders, writeHeaders } from '../../contracts/headers.ts'
import { memberPath } from '../../contracts/members.ts'
import { problems } from '../../contracts/problem.ts'
import { absence, absenceList, absencePath, endMinuteOf, generation, newAbsence, newGeneration, newRoster, roster, rosterChange, rosterPage, rosterPath, rosterQuery } from '../../contracts/rosters.ts'
import { addAbsence, endAbsence, listAbsences } from '../../hours/attendance/absences.ts'
import { generateShifts } from '../../hours/attendance/plan-shifts.ts'
import { changeRoster, findRoster, listRosters, planRoster } from '../../hours/attendance/rosters.ts'
import type { Api } from '../api.ts'
import { pageView } from '../cursor.ts'
import { keyedOf, type RouteContext } from '../posting.ts'
import { granted } from '../problems/refused.ts'
import { answerRegistration, markReplayed } from '../registration.ts'
import { absenceView, rosterView } from '../views/shift-view.ts'

const tags = ['轮值 Rosters']

export function rosterRoutes(app: Api, { service }: RouteContext): void {
  app.post(
    '/rosters',
    {
      schema: {
        operationId: 'planRoster',
        tags,
        summary: '建立轮值表 · Plan a roster of shifts taken in turn',
        headers: writeHeaders,
        params: communityPath,
        body: newRoster,
        response: { 201: roster, ...problems(400, 404, 409, 503) }
      }
    },
    async (request, reply) => {
      const { startTime, endTime, endsNextDay, ...plan } = request.body
      const times = { startMinute: startTime, endMinute: endMinuteOf({ endTime, endsNextDay }) }
      const planned = granted(await planRoster(service, request.params.communityId, { ...plan, ...times }, keyedOf(request)))
      markReplayed(reply, planned.replayed)
      request.accessSubject = `roster:${planned.roster.rosterId}`
      reply.code(201)
      return rosterView(planned.roster)
    }
  )

  app.get(
    '/rosters',
    {
      schema: {
        operationId: 'listRosters',
        tags,
        summary: '轮值表 · Rosters',
        headers: readHeaders,
        params: communityPath,
        querystring: rosterQuery,
        response: { 200: rosterPage, ...problems(400, 404) }
      }
    },
    async (request) => {
      const { items, next } = await listRosters(service, request.params.communityId, request.query)
      return pageView({ items: items.map(rosterView), next })
    }
  )

  app.get(
    '/rosters/:rosterId',
    {
      schema: {
        operationId: 'readRoster',
        tags,
        summary: '一个轮值表 · One roster',
        headers: readHeaders,
        params: rosterPath,
        response: { 200: roster, ...problems(400, 404) }
      }
    },
    async (request) => rosterView(granted(await findRoster(service, request.params.communityId, request.params.rosterId)))
  )

  app.patch(
    '/rosters/:rosterId',
    {
      schema: {
        operationId: 'changeRoster',
        tags,
        summary: '更改或终止轮值表,已排的班不变 · Change or end a roster; shifts that were generated stay',
        headers: writeHeaders,
        params: rosterPath,
        body: rosterChange,
        response: { 200: roster, ...problems(400, 404, 409, 503) }
      }
    },
    async (request, reply) => {
      const { startTime, endTime, endsNextDay = false, ...change } = request.body
      const times = startTime === undefined || endTime === undefined ? {} : { startMinute: startTime, endMinute: endMinuteOf({ endTime, endsNextDay }) }
      const { communityId, rosterId } = request.params
      return rosterView(answerRegistration(reply, await changeRoster(service, communityId, rosterId, { ...change, ...times }, keyedOf(request))))
    }
  )

  app.post(
    '/rosters/:rosterId/shifts',
    {
      schema: {
        operationId: 'generateShifts',
        tags,
        summary: '按轮值排班,重复无妨 · Generate shifts by rota; harmless when repeated',
        headers: writeHeaders,
        params: rosterPath,
        body: newGeneration,
        response: { 200: generation, ...problems(400, 404, 409, 503) }
      }
    },
    async (request, reply) => {
      const { communityId, rosterId } = request.params
      const { replayed, ...generated } = granted(await generateShifts(service, communityId, { rosterId, ...request.body }, keyedOf(request)))
      markReplayed(reply, replayed)
      return generated
    }
  )
}

export function absenceRoutes(app: Api, { service }: RouteContext): void {
  app.post(
    '/members/:member/absences',
    {
      schema: {
        operationId: 'addAbsence',
        tags,
        summary: '请假:这些天不排班 · Days on which a member takes no turn',
        headers: writeHeaders,
        params: memberPath,
        body: newAbsence,
        response: { 201: absence, ...problems(400, 404, 409, 503) }
      }
    },
    async (request, reply) => {
      const { communityId, member } = request.params
      const added = granted(await addAbsence(service, communityId, { member, ...request.body }, keyedOf(request)))
      markReplayed(reply, added.replayed)
      reply.code(201)
      return absenceView(added.absence)
    }
  )

  app.get(
    '/members/:member/absences',
    {
      schema: {
        operationId: 'listAbsences',
        tags,
        summary: '成员的请假 · The absences of a member',
        headers: readHeaders,
        params: memberPath,
        response: { 200: absenceList, ...problems(400, 404) }
      }
    },
    async (request) => ({ items: granted(await listAbsences(service, request.params.communityId, request.params.member)).map(absenceView) })
  )

  app.post(
    '/members/:member/absences/:absenceId/end',
    {
      schema: {
        operationId: 'endAbsence',
        tags,
        summary: '销假 · End an absence',
        headers: writeHeaders,
        params: absencePath,
        body: z.strictObject({}),
        response: { 200: absence, ...problems(400, 404, 409, 503) }
      }
    },
    async (request, reply) => absenceView(answerRegistration(reply, await endAbsence(service, request.params.communityId, request.params, keyedOf(request))))
  )
}
