import { communityPath, listQuery } from '../../contracts/communities.ts'
import { good, goodOrBarcodePath, goodPage, goodPath, newGood } from '../../contracts/goods.ts'
import { readHeaders, writeHeaders } from '../../contracts/headers.ts'
import { problems } from '../../contracts/problem.ts'
import { formatPoints } from '../../points.ts'
import { findGood, type Good, listGoods, putGood } from '../../redemption/catalogue.ts'
import type { Api } from '../api.ts'
import { keyedOf, type RouteContext } from '../posting.ts'
import { granted } from '../problems/refused.ts'
import { answerRegistration } from '../registration.ts'

const tags = ['物资 Goods']

function goodView(given: Good) {
  return { ...given, price: formatPoints(given.price) }
}

/** The catalogue. */
export function goodsRoutes(app: Api, { service }: RouteContext): void {
  app.put(
    '/goods/:sku',
    {
      schema: {
        operationId: 'putGood',
        tags,
        summary: '登记或修改物资 · Put a good into the catalogue, or change it',
        params: goodPath,
        headers: writeHeaders,
        body: newGood,
        response: { 200: good, ...problems(400, 404, 409, 503) }
      }
    },
    async (request, reply) => {
      const { communityId, sku } = request.params
      return goodView(answerRegistration(reply, await putGood(service, communityId, { sku, ...request.body }, keyedOf(request))))
    }
  )

  app.get(
    '/goods',
    {
      schema: {
        operationId: 'listGoods',
        tags,
        summary: '列出目录 · List the catalogue',
        headers: readHeaders,
        params: communityPath,
        querystring: listQuery,
        response: { 200: goodPage, ...problems(400, 404) }
      }
    },
    async (request) => {
      const { items, next } = await listGoods(service, request.params.communityId, request.query)
      return { items: items.map(goodView), next }
    }
  )

  app.get(
    '/goods/:sku',
    {
      schema: {
        operationId: 'readGood',
        tags,
        summary: '按货号或条码查物资 · Read a good by its sku or barcode',
        headers: readHeaders,
        params: goodOrBarcodePath,
        response: { 200: good, ...problems(400, 404) }
      }
    },
    async (request) => goodView(granted(await findGood(service, request.params.communityId, request.params.sku)))
  )
}
