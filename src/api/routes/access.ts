import { Readable } from 'node:stream'
import { z } from 'zod'
import { accessExportQuery, accessPage, accessQuery, exceptionPage, exceptionQuery } from '../../contracts/access.ts'
import { communityPath } from '../../contracts/communities.ts'
import { readHeaders } from '../../contracts/headers.ts'
import { problems } from '../../contracts/problem.ts'
import { listExceptions } from '../../identity/exceptions.ts'
import { accessFile, accessView } from '../../identity/export-access.ts'
import { type AccessFilter, everyAccess, readAccessLog } from '../../identity/read-access-log.ts'
import { refuse } from '../../refusal.ts'
import type { Api } from '../api.ts'
import type { RouteContext } from '../posting.ts'
import { granted } from '../problems/refused.ts'
import { instantText } from '../views/instants.ts'

const tags = ['审计 Oversight']
const file = z.string().describe('文件 · The file')
const UUID = /^[0-9a-f-]{36}$/

/** What auditors ask of a community: who did what, and what one person did alone. */
export function accessRoutes(app: Api, { service, accessLog }: RouteContext): void {
  const filterOf = async (communityId: string, { from, through, actor, operation, outcome, subject }: Omit<AccessFilter, 'timeZone'>): Promise<AccessFilter> => ({
    communityId, from, through, actor, operation, outcome, subject, timeZone: (await service.directory.timeZoneOf(communityId)) ?? 'UTC'
  })

  app.get(
    '/access-log',
    {
      schema: {
        operationId: 'listAccess',
        tags,
        summary: '访问日志,最新在前 · The access log, the newest first',
        description: '登录、被拒、查看完整个人信息、导出和账外改动;记账见序时账 · Sign-ins, refusals, full views of personal data, exports and changes outside the journal.',
        headers: readHeaders,
        params: communityPath,
        querystring: accessQuery,
        response: { 200: accessPage, ...problems(400, 404) }
      }
    },
    async (request) => {
      await accessLog.flush()
      const { after, limit } = request.query
      const page = await readAccessLog(service, await filterOf(request.params.communityId, request.query), { before: cursorOf(after), limit })
      return { items: page.items.map(accessView), next: page.next }
    }
  )

  app.get(
    '/access-log/export',
    {
      schema: {
        operationId: 'exportAccess',
        tags,
        summary: '导出访问日志 · Export the access log',
        headers: readHeaders,
        params: communityPath,
        querystring: accessExportQuery,
        response: {
          200: { description: '文件 · The file', content: { 'text/csv': { schema: file }, 'application/jsonl': { schema: file } } },
          ...problems(400, 404)
        }
      }
    },
    async (request, reply) => {
      await accessLog.flush()
      const { communityId } = request.params
      const { format } = request.query
      const entries = everyAccess(service, await filterOf(communityId, request.query))
      reply
        .type(format === 'csv' ? 'text/csv; charset=utf-8' : 'application/jsonl; charset=utf-8')
        .header('content-disposition', `attachment; filename="${communityId}-access-log.${format}"`)
      return reply.send(Readable.from(accessFile(entries, format), { objectMode: false }) as never)
    }
  )

  app.get(
    '/exceptions',
    {
      schema: {
        operationId: 'listExceptions',
        tags,
        summary: '例外:一人办理或凭原因办理的事 · Exceptions: what one person did alone, or for a reason',
        headers: readHeaders,
        params: communityPath,
        querystring: exceptionQuery,
        response: { 200: exceptionPage, ...problems(400, 404) }
      }
    },
    async (request) => {
      const page = granted((await listExceptions(service, request.params.communityId, request.query)) ?? refuse('invalid_request', { detail: 'after' }))
      return { items: page.items.map(({ id: _, at, ...exception }) => ({ ...exception, at: instantText(at) })), next: page.next }
    }
  )
}

/** The log of the whole service, for those who administer or audit it. Days are those of UTC. */
export function serviceAccessRoute(app: Api, { service, accessLog }: RouteContext): void {
  app.get(
    '/access-log',
    {
      schema: {
        operationId: 'listServiceAccess',
        tags,
        summary: '全服务的访问日志 · The access log of the whole service',
        headers: readHeaders,
        querystring: accessQuery,
        response: { 200: accessPage, ...problems(400) }
      }
    },
    async (request) => {
      await accessLog.flush()
      const { after, limit, ...filter } = request.query
      const page = await readAccessLog(service, { ...filter, timeZone: 'UTC' }, { before: cursorOf(after), limit })
      return { items: page.items.map(accessView), next: page.next }
    }
  )
}

function cursorOf(after: string | undefined): string | undefined {
  if (after !== undefined && !UUID.test(after)) granted(refuse('invalid_request', { detail: 'after' }))
  return after
}
