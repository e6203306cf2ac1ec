import { Readable } from 'node:stream'
import { z } from 'zod'
import { communityPath } from '../../contracts/communities.ts'
import { readHeaders } from '../../contracts/headers.ts'
import { memberPath } from '../../contracts/members.ts'
import { expiringPage, expiringQuery, hoursTotal, memberYearQuery, registerQuery, yearQuery, yearSummary } from '../../contracts/outcomes.ts'
import { problems } from '../../contracts/problem.ts'
import { type Expiring, listExpiringPoints } from '../../hours/outcomes/expiring-points.ts'
import { readHoursTotal } from '../../hours/outcomes/hours-total.ts'
import { registerCsv, registerRows } from '../../hours/outcomes/register.ts'
import { registerWorkbook } from '../../hours/outcomes/register-workbook.ts'
import { summarizeYear, type YearSummary } from '../../hours/outcomes/year-summary.ts'
import type { Page } from '../../ledger/read-books.ts'
import { formatPoints } from '../../points.ts'
import { refuse } from '../../refusal.ts'
import type { Api } from '../api.ts'
import { pairCursor } from '../cursor.ts'
import { rangeOf } from '../date-range.ts'
import type { RouteContext } from '../posting.ts'
import { granted, Refused } from '../problems/refused.ts'

const tags = ['成果 Outcomes']
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** Totals, summaries and registers of what was served. */
export function outcomeRoutes(app: Api, { service }: RouteContext): void {
  app.get(
    '/members/:member/hours-total',
    {
      schema: { operationId: 'readHoursTotal', tags, summary: '成员的时长合计,认证与荣誉分列 · Hours of a member, verified and honorary apart', headers: readHeaders, params: memberPath, response: { 200: hoursTotal, ...problems(400, 404) } }
    },
    async (request) => granted(await readHoursTotal(service, request.params.communityId, request.params.member))
  )

  app.get(
    '/members/:member/year-summary',
    {
      schema: { operationId: 'readMemberYear', tags, summary: '成员的年度小结 · A year of a member', headers: readHeaders, params: memberPath, querystring: memberYearQuery, response: { 200: yearSummary, ...problems(400, 404) } }
    },
    async (request) => {
      const { communityId, member } = request.params
      if (!(await service.directory.memberStandingOf(communityId, member))) throw new Refused(refuse('unknown_member', { member }))
      return summaryView(await summarizeYear(service, communityId, { ...request.query, member }))
    }
  )

  app.get(
    '/year-summary',
    {
      schema: {
        operationId: 'summarizeYear',
        tags,
        summary: '年度汇总:按志愿者、团队、岗位、品牌或类别 · A year by volunteer, team, post, brand or category',
        description: '已冲销的不计;各组之和等于合计 · What was reversed is left out; the groups add up to the total.',
        headers: readHeaders,
        params: communityPath,
        querystring: yearQuery,
        response: { 200: yearSummary, ...problems(400, 404) }
      }
    },
    async (request) => summaryView(await summarizeYear(service, request.params.communityId, request.query))
  )

  app.get(
    '/members/:member/expiring-points',
    {
      schema: { operationId: 'listMemberExpiringPoints', tags, summary: '成员即将到期的积分 · Points of a member that expire soon', headers: readHeaders, params: memberPath, querystring: expiringQuery, response: { 200: expiringPage, ...problems(400, 404) } }
    },
    async (request) => {
      const { communityId, member } = request.params
      if (!(await service.directory.memberStandingOf(communityId, member))) throw new Refused(refuse('unknown_member', { member }))
      const { withinDays, limit, after } = request.query
      return expiringView(await listExpiringPoints(service, communityId, { member, withinDays, limit, after: pairCursor(after) }))
    }
  )

  app.get(
    '/expiring-points',
    {
      schema: { operationId: 'listExpiringPoints', tags, summary: '全社区即将到期的积分 · Points of the community that expire soon', headers: readHeaders, params: communityPath, querystring: expiringQuery, response: { 200: expiringPage, ...problems(400, 404) } }
    },
    async (request) => {
      const { withinDays, limit, after } = request.query
      return expiringView(await listExpiringPoints(service, request.params.communityId, { withinDays, limit, after: pairCursor(after) }))
    }
  )

  app.get(
    '/register',
    {
      schema: {
        operationId: 'exportRegister',
        tags,
        summary: '服务台账、活动台账(CSV 或 XLSX) · The register of services or of activities',
        description: '按业务日期,冲销为负数行;合计等于账簿同期变动 · By business date, reversals as negative rows; the total is what the books moved.',
        headers: readHeaders,
        params: communityPath,
        querystring: registerQuery,
        response: { 200: { description: '文件 · The file', content: { 'text/csv': { schema: z.string() }, [XLSX]: { schema: z.string().meta({ format: 'binary' }) } } }, ...problems(400, 404, 413) }
      }
    },
    async (request, reply) => {
      const { communityId } = request.params
      const { register, format, ...asked } = request.query
      const { from = '', to = '' } = rangeOf(asked)
      const rows = registerRows(service, communityId, { register, from, to })
      reply.header('content-disposition', `attachment; filename="${communityId}-${register}-${from}-${to}.${format}"`)
      if (format === 'xlsx') return reply.type(XLSX).send(granted(await registerWorkbook(rows)).file as never)
      return reply.type('text/csv; charset=utf-8').send(Readable.from(registerCsv(rows), { objectMode: false }) as never)
    }
  )
}

function summaryView({ groups, total, ...rest }: YearSummary) {
  const view = ({ points, ...group }: YearSummary['total']) => ({ ...group, points: formatPoints(points) })
  return { ...rest, groups: groups.map(view), total: view(total) }
}

function expiringView({ items, next }: Page<Expiring, { first: number; second: number }>) {
  return { items: items.map(({ points, ...rest }) => ({ ...rest, points: formatPoints(points) })), next: next === null ? null : `${next.first}.${next.second}` }
}
