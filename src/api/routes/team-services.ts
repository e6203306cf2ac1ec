import { communityPath } from '../../contracts/communities.ts'
import { readHeaders, writeHeaders } from '../../contracts/headers.ts'
import { problems } from '../../contracts/problem.ts'
import {
  newTeamService, teamService, teamServiceApproval, teamServicePage, teamServicePath, teamServiceQuery, teamServiceReturn
} from '../../contracts/team-services.ts'
import { approveTeamService, listTeamServices, returnTeamService, submitTeamService, type TeamService } from '../../hours/teams/team-services.ts'
import type { Api } from '../api.ts'
import { keyedOf, type RouteContext } from '../posting.ts'
import { answerRegistration } from '../registration.ts'
import { partsOfTeam } from '../views/team-parts.ts'
import { instantOrNull, instantText } from '../views/instants.ts'

const tags = ['团队 Teams']
const answers = { 200: teamService, ...problems(400, 403, 404, 409, 503) }

/** What teams did, handed in by one person and approved by another. */
export function teamServiceRoutes(app: Api, { service }: RouteContext): void {
  app.post(
    '/team-services',
    {
      schema: {
        operationId: 'submitTeamService', tags, summary: '提交团队的一次服务,待审核 · Hand in what a team did, for approval',
        description: '审核通过后入账:时长记在团队名下 · It is posted once it is approved; the minutes are the team’s.',
        headers: writeHeaders, params: communityPath, body: newTeamService, response: { 201: teamService, ...problems(400, 404, 409, 503) }
      }
    },
    async (request, reply) => {
      const { category, activity = category, members, ...rest } = request.body
      const content = { ...rest, category, activity, members: partsOfTeam(members) }
      const handedIn = answerRegistration(reply, await submitTeamService(service, request.params.communityId, content, keyedOf(request)))
      reply.code(201)
      return viewOf(handedIn)
    }
  )

  app.get(
    '/team-services',
    {
      schema: { operationId: 'listTeamServices', tags, summary: '团队服务及其进展 · Services of teams, and where each stands', headers: readHeaders, params: communityPath, querystring: teamServiceQuery, response: { 200: teamServicePage, ...problems(400, 404) } }
    },
    async (request) => {
      const { items, next } = await listTeamServices(service, request.params.communityId, request.query)
      return { items: items.map(viewOf), next }
    }
  )

  app.post(
    '/team-services/:teamServiceId/approval',
    {
      schema: { operationId: 'approveTeamService', tags, summary: '审核通过,入账 · Approve it: it is posted', headers: writeHeaders, params: teamServicePath, body: teamServiceApproval, response: answers }
    },
    async (request, reply) => viewOf(answerRegistration(reply, await approveTeamService(service, request.params.communityId, request.params.teamServiceId, keyedOf(request))))
  )

  app.post(
    '/team-services/:teamServiceId/return',
    {
      schema: { operationId: 'returnTeamService', tags, summary: '退回,写明原因 · Return it, and say why', headers: writeHeaders, params: teamServicePath, body: teamServiceReturn, response: answers }
    },
    async (request, reply) => {
      const { communityId, teamServiceId: serviceId } = request.params
      return viewOf(answerRegistration(reply, await returnTeamService(service, communityId, { serviceId, reason: request.body.reason }, keyedOf(request))))
    }
  )
}

function viewOf({ service: { category, activity, members }, recordedAt, approvals, decidedAt, refused: _, ...rest }: TeamService) {
  return {
    ...rest,
    category,
    activity,
    members: members.map(({ member, minutes }) => ({ member, minutes })),
    recordedAt: instantText(recordedAt),
    approvals: approvals.map(({ by, at }) => ({ by, at: instantText(at) })),
    decidedAt: instantOrNull(decidedAt)
  }
}
