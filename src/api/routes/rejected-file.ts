import { Readable } from 'node:stream'
import { z } from 'zod'
import type { Service } from '../../communities/communities.ts'
import { readHeaders } from '../../contracts/headers.ts'
import { importPath } from '../../contracts/imports.ts'
import { problems } from '../../contracts/problem.ts'
import { readImport } from '../../imports/read-import.ts'
import { rejectedFile } from '../../imports/rejected-file.ts'
import type { Api } from '../api.ts'
import { kindOf } from '../import-kinds.ts'
import { languageOf } from '../problems/language.ts'
import { granted } from '../problems/refused.ts'

/** The rejected rows as a sheet that the clerk mends and hands in again. */
export function rejectedRoute(app: Api, service: Service): void {
  app.get(
    '/imports/:importId/rejected',
    {
      schema: {
        operationId: 'downloadRejectedRows',
        tags: ['导入 Imports'],
        summary: '未通过的行,改好后可再次上传 · The rejected rows as a sheet to be mended and handed in again',
        headers: readHeaders,
        params: importPath,
        response: {
          200: { description: '文件 · The file', content: { 'text/csv': { schema: z.string() } } },
          ...problems(400, 404)
        }
      }
    },
    async (request, reply) => {
      const { kind } = granted(await readImport(service, null, { ...request.params, repeated: false }))
      const language = languageOf(request.headers['accept-language'])
      const chunks = await rejectedFile(service, kindOf(kind), request.params, language)
      reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="${request.params.importId}-rejected.csv"`)
      return reply.send(Readable.from(chunks, { objectMode: false }) as never)
    }
  )
}
