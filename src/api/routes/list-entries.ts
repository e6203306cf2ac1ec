import { communityPath } from '../../contracts/communities.ts'
import { readHeaders, writeHeaders } from '../../contracts/headers.ts'
import { listEntry, listEntryChange, listEntryMove, listEntryPage, listEntryPath, listEntryQuery, newLink, newListEntry } from '../../contracts/list-entries.ts'
import { problems } from '../../contracts/problem.ts'
import { moveListEntry } from '../../hours/planning/entry-states.ts'
import { linkListEntry, unlinkListEntry } from '../../hours/planning/links.ts'
import { addListEntry, changeListEntry, findEntry, listEntries } from '../../hours/planning/list-entries.ts'
import type { Api } from '../api.ts'
import { idCursor } from '../cursor.ts'
import { keyedOf, type RouteContext } from '../posting.ts'
import { granted } from '../problems/refused.ts'
import { answerRegistration } from '../registration.ts'
import { entryView, meetsPeople } from '../views/planning-view.ts'

const tags = ['计划 Planning']
const IN_FULL = { inFull: true }

/** The three lists: needs, resources, projects. */
export function listEntryRoutes(app: Api, { service }: RouteContext): void {
  app.post(
    '/list-entries',
    {
      schema: {
        operationId: 'addListEntry',
        tags,
        summary: '列入需求、资源或项目清单 · Put an entry on the list of needs, resources or projects',
        headers: writeHeaders,
        params: communityPath,
        body: newListEntry,
        response: { 201: listEntry, ...problems(400, 404, 409, 503) }
      }
    },
    async (request, reply) => {
      const { communityId } = request.params
      const added = answerRegistration(reply, await addListEntry(service, communityId, request.body, keyedOf(request)))
      reply.code(201).header('location', `/v1/communities/${communityId}/list-entries/${added.entryId}`)
      return entryView(added, IN_FULL)
    }
  )

  app.get(
    '/list-entries',
    {
      schema: {
        operationId: 'listListEntries',
        tags,
        summary: '列出三张清单 · List the three lists, of which some see only what is public',
        headers: readHeaders,
        params: communityPath,
        querystring: listEntryQuery,
        response: { 200: listEntryPage, ...problems(400, 404) }
      }
    },
    async (request) => {
      const inFull = meetsPeople(request)
      const { items, next } = await listEntries(service, request.params.communityId, { ...request.query, after: idCursor(request.query.after), publicOnly: !inFull })
      return { items: items.map((each) => entryView(each, { inFull })), next }
    }
  )

  app.get(
    '/list-entries/:entryId',
    {
      schema: {
        operationId: 'readListEntry',
        tags,
        summary: '查看清单中的一条 · Read an entry',
        headers: readHeaders,
        params: listEntryPath,
        response: { 200: listEntry, ...problems(400, 404) }
      }
    },
    async (request) => {
      const { communityId, entryId } = request.params
      const inFull = meetsPeople(request)
      return entryView(granted(await findEntry(service, communityId, entryId, { publicOnly: !inFull })), { inFull })
    }
  )

  app.patch(
    '/list-entries/:entryId',
    {
      schema: {
        operationId: 'changeListEntry',
        tags,
        summary: '修改清单中的一条 · Change what is said of an entry',
        headers: writeHeaders,
        params: listEntryPath,
        body: listEntryChange,
        response: { 200: listEntry, ...problems(400, 404, 409, 503) }
      }
    },
    async (request, reply) => {
      const { communityId, entryId } = request.params
      return entryView(answerRegistration(reply, await changeListEntry(service, communityId, { entryId, change: request.body }, keyedOf(request))), IN_FULL)
    }
  )

  app.post(
    '/list-entries/:entryId/state',
    {
      schema: {
        operationId: 'moveListEntry',
        tags,
        summary: '审核、发布、认领、完成、重做、撤回 · Review, publish, claim, finish, do again or withdraw',
        headers: writeHeaders,
        params: listEntryPath,
        body: listEntryMove,
        response: { 200: listEntry, ...problems(400, 403, 404, 409, 503) }
      }
    },
    async (request, reply) => {
      const { communityId, entryId } = request.params
      return entryView(answerRegistration(reply, await moveListEntry(service, communityId, { entryId, ...request.body }, keyedOf(request))), IN_FULL)
    }
  )

  app.post(
    '/list-entries/:entryId/links',
    {
      schema: {
        operationId: 'linkListEntry',
        tags,
        summary: '关联由此产生的项目、活动或岗位 · Note the project, activity or post that grew from it',
        headers: writeHeaders,
        params: listEntryPath,
        body: newLink,
        response: { 200: listEntry, ...problems(400, 404, 409, 503) }
      }
    },
    async (request, reply) => {
      const { communityId, entryId } = request.params
      return entryView(answerRegistration(reply, await linkListEntry(service, communityId, { entryId, ...request.body }, keyedOf(request))), IN_FULL)
    }
  )

  app.post(
    '/list-entries/:entryId/links/end',
    {
      schema: {
        operationId: 'unlinkListEntry',
        tags,
        summary: '取消误建的关联 · Take a link away that was made by mistake',
        headers: writeHeaders,
        params: listEntryPath,
        body: newLink,
        response: { 200: listEntry, ...problems(400, 404, 409, 503) }
      }
    },
    async (request, reply) => {
      const { communityId, entryId } = request.params
      return entryView(answerRegistration(reply, await unlinkListEntry(service, communityId, { entryId, ...request.body }, keyedOf(request))), IN_FULL)
    }
  )
}
