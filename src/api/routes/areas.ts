import { summarizeArea, summaryJson } from '../../audit/summary.ts'
import { createArea, findArea, listAreas, renameArea } from '../../communities/areas.ts'
import { area, areaChange, areaPage, areaPath, areaQuery, newArea } from '../../contracts/areas.ts'
import { readHeaders, writeHeaders } from '../../contracts/headers.ts'
import { problems } from '../../contracts/problem.ts'
import { areaSummaryQuery, summary } from '../../contracts/summaries.ts'
import type { Api } from '../api.ts'
import { rangeOf } from '../date-range.ts'
import { keyedOf, type RouteContext } from '../posting.ts'
import { granted } from '../problems/refused.ts'
import { answerRegistration } from '../registration.ts'
import type { SummaryView } from '../views/summary-view.ts'

const tags = ['区划 Areas']

/** Districts and subdistricts, and what comes together in them. */
export function areaRoutes(app: Api, { service }: RouteContext): void {
  app.post(
    '/areas',
    {
      schema: {
        operationId: 'createArea',
        tags,
        summary: '登记区或街道 · Register a district or a subdistrict',
        headers: writeHeaders,
        body: newArea,
        response: { 201: area, ...problems(400, 404, 409, 503) }
      }
    },
    async (request, reply) => {
      const { areaId, level, parentId = null, name } = request.body
      const created = await createArea(service, { areaId, level, parentId, name }, keyedOf(request))
      reply.code(201).header('location', `/v1/areas/${areaId}`)
      return answerRegistration(reply, created)
    }
  )

  app.get(
    '/areas',
    {
      schema: {
        operationId: 'listAreas',
        tags,
        summary: '列出区和街道 · List districts and subdistricts',
        headers: readHeaders,
        querystring: areaQuery,
        response: { 200: areaPage, ...problems(400) }
      }
    },
    async (request) => listAreas(service, request.query)
  )

  app.get(
    '/areas/:areaId',
    {
      schema: {
        operationId: 'readArea',
        tags,
        summary: '查看区或街道 · Read a district or a subdistrict',
        headers: readHeaders,
        params: areaPath,
        response: { 200: area, ...problems(400, 404) }
      }
    },
    async (request) => granted(await findArea(service, request.params.areaId))
  )

  app.patch(
    '/areas/:areaId',
    {
      schema: {
        operationId: 'renameArea',
        tags,
        summary: '更名 · Rename a district or a subdistrict',
        headers: writeHeaders,
        params: areaPath,
        body: areaChange,
        response: { 200: area, ...problems(400, 404, 409, 503) }
      }
    },
    async (request, reply) => answerRegistration(reply, await renameArea(service, request.params.areaId, request.body.name, keyedOf(request)))
  )

  app.get(
    '/areas/:areaId/summary',
    {
      schema: {
        operationId: 'summarizeArea',
        tags,
        summary: '汇总其下各社区 · What all communities below come to',
        description: '区按街道、街道按社区列行,合计为各行之和 · A row for each subdistrict of a district, or each community of a subdistrict; the total is their sum.',
        headers: readHeaders,
        params: areaPath,
        querystring: areaSummaryQuery,
        response: { 200: summary, ...problems(400, 404) }
      }
    },
    async (request) => {
      const { from, through } = request.query
      const found = granted(await summarizeArea(service.bank.store, request.params.areaId, rangeOf({ from, to: through })))
      return summaryJson(found) as SummaryView
    }
  )
}
