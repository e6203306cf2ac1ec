import { proxyOfTransaction } from '../../communities/proxy-use.ts'
import { communityPath } from '../../contracts/communities.ts'
import { readHeaders, writeHeaders } from '../../contracts/headers.ts'
import { problems } from '../../contracts/problem.ts'
import { newRedemption, newReturn, redemption, redemptionPath } from '../../contracts/redemptions.ts'
import { formatPoints } from '../../points.ts'
import { readRedemption } from '../../redemption/read-redemption.ts'
import { redeemGoods } from '../../redemption/redeem-goods.ts'
import type { Api } from '../api.ts'
import { answerPosting, askingOf, judgePin, pinAnswers, postingRoute, type RouteContext } from '../posting.ts'
import { granted } from '../problems/refused.ts'
import { transactionView } from '../views/transaction-view.ts'

const tag = '兑换 Redemptions'

export function redemptionRoutes(app: Api, context: RouteContext): void {
  const { service } = context

  app.post(
    '/redemptions',
    {
      schema: {
        operationId: 'redeemGoods',
        tags: [tag],
        summary: '兑换物资 · Redeem goods',
        description: '积分与物资在同一笔凭证中变动,价格取自目录 · Points and goods move in one transaction, at the prices of the catalogue.',
        params: communityPath,
        headers: writeHeaders,
        body: newRedemption,
        response: pinAnswers
      }
    },
    async (request, reply) => {
      const { member, beneficiary, counter, lines, hold, foundLate } = request.body
      const asked = { member, benefits: beneficiary, counter, lines, hold, foundLate }
      await judgePin(context, { communityId: request.params.communityId, member, said: request.body })
      return answerPosting(reply, context, await redeemGoods(service, request.params.communityId, asked, askingOf(request, request.body)))
    }
  )

  app.get(
    '/redemptions/:redemption',
    {
      schema: {
        operationId: 'readRedemption',
        tags: [tag],
        summary: '查看兑换,含已退货的件数 · Read a redemption, with what came back of it',
        headers: readHeaders,
        params: redemptionPath,
        response: { 200: redemption, ...problems(400, 404, 409) }
      }
    },
    async (request) => {
      const found = granted(await readRedemption(service, request.params.communityId, request.params.redemption))
      return {
        ...found,
        proxy: await proxyOfTransaction(service, request.params.communityId, request.params.redemption),
        points: formatPoints(found.lines.reduce((sum, line) => sum + line.points, 0)),
        lines: found.lines.map((line) => ({ ...line, points: formatPoints(line.points) })),
        transaction: transactionView(found.transaction)
      }
    }
  )

  postingRoute(app, context, {
    path: '/redemptions/:redemption/returns',
    operationId: 'returnGoods',
    tag,
    summary: '退货,全部或部分 · Take back some of what was redeemed',
    params: redemptionPath,
    body: newReturn,
    action: ({ lines }, { redemption: number }) => ({ action: 'return', redemption: number, lines })
  })
}
