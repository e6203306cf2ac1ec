import type { z } from 'zod'
import { amountText, codeNames } from '../../audit/amount-text.ts'
import { withAuditSource } from '../../audit/store-source.ts'
import { tallyRange, trialBalance as addUp, trialBalanceJson } from '../../audit/trial-balance.ts'
import { balances, newPeriodClose, periods, trialBalance, trialBalanceQuery } from '../../contracts/books.ts'
import { communityPath } from '../../contracts/communities.ts'
import { readHeaders } from '../../contracts/headers.ts'
import { problems } from '../../contracts/problem.ts'
import { rootOf } from '../../journal/merkle.ts'
import { readBalances } from '../../ledger/read-balances.ts'
import { readHead } from '../../ledger/read-books.ts'
import type { Api } from '../api.ts'
import { rangeOf } from '../date-range.ts'
import { postingRoute, type RouteContext } from '../posting.ts'

const tag = '账簿 Books'

export function bookRoutes(app: Api, context: RouteContext): void {
  const { store } = context.service.bank

  app.get(
    '/balances',
    {
      schema: {
        operationId: 'readBalances',
        tags: [tag],
        summary: '各科目当前余额 · Balances by account code, as of now',
        headers: readHeaders,
        params: communityPath,
        response: { 200: balances, ...problems(400, 404) }
      }
    },
    async (request) => ({
      items: (await readBalances(store, request.params.communityId)).map(({ code, unit, side, accounts, balance }) => ({
        code,
        ...codeNames(code),
        unit,
        side: side === 1 ? ('debit' as const) : ('credit' as const),
        accounts,
        balance: amountText(balance, unit)
      }))
    })
  )

  app.get(
    '/trial-balance',
    {
      schema: {
        operationId: 'readTrialBalance',
        tags: [tag],
        summary: '试算平衡表 · Trial balance of a range of business dates',
        headers: readHeaders,
        params: communityPath,
        querystring: trialBalanceQuery,
        response: { 200: trialBalance, ...problems(400, 404) }
      }
    },
    async (request) => {
      const range = rangeOf(request.query)
      const tallies = await withAuditSource(store, request.params.communityId, (source) => tallyRange(source, range))
      return trialBalanceJson(addUp(tallies, request.query.by), range) as z.infer<typeof trialBalance>
    }
  )

  app.get(
    '/periods',
    {
      schema: {
        operationId: 'readPeriods',
        tags: [tag],
        summary: '结账状态 · How far the books go, and how far they are closed',
        headers: readHeaders,
        params: communityPath,
        response: { 200: periods, ...problems(400, 404) }
      }
    },
    async (request) => {
      const { closedThrough, lastNumber, frontier } = await readHead(store, request.params.communityId)
      return { closedThrough, lastNumber, root: rootOf(frontier).toString('hex') }
    }
  )

  postingRoute(app, context, {
    path: '/periods/close',
    operationId: 'closePeriod',
    tag,
    summary: '结账 · Close every day through the given one',
    description: '结账后不能再开;须在当日过完之后 · A closed day is never opened again; the day must be over.',
    body: newPeriodClose,
    action: ({ through }) => ({ action: 'close_period', through })
  })
}
