import { communityPath } from '../../contracts/communities.ts'
import { readHeaders, writeHeaders } from '../../contracts/headers.ts'
import { problems } from '../../contracts/problem.ts'
import {
  newRecordBatch, newServiceRecord, newSubmission, recordChange, recordedBatch, recordedService, recordPage, recordPath, recordQuery, recordSettings,
  serviceRecord, serviceRecordInFull, submission
} from '../../contracts/records.ts'
import { findNote } from '../../communities/notes.ts'
import type { Service } from '../../communities/communities.ts'
import { changeRecord, withdrawRecord } from '../../hours/records/change-record.ts'
import { findRecord, listRecords, reversalsOf } from '../../hours/records/read-records.ts'
import { putRecordSettings, readRecordSettings } from '../../hours/records/record-settings.ts'
import { recordService, recordServices } from '../../hours/records/record-service.ts'
import type { RecordRow } from '../../hours/records/record-row.ts'
import { submitRecords } from '../../hours/records/submit-records.ts'
import { isRefusal, refusalMessage } from '../../refusal.ts'
import type { Api } from '../api.ts'
import { keyedOf, type RouteContext } from '../posting.ts'
import { languageOf } from '../problems/language.ts'
import { granted } from '../problems/refused.ts'
import { markReplayed } from '../registration.ts'
import { outcomeView, recordView, serviceFrom } from '../views/record-view.ts'

const tags = ['服务记录 Service records']
const writeProblems = problems(400, 403, 404, 409, 503)

/** The records as they go over the wire, each with what reverses it. */
export async function recordViews(service: Service, communityId: string, rows: readonly RecordRow[]) {
  const reversals = await reversalsOf(service, communityId, rows.flatMap(({ number }) => number ?? []))
  return rows.map((row) => recordView(row, reversals.get(row.number ?? 0) ?? null))
}

/** Recording, changing and submitting services. */
export function recordRoutes(app: Api, { service }: RouteContext): void {
  app.post(
    '/service-records',
    {
      schema: {
        operationId: 'recordService',
        tags,
        summary: '登记一次服务,待审核 · Record one service, to be approved',
        description: '审核后才计分。不可能的不受理,可疑的标出,须先答复 · It gives points once approved. What cannot be is refused; what is doubtful is flagged and must be answered.',
        params: communityPath,
        headers: writeHeaders,
        body: newServiceRecord,
        response: { 201: recordedService, ...writeProblems }
      }
    },
    async (request, reply) => {
      const { communityId } = request.params
      const asked = keyedOf(request)
      const recorded = granted(await recordService(service, communityId, serviceFrom(request.body.service), { actor: asked.actor, submit: request.body.submit, asked }))
      markReplayed(reply, recorded.replayed)
      reply.code(201).header('location', `/v1/communities/${communityId}/service-records/${recorded.records[0]?.recordId ?? ''}`)
      return { records: await recordViews(service, communityId, recorded.records) }
    }
  )

  app.post(
    '/record-batches',
    {
      schema: {
        operationId: 'recordServices',
        tags,
        summary: '成批登记服务,逐条受理 · Record many services, each by itself',
        params: communityPath,
        headers: writeHeaders,
        body: newRecordBatch,
        response: { 200: recordedBatch, ...writeProblems }
      }
    },
    async (request, reply) => {
      const { communityId } = request.params
      const asked = keyedOf(request)
      const { services, submit } = request.body
      const recorded = granted(await recordServices(service, communityId, services.map(serviceFrom), { actor: asked.actor, submit, asked }))
      markReplayed(reply, recorded.replayed)
      const language = languageOf(request.headers['accept-language'])
      const rows = recorded.outcomes.flatMap((each) => (isRefusal(each) ? [] : each.records))
      const views = new Map((await recordViews(service, communityId, rows)).map((view) => [view.recordId, view]))
      const outcomes = recorded.outcomes.map((each, index) =>
        isRefusal(each)
          ? { place: index + 1, code: each.code, message: refusalMessage(each, language), records: [] }
          : { place: index + 1, code: null, message: null, records: each.records.flatMap(({ recordId }) => views.get(recordId) ?? []) }
      )
      return { outcomes }
    }
  )

  app.get(
    '/service-records',
    {
      schema: {
        operationId: 'listServiceRecords',
        tags,
        summary: '列出服务记录,按登记先后 · List service records, in the order of recording',
        params: communityPath,
        headers: readHeaders,
        querystring: recordQuery,
        response: { 200: recordPage, ...problems(400, 404) }
      }
    },
    async (request) => {
      const { communityId } = request.params
      const { doubtful, ...filter } = request.query
      const page = await listRecords(service, communityId, { ...filter, doubtful: doubtful === undefined ? undefined : doubtful === 'true' })
      return { items: await recordViews(service, communityId, page.items), next: page.next }
    }
  )

  app.get(
    '/service-records/:recordId',
    {
      schema: {
        operationId: 'readServiceRecord',
        tags,
        summary: '查看服务记录及备注 · Read a service record, with its notes',
        params: recordPath,
        headers: readHeaders,
        response: { 200: serviceRecordInFull, ...problems(400, 404) }
      }
    },
    async (request) => {
      const { communityId, recordId } = request.params
      const row = granted(await findRecord(service, communityId, recordId))
      const [view] = await recordViews(service, communityId, [row])
      const noteOf = (commitment: string | null | undefined) => findNote(service, communityId, commitment ?? null)
      const { flags, objections, ...rest } = view as NonNullable<typeof view>
      return {
        ...rest,
        flags: await Promise.all(flags.map(async (flag, index) => ({ ...flag, note: await noteOf(row.flags[index]?.note) }))),
        objections: await Promise.all(objections.map(async (objection, index) => ({ ...objection, note: await noteOf(row.objections[index]?.note) }))),
        note: await noteOf(row.noteCommitment),
        reasonNote: await noteOf(row.reasonCommitment)
      }
    }
  )

  app.patch(
    '/service-records/:recordId',
    {
      schema: {
        operationId: 'changeServiceRecord',
        tags,
        summary: '修改未提交或被退回的服务记录 · Change a record that is not submitted, or was returned',
        params: recordPath,
        headers: writeHeaders,
        body: recordChange,
        response: { 200: serviceRecord, ...writeProblems }
      }
    },
    async (request, reply) => {
      const { communityId, recordId } = request.params
      const { startTime, endTime, ...rest } = request.body
      const changed = granted(await changeRecord(service, communityId, recordId, { ...rest, startMinute: startTime, endMinute: endTime }, keyedOf(request)))
      markReplayed(reply, changed.replayed)
      return (await recordViews(service, communityId, [changed.record]))[0] as never
    }
  )

  app.post(
    '/service-records/:recordId/withdrawal',
    {
      schema: {
        operationId: 'withdrawServiceRecord',
        tags,
        summary: '撤回未审核的服务记录 · Withdraw a record that is not approved',
        params: recordPath,
        headers: writeHeaders,
        response: { 200: serviceRecord, ...writeProblems }
      }
    },
    async (request, reply) => {
      const { communityId, recordId } = request.params
      const changed = granted(await withdrawRecord(service, communityId, recordId, keyedOf(request)))
      markReplayed(reply, changed.replayed)
      return (await recordViews(service, communityId, [changed.record]))[0] as never
    }
  )

  app.post(
    '/record-submissions',
    {
      schema: {
        operationId: 'submitServiceRecords',
        tags,
        summary: '提交审核,一条或多条 · Submit records for approval, one or many',
        params: communityPath,
        headers: writeHeaders,
        body: newSubmission,
        response: { 200: submission, ...writeProblems }
      }
    },
    async (request, reply) => {
      const submitted = granted(await submitRecords(service, request.params.communityId, request.body.records, keyedOf(request)))
      markReplayed(reply, submitted.replayed)
      const language = languageOf(request.headers['accept-language'])
      return { outcomes: submitted.outcomes.map((each) => outcomeView(each, language)) }
    }
  )

  settingRoutes(app, service)
}

function settingRoutes(app: Api, service: Service): void {
  app.get(
    '/record-settings',
    {
      schema: {
        operationId: 'readRecordSettings',
        tags,
        summary: '查看不开放日和工作人员的成员编号 · Read closed days, and which members the staff are',
        params: communityPath,
        headers: readHeaders,
        response: { 200: recordSettings, ...problems(400, 404) }
      }
    },
    async (request) => readRecordSettings(service, request.params.communityId)
  )

  app.put(
    '/record-settings',
    {
      schema: {
        operationId: 'putRecordSettings',
        tags,
        summary: '设定不开放日和工作人员的成员编号 · Set closed days, and which members the staff are',
        params: communityPath,
        headers: writeHeaders,
        body: recordSettings,
        response: { 200: recordSettings, ...writeProblems }
      }
    },
    async (request, reply) => {
      const put = granted(await putRecordSettings(service, request.params.communityId, request.body, keyedOf(request)))
      markReplayed(reply, put.replayed)
      return put.settings
    }
  )
}
