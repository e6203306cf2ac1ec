import { accountInFull, accountPage, accountPath, accountQuery, newAccountState } from '../../contracts/accounts.ts'
import { communityPath } from '../../contracts/communities.ts'
import { readHeaders } from '../../contracts/headers.ts'
import { problems } from '../../contracts/problem.ts'
import { readAccount, readAccounts, readLots } from '../../ledger/read-books.ts'
import { refuse } from '../../refusal.ts'
import type { Api } from '../api.ts'
import { postingRoute, type RouteContext } from '../posting.ts'
import { granted } from '../problems/refused.ts'
import { accountView, lotsView } from '../views/account-view.ts'

const tag = '账户 Accounts'

const STATE_CHANGES = [
  { action: 'freeze', operationId: 'freezeAccount', summary: '冻结个人或预扣积分:本人不能支出,入账和更正照常 · Freeze personal or held points: own spending stops, the rest goes on' },
  { action: 'unfreeze', operationId: 'unfreezeAccount', summary: '解冻账户 · Unfreeze an account' },
  { action: 'close', operationId: 'closeAccount', summary: '关闭账户,余额须为零 · Close an account whose balance is zero' }
] as const

export function accountRoutes(app: Api, context: RouteContext): void {
  const { store } = context.service.bank

  app.get(
    '/accounts',
    {
      schema: {
        operationId: 'listAccounts',
        tags: [tag],
        summary: '列出账户 · List accounts',
        headers: readHeaders,
        params: communityPath,
        querystring: accountQuery,
        response: { 200: accountPage, ...problems(400, 404) }
      }
    },
    async (request) => {
      const { items, next } = await readAccounts(store, request.params.communityId, request.query)
      return { items: items.map(accountView), next }
    }
  )

  app.get(
    '/accounts/:account',
    {
      schema: {
        operationId: 'readAccount',
        tags: [tag],
        summary: '查看账户和批次 · Read an account and its lots',
        headers: readHeaders,
        params: accountPath,
        response: { 200: accountInFull, ...problems(400, 404) }
      }
    },
    async (request) => {
      const { communityId, account: id } = request.params
      const found = granted((await readAccount(store, communityId, id)) ?? refuse('unknown_account', { account: id }))
      return { ...accountView(found), lots: lotsView(await readLots(store, communityId, id), found.unit) }
    }
  )

  for (const { action, operationId, summary } of STATE_CHANGES) {
    postingRoute(app, context, {
      path: `/accounts/:account/${action}`,
      operationId,
      tag,
      summary,
      params: accountPath,
      body: newAccountState,
      action: ({ reason }, { account: id }) => ({ action, account: id, reason })
    })
  }
}
