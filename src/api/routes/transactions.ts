import { findNote } from '../../communities/notes.ts'
import { communityPath } from '../../contracts/communities.ts'
import { readHeaders } from '../../contracts/headers.ts'
import { problems } from '../../contracts/problem.ts'
import { transactionInFull, transactionPage } from '../../contracts/transaction.ts'
import { transactionPath, transactionQuery } from '../../contracts/transaction-query.ts'
import { readReversal, readSealedTransaction, readTransactions } from '../../ledger/read-books.ts'
import { refuse } from '../../refusal.ts'
import type { Api } from '../api.ts'
import { numberCursor, pageView } from '../cursor.ts'
import { rangeOf } from '../date-range.ts'
import type { RouteContext } from '../posting.ts'
import { granted } from '../problems/refused.ts'
import { transactionView } from '../views/transaction-view.ts'

const tags = ['账簿 Books']

export function transactionRoutes(app: Api, { service }: RouteContext): void {
  const { store } = service.bank

  app.get(
    '/transactions',
    {
      schema: {
        operationId: 'listTransactions',
        tags,
        summary: '序时账,最新在前 · The journal, the newest first',
        headers: readHeaders,
        params: communityPath,
        querystring: transactionQuery,
        response: { 200: transactionPage, ...problems(400, 404) }
      }
    },
    async (request) => {
      const { after, ...filter } = request.query
      const page = await readTransactions(store, request.params.communityId, { ...filter, ...rangeOf(filter), before: numberCursor(after) })
      return pageView({ ...page, items: page.items.map(transactionView) })
    }
  )

  app.get(
    '/transactions/:number',
    {
      schema: {
        operationId: 'readTransaction',
        tags,
        summary: '查看凭证 · Read a transaction',
        description: '含分录、批次和默克尔叶哈希 · With its entries, its lots and its leaf in the Merkle tree.',
        headers: readHeaders,
        params: transactionPath,
        response: { 200: transactionInFull, ...problems(400, 404) }
      }
    },
    async (request) => {
      const { communityId, number } = request.params
      const { transaction, leaf } = granted((await readSealedTransaction(store, communityId, number)) ?? refuse('unknown_transaction', { number }))
      const reversedBy = await readReversal(store, communityId, number)
      const note = await findNote(service, communityId, transaction.noteCommitment)
      return { ...transactionView(transaction), leaf: leaf.toString('hex'), reversedBy, note }
    }
  )
}
