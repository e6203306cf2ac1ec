import { communityPath, listQuery } from '../../contracts/communities.ts'
import { readHeaders, writeHeaders } from '../../contracts/headers.ts'
import { problems } from '../../contracts/problem.ts'
import {
  newLeaving, newMembership, newSuccession, newTeam, newTeamHours, team, teamChange, teamMemberPath, teamMembership, teamMembershipPage, teamPage, teamPath
} from '../../contracts/teams.ts'
import { joinTeam, leaveTeam, listMemberships } from '../../hours/teams/memberships.ts'
import { recordSuccession } from '../../hours/teams/record-succession.ts'
import { recordTeamHours } from '../../hours/teams/record-team-hours.ts'
import { changeTeam, createTeam, findTeam, listTeams } from '../../hours/teams/teams.ts'
import type { Api } from '../api.ts'
import { numberCursor, pageView } from '../cursor.ts'
import { keyedOf, postingRoute, type RouteContext } from '../posting.ts'
import { granted } from '../problems/refused.ts'
import { answerRegistration, markReplayed } from '../registration.ts'
import { partsOfTeam } from '../views/team-parts.ts'

const tag = '团队 Teams'
const tags = [tag]

/** Teams, who is in them, and what they did. */
export function teamRoutes(app: Api, context: RouteContext): void {
  const { service } = context

  app.post(
    '/teams',
    { schema: { operationId: 'createTeam', tags, summary: '登记团队 · Register a team', headers: writeHeaders, params: communityPath, body: newTeam, response: { 201: team, ...problems(400, 404, 409, 503) } } },
    async (request, reply) => {
      const { communityId } = request.params
      const created = granted(await createTeam(service, communityId, request.body, keyedOf(request)))
      markReplayed(reply, created.replayed)
      reply.code(201).header('location', `/v1/communities/${communityId}/teams/${encodeURIComponent(created.team.team)}`)
      return created.team
    }
  )

  app.get(
    '/teams',
    { schema: { operationId: 'listTeams', tags, summary: '列出团队 · List the teams', headers: readHeaders, params: communityPath, querystring: listQuery, response: { 200: teamPage, ...problems(400, 404) } } },
    async (request) => listTeams(service, request.params.communityId, request.query)
  )

  app.get(
    '/teams/:team',
    { schema: { operationId: 'readTeam', tags, summary: '查看团队 · Read a team', headers: readHeaders, params: teamPath, response: { 200: team, ...problems(400, 404) } } },
    async (request) => granted(await findTeam(service, request.params.communityId, request.params.team))
  )

  app.patch(
    '/teams/:team',
    {
      schema: {
        operationId: 'changeTeam',
        tags,
        summary: '更名、换队长、停止活动 · Rename it, change its leader, or end its activity',
        headers: writeHeaders,
        params: teamPath,
        body: teamChange,
        response: { 200: team, ...problems(400, 404, 409, 503) }
      }
    },
    async (request, reply) => answerRegistration(reply, await changeTeam(service, request.params.communityId, { team: request.params.team, change: request.body }, keyedOf(request)))
  )

  app.get(
    '/teams/:team/members',
    {
      schema: {
        operationId: 'listTeamMembers',
        tags,
        summary: '队员及起止日期,含已离队的 · Who is or was in it, and when',
        headers: readHeaders,
        params: teamPath,
        querystring: listQuery,
        response: { 200: teamMembershipPage, ...problems(400, 404) }
      }
    },
    async (request) => {
      const { communityId, team: code } = request.params
      const { limit, after } = request.query
      return pageView(granted(await listMemberships(service, communityId, { team: code, after: numberCursor(after), limit })))
    }
  )

  app.post(
    '/teams/:team/members',
    {
      schema: { operationId: 'joinTeam', tags, summary: '入队 · Join a team', headers: writeHeaders, params: teamPath, body: newMembership, response: { 201: teamMembership, ...problems(400, 404, 409, 503) } }
    },
    async (request, reply) => {
      const { communityId, team: code } = request.params
      const joined = granted(await joinTeam(service, communityId, { team: code, ...request.body }, keyedOf(request)))
      markReplayed(reply, joined.replayed)
      reply.code(201)
      return joined.membership
    }
  )

  app.post(
    '/teams/:team/members/:member/leaving',
    {
      schema: { operationId: 'leaveTeam', tags, summary: '离队 · Leave a team', headers: writeHeaders, params: teamMemberPath, body: newLeaving, response: { 200: teamMembership, ...problems(400, 404, 409, 503) } }
    },
    async (request, reply) => {
      const { communityId, team: code, member } = request.params
      const left = granted(await leaveTeam(service, communityId, { team: code, member, ...request.body }, keyedOf(request)))
      markReplayed(reply, left.replayed)
      return left.membership
    }
  )

  postingRoute(app, context, {
    path: '/team-hours',
    operationId: 'recordTeamHours',
    tag: '时长 Hours',
    summary: '登记团队的一次服务 · Record a service of a team',
    description: '时长记在团队名下,积分按规则分给队员或捐赠 · Minutes are the team’s; points are split to the members by the policy’s rule, or donated.',
    body: newTeamHours,
    post: ({ team: code, category, activity = category, members, backfilled, expiredAccepted }, { communityId }, asking) => {
      return recordTeamHours(service, communityId, { team: code, category, activity, members: partsOfTeam(members), backfilled, expiredAccepted }, asking)
    }
  })

  postingRoute(app, context, {
    path: '/successions',
    operationId: 'recordSuccession',
    tag: '更正 Corrections',
    summary: '去世、迁出或销户后积分的去向 · What becomes of points at a death, a move or a closing account',
    description: '按规则继承、捐赠或失效;继承的批次有效期不变 · Succeeded to, donated or lapsed, as the policy says; lots keep their expiry.',
    body: newSuccession,
    post: ({ from, to, because }, { communityId }, asking) => recordSuccession(service, communityId, { from, to, because }, asking)
  })
}
