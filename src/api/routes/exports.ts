import { z } from 'zod'
import { exportQuery } from '../../contracts/books.ts'
import { communityPath } from '../../contracts/communities.ts'
import { readHeaders } from '../../contracts/headers.ts'
import { problems } from '../../contracts/problem.ts'
import type { Api } from '../api.ts'
import { rangeOf } from '../date-range.ts'
import type { ExportRequest } from '../../audit/export-books.ts'
import { openExport } from '../open-export.ts'
import type { RouteContext } from '../posting.ts'

const TYPES: Record<ExportRequest['format'], string> = {
  csv: 'text/csv; charset=utf-8',
  jsonl: 'application/jsonl; charset=utf-8',
  hledger: 'text/plain; charset=utf-8',
  beancount: 'text/plain; charset=utf-8'
}

const file = z.string().describe('文件 · The file')

export function exportRoutes(app: Api, { service }: RouteContext): void {
  app.get(
    '/exports',
    {
      schema: {
        operationId: 'exportBooks',
        tags: ['账簿 Books'],
        summary: '导出账簿 · Export the books of a range of business dates',
        description: 'csv 分录、余额和试算平衡表各为一个文件,用 part 选择 · In csv, entries, balances and trial balance are a file each; `part` chooses.',
        headers: readHeaders,
        params: communityPath,
        querystring: exportQuery,
        response: {
          200: {
            description: '文件 · The file',
            content: { 'text/csv': { schema: file }, 'application/jsonl': { schema: file }, 'text/plain': { schema: file } }
          },
          ...problems(400, 404)
        }
      }
    },
    async (request, reply) => {
      const { communityId } = request.params
      const { format, part } = request.query
      const range = rangeOf(request.query)
      const { stream, name } = openExport(service, { communityId, format, part, range }, request.log)
      reply.type(TYPES[format]).header('content-disposition', `attachment; filename="${name}"`)
      return reply.send(stream as never)
    }
  )
}
