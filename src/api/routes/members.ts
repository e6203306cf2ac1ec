import { changeMember } from '../../communities/change-member.ts'
import { findMember, listMembers } from '../../communities/member-view.ts'
import { createMember } from '../../communities/members.ts'
import { communityPath } from '../../contracts/communities.ts'
import { readHeaders, writeHeaders } from '../../contracts/headers.ts'
import { member, memberChange, memberPage, memberPath, memberQuery, newMember } from '../../contracts/members.ts'
import { problems } from '../../contracts/problem.ts'
import type { Api } from '../api.ts'
import { numberCursor, pageView } from '../cursor.ts'
import { askingOf, keyedOf, type RouteContext } from '../posting.ts'
import { granted } from '../problems/refused.ts'
import { markReplayed } from '../registration.ts'
import { readingOf } from '../reading.ts'

const tags = ['成员 Members']

export function memberRoutes(app: Api, { service }: RouteContext): void {
  app.post(
    '/members',
    {
      schema: {
        operationId: 'createMember',
        tags,
        summary: '登记成员 · Register a member',
        description:
          '身份证号已知时关联同一人,答复只含所填内容;未满 18 岁须有监护人 · A known ID number links the same person, and the answer holds only what was given; under 18 a guardian is needed.',
        params: communityPath,
        headers: writeHeaders,
        body: newMember,
        response: { 201: member, ...problems(400, 404, 409, 503) }
      }
    },
    async (request, reply) => {
      const { communityId } = request.params
      const registered = granted(
        await createMember(service, communityId, request.body, { asking: askingOf(request), reading: readingOf(request) })
      )
      markReplayed(reply, registered.replayed)
      reply.code(201).header('location', `/v1/communities/${communityId}/members/${registered.member.number}`)
      return registered.member
    }
  )

  app.get(
    '/members',
    {
      schema: {
        operationId: 'listMembers',
        tags,
        summary: '按姓名、电话或身份证号查找成员 · Find members by name, phone or ID number',
        headers: readHeaders,
        params: communityPath,
        querystring: memberQuery,
        response: { 200: memberPage, ...problems(400, 404) }
      }
    },
    async (request) => {
      const { after, guardianMissing, ...filter } = request.query
      const asked = { ...filter, guardianMissing: guardianMissing === 'true', after: numberCursor(after) }
      return pageView(await listMembers(service, request.params.communityId, asked, readingOf(request)))
    }
  )

  app.get(
    '/members/:member',
    {
      schema: {
        operationId: 'readMember',
        tags,
        summary: '查看成员,电话和证件号已遮盖 · Read a member; phone and ID number are masked',
        headers: readHeaders,
        params: memberPath,
        response: { 200: member, ...problems(400, 404) }
      }
    },
    async (request) => granted(await findMember(service, request.params.communityId, request.params.member, readingOf(request)))
  )

  app.patch(
    '/members/:member',
    {
      schema: {
        operationId: 'changeMember',
        tags,
        summary: '更改成员资料 · Change what is known of a member',
        params: memberPath,
        headers: writeHeaders,
        body: memberChange,
        response: { 200: member, ...problems(400, 403, 404, 409, 503) }
      }
    },
    async (request, reply) => {
      const { communityId, member: number } = request.params
      const changed = granted(await changeMember(service, communityId, { number, change: request.body, reading: readingOf(request) }, keyedOf(request)))
      request.accessKnownIn = changed.knownIn
      markReplayed(reply, changed.replayed)
      return changed.member
    }
  )
}
