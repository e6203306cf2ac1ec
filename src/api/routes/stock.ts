import { communityPath, listQuery } from '../../contracts/communities.ts'
import { readHeaders } from '../../contracts/headers.ts'
import { problems } from '../../contracts/problem.ts'
import { newDamage, newDistribution, newReturnToSponsor, newStockIn, newStockMove, newStocktake, stocktakePage } from '../../contracts/stock.ts'
import { listStocktakes } from '../../redemption/stocktakes.ts'
import type { Api } from '../api.ts'
import { postingRoute, type RouteContext } from '../posting.ts'
import { stocktakeCursor, stocktakeCursorText } from '../cursor.ts'
import { instantText } from '../views/instants.ts'

const tag = '库存 Stock'

/** Goods that come in, move, and leave without points. What expires first leaves first. */
export function stockRoutes(app: Api, context: RouteContext): void {
  postingRoute(app, context, {
    path: '/stock/receipts',
    operationId: 'receiveStock',
    tag,
    summary: '物资入库 · Take goods into stock',
    body: newStockIn,
    action: ({ counter, sku, pieces, sponsor, deliveryNote, expiresOn, unitCost }) => ({
      action: 'stock_in', counter, sku, pieces, sponsor, deliveryNote, expiresOn, unitCostFen: unitCost
    })
  })

  postingRoute(app, context, {
    path: '/stock/moves',
    operationId: 'moveStock',
    tag,
    summary: '调拨 · Move goods between counters',
    body: newStockMove,
    action: ({ from, to, sku, pieces }) => ({ action: 'stock_move', from, to, sku, pieces })
  })

  postingRoute(app, context, {
    path: '/stock/damages',
    operationId: 'recordDamage',
    tag,
    summary: '报损 · Record a known loss',
    body: newDamage,
    action: ({ counter, sku, pieces, of }) => ({ action: 'damage', counter, sku, pieces, of })
  })

  postingRoute(app, context, {
    path: '/stock/stocktakes',
    operationId: 'takeStock',
    tag,
    summary: '盘点 · Post what was counted',
    description: '与账面相同则无需记账 · Posts nothing where everything is as the books say.',
    body: newStocktake,
    mayPostNothing: true,
    action: ({ counter, counts }) => ({ action: 'stocktake', counter, counts })
  })

  app.get(
    '/stock/stocktakes',
    {
      schema: {
        operationId: 'listStocktakes',
        tags: [tag],
        summary: '盘点记录,含账实相符的,最新在前 · Stocktakes, also those without a difference, the newest first',
        params: communityPath,
        headers: readHeaders,
        querystring: listQuery,
        response: { 200: stocktakePage, ...problems(400, 404) }
      }
    },
    async (request) => {
      const { after, limit } = request.query
      const { items, next } = await listStocktakes(context.service, request.params.communityId, { after: stocktakeCursor(after), limit })
      return { items: items.map((each) => ({ ...each, recordedAt: instantText(each.recordedAt) })), next: next && stocktakeCursorText(next) }
    }
  )

  postingRoute(app, context, {
    path: '/stock/distributions',
    operationId: 'distributeGoods',
    tag,
    summary: '慰问发放 · Give goods away without points',
    body: newDistribution,
    action: ({ counter, sku, pieces }) => ({ action: 'distribute', counter, sku, pieces })
  })

  postingRoute(app, context, {
    path: '/stock/returns',
    operationId: 'returnToSponsor',
    tag,
    summary: '退还捐赠方 · Give goods back to their sponsor',
    body: newReturnToSponsor,
    action: ({ counter, sku, pieces, sponsor }) => ({ action: 'return_to_sponsor', counter, sku, pieces, sponsor })
  })
}
