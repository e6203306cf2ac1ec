import multipart from '@fastify/multipart'
import type { FastifyReply } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { communityPath, listQuery } from '../../contracts/communities.ts'
import { readHeaders, writeHeaders } from '../../contracts/headers.ts'
import { importKindQuery, importPage, importPath, importRowPage, importRowQuery, importRun } from '../../contracts/imports.ts'
import { problems } from '../../contracts/problem.ts'
import { previewImport } from '../../imports/preview-import.ts'
import { type ImportKey, listImportRows, listImports, readImport } from '../../imports/read-import.ts'
import { refuse } from '../../refusal.ts'
import { Confirmations, type Confirming, within } from '../confirmations.ts'
import { numberCursor, pageView } from '../cursor.ts'
import { KINDS, kindOf } from '../import-kinds.ts'
import { keyedOf, type RouteContext } from '../posting.ts'
import { languageOf } from '../problems/language.ts'
import { granted, Refused } from '../problems/refused.ts'
import { answerRegistration, markReplayed } from '../registration.ts'
import { Uploads } from '../receive-upload.ts'
import { importRowView, importView } from '../views/import-view.ts'
import { rejectedRoute } from './rejected-file.ts'

const tags = ['导入 Imports']
const MOST_FILE_BYTES = 100 * 1024 * 1024
/** How long a confirmation is waited for before the answer is that it goes on. */
const PATIENCE_MILLISECONDS = 20_000

/** Sheets: preview first, then confirm, then see what became of each row. */
export const importRoutes: FastifyPluginAsyncZod<RouteContext & { mostFileBytes?: number | undefined }> = async (app, { service, mostFileBytes }) => {
  await app.register(multipart)
  const confirmations = new Confirmations(service)
  app.addHook('onClose', () => confirmations.drain())
  const uploads = new Uploads(mostFileBytes ?? MOST_FILE_BYTES)
  /** The result where it is there in time; else how far it is. */
  const answerConfirmation = async (key: ImportKey, reply: FastifyReply, confirming: Confirming) => {
    const confirmed = await within(PATIENCE_MILLISECONDS, confirming.done)
    if (confirmed === undefined) {
      reply.code(202)
      return importView(granted(await readImport(service, null, { ...key, repeated: false })), confirming.posted)
    }
    const view = granted(confirmed)
    markReplayed(reply, view.repeated)
    return importView(view)
  }

  app.post(
    '/imports',
    {
      schema: {
        operationId: 'previewImport',
        tags,
        summary: '上传表格并预览,不入账 · Hand in a sheet for a preview; posts nothing',
        description: 'CSV(UTF-8、GB18030)或 XLSX,至多 100 MB;编码和标题行自动识别 · CSV in UTF-8 or GB18030, or XLSX, up to 100 MB; encoding and headings are found.',
        params: communityPath,
        headers: writeHeaders,
        querystring: importKindQuery,
        response: { 201: importRun, ...problems(400, 404, 409, 413, 415, 422, 503) }
      }
    },
    async (request, reply) => {
      const { communityId } = request.params
      const { kind } = request.query
      const view = await uploads.with(request, async ({ file, fileName, fields }) =>
        answerRegistration(reply, await previewImport(service, KINDS[kind], {
          communityId, file, fileName, actor: request.actor.name, options: fields, asked: keyedOf(request)
        }))
      )
      markReplayed(reply, view.repeated)
      reply.code(201).header('location', `/v1/communities/${communityId}/imports/${view.importId}`)
      return importView(view)
    }
  )

  app.post(
    '/imports/:importId/confirm',
    {
      schema: {
        operationId: 'confirmImport',
        tags,
        summary: '确认导入,通过的行入账 · Confirm: the accepted rows are posted',
        description: '文件很大时答复 202,进度见 GET · A long import is answered with 202; GET tells how far it is. One that broke off is confirmed again.',
        params: importPath,
        headers: writeHeaders,
        response: { 200: importRun, 202: importRun, ...problems(400, 404, 409, 503) }
      }
    },
    async (request, reply) => {
      const { communityId, importId } = request.params
      const earlier = granted(await readImport(service, null, { communityId, importId, repeated: false }))
      const confirming = confirmations.start(kindOf(earlier.kind), { communityId, importId, actor: request.actor.name, asked: keyedOf(request) }, app.log)
      return answerConfirmation(request.params, reply, confirming)
    }
  )

  app.post(
    '/imports/:importId/submission',
    {
      schema: {
        operationId: 'submitImport',
        tags,
        summary: '导入的行提交审核,不直接入账 · The accepted rows of a sheet of hours are submitted for approval',
        description: '交表的人也可提交;通过审核后才入账 · Whoever handed the sheet in may do so; the rows are posted once another person has approved them.',
        params: importPath,
        headers: writeHeaders,
        response: { 200: importRun, 202: importRun, ...problems(400, 404, 409, 503) }
      }
    },
    async (request, reply) => {
      const { communityId, importId } = request.params
      const earlier = granted(await readImport(service, null, { communityId, importId, repeated: false }))
      // Only hours are approved one by one.
      if (earlier.kind !== 'hours') throw new Refused(refuse('unknown_import', { import: importId }))
      const confirming = confirmations.start(KINDS.hours, { communityId, importId, actor: request.actor.name, asked: keyedOf(request), submit: true }, app.log)
      return answerConfirmation(request.params, reply, confirming)
    }
  )

  app.get(
    '/imports',
    {
      schema: {
        operationId: 'listImports',
        tags,
        summary: '列出导入,最新在前 · List imports, the newest first',
        headers: readHeaders,
        params: communityPath,
        querystring: listQuery,
        response: { 200: importPage, ...problems(400, 404) }
      }
    },
    async (request) => {
      const { after, limit } = request.query
      const { items, next } = await listImports(service, request.params.communityId, { before: after, limit })
      return { items: items.map((each) => importView(each)), next }
    }
  )

  app.get(
    '/imports/:importId',
    {
      schema: {
        operationId: 'readImport',
        tags,
        summary: '查看导入 · Read an import',
        headers: readHeaders,
        params: importPath,
        response: { 200: importRun, ...problems(400, 404) }
      }
    },
    async (request) => {
      const { communityId, importId } = request.params
      const view = granted(await readImport(service, null, { communityId, importId, repeated: false }))
      return importView(view, confirmations.of(communityId, importId)?.posted)
    }
  )

  app.get(
    '/imports/:importId/rows',
    {
      schema: {
        operationId: 'listImportRows',
        tags,
        summary: '逐行结果 · What became of each row',
        headers: readHeaders,
        params: importPath,
        querystring: importRowQuery,
        response: { 200: importRowPage, ...problems(400, 404) }
      }
    },
    async (request) => {
      const { after, accepted, limit } = request.query
      const { kind } = granted(await readImport(service, null, { ...request.params, repeated: false }))
      const page = await listImportRows(service, request.params, {
        after: numberCursor(after), limit, accepted: accepted === undefined ? undefined : accepted === 'true'
      })
      const language = languageOf(request.headers['accept-language'])
      return pageView({ ...page, items: page.items.map((each) => importRowView(kindOf(kind), each, language)) })
    }
  )

  rejectedRoute(app, service)
}
