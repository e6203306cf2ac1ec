import { findMember } from '../../communities/member-view.ts'
import { readHeaders } from '../../contracts/headers.ts'
import { memberBalances, memberPath, statement, statementQuery } from '../../contracts/members.ts'
import { problems } from '../../contracts/problem.ts'
import { readMemberBalances } from '../../ledger/read-books.ts'
import { readMemberStatement } from '../../ledger/read-member-statement.ts'
import type { Api } from '../api.ts'
import type { RouteContext } from '../posting.ts'
import { granted } from '../problems/refused.ts'
import { balancesView, CODE_OF_ACCOUNT, lineCursor, statementLineView } from '../views/statement-view.ts'

const tags = ['成员 Members']

export function statementRoutes(app: Api, { service }: RouteContext): void {
  const { store } = service.bank

  app.get(
    '/members/:member/balances',
    {
      schema: {
        operationId: 'readMemberBalances',
        tags,
        summary: '余额和积分批次 · Balances, and the lots behind the points',
        headers: readHeaders,
        params: memberPath,
        response: { 200: memberBalances, ...problems(400, 404) }
      }
    },
    async (request) => {
      const { communityId, member } = request.params
      granted(await findMember(service, communityId, member, { careTags: false }))
      return balancesView(await readMemberBalances(store, communityId, member))
    }
  )

  app.get(
    '/members/:member/statement',
    {
      schema: {
        operationId: 'readStatement',
        tags,
        summary: '流水,最新在前 · The statement with running balances, the newest line first',
        headers: readHeaders,
        params: memberPath,
        querystring: statementQuery,
        response: { 200: statement, ...problems(400, 404) }
      }
    },
    async (request) => {
      const { communityId, member } = request.params
      const { account, after, limit } = request.query
      granted(await findMember(service, communityId, member, { careTags: false }))
      const { code, unit } = CODE_OF_ACCOUNT[account]
      const lines = await readMemberStatement(store, communityId, { member, code, before: lineCursor(after), limit })
      return {
        member,
        account,
        unit,
        balances: balancesView(await readMemberBalances(store, communityId, member)),
        lines: { items: lines.items.map(statementLineView), next: lines.next && `${lines.next.number}.${lines.next.line}` }
      }
    }
  )
}
