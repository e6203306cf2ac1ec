import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { FastifyReply } from 'fastify'
import { needsTwoPeople } from '../../communities/four-eyes.ts'
import { onceDone } from '../../communities/once.ts'
import { communityPath } from '../../contracts/communities.ts'
import { readHeaders, writeHeaders } from '../../contracts/headers.ts'
import { problems } from '../../contracts/problem.ts'
import {
  approvalRun, correction, duePosting, newApproval, newApprovalRun, newCorrection, newFlagAnswer, newObjection, newReturn, newZeroing, recordPath, runPath, serviceRecord
} from '../../contracts/records.ts'
import { answerFlag } from '../../hours/records/answer-flag.ts'
import { beginApproval, readApprovalRun } from '../../hours/records/approval-runs.ts'
import { approveRecord } from '../../hours/records/approve-records.ts'
import type { ChangedRecord } from '../../hours/records/change-once.ts'
import { returnRecord } from '../../hours/records/change-record.ts'
import { correctRecord } from '../../hours/records/correct-record.ts'
import { objectToRecord, postDue } from '../../hours/records/public-notice.ts'
import { zeroRecord } from '../../hours/records/zero-record.ts'
import type { Refusal } from '../../refusal.ts'
import { Approvals } from '../approvals.ts'
import { within } from '../confirmations.ts'
import { keyedOf, type RouteContext } from '../posting.ts'
import { languageOf } from '../problems/language.ts'
import { granted } from '../problems/refused.ts'
import { answerRegistration, markReplayed } from '../registration.ts'
import { approvalRunView, serviceFrom } from '../views/record-view.ts'
import { recordViews } from './records.ts'

const tags = ['服务记录 Service records']
const writeProblems = problems(400, 403, 404, 409, 503)
/** How long a bulk approval is waited for before the answer is that it goes on. */
const PATIENCE_MILLISECONDS = 20_000

/** Who vouches for services: flags, approval, public notice, correction, complaints. */
export const recordApprovalRoutes: FastifyPluginAsyncZod<RouteContext> = async (app, { service }) => {
  const approvals = new Approvals(service)
  app.addHook('onClose', () => approvals.drain())

  const answer = async (reply: FastifyReply, communityId: string, result: ChangedRecord | Refusal) => {
    const { record, replayed } = granted(result)
    markReplayed(reply, replayed)
    const [view] = await recordViews(service, communityId, [record])
    return view as NonNullable<typeof view>
  }

  app.post(
    '/service-records/:recordId/flag-answers',
    {
      schema: {
        operationId: 'answerRecordFlag',
        tags,
        summary: '答复一项疑点 · Say how a doubt was settled',
        params: recordPath,
        headers: writeHeaders,
        body: newFlagAnswer,
        response: { 200: serviceRecord, ...writeProblems }
      }
    },
    async (request, reply) => {
      const { communityId, recordId } = request.params
      return answer(reply, communityId, await answerFlag(service, communityId, recordId, request.body, keyedOf(request)))
    }
  )

  app.post(
    '/service-records/:recordId/approval',
    {
      schema: {
        operationId: 'approveServiceRecord',
        tags,
        summary: '审核通过一条服务记录 · Approve one service record',
        description: '须由经办、提交以外的人;规则要求几级,就由几人先后审核。通过后入账,或先公示 · By another than who recorded or submitted it; as many people as the policy wants. Then it is posted, or stands on public notice first.',
        params: recordPath,
        headers: writeHeaders,
        body: newApproval,
        response: { 200: serviceRecord, ...writeProblems }
      }
    },
    async (request, reply) => {
      const { communityId, recordId } = request.params
      return answer(reply, communityId, await approveRecord(service, communityId, { recordId, expiredAccepted: request.body.expiredAccepted }, keyedOf(request)))
    }
  )

  app.post(
    '/service-records/:recordId/return',
    {
      schema: {
        operationId: 'returnServiceRecord',
        tags,
        summary: '退回服务记录,写明原因 · Return a service record, with the reason',
        params: recordPath,
        headers: writeHeaders,
        body: newReturn,
        response: { 200: serviceRecord, ...writeProblems }
      }
    },
    async (request, reply) => {
      const { communityId, recordId } = request.params
      const asked = { ...keyedOf(request), twoPeople: await needsTwoPeople(service, communityId) }
      return answer(reply, communityId, await returnRecord(service, communityId, recordId, request.body, asked))
    }
  )

  app.post(
    '/service-records/:recordId/objections',
    {
      schema: {
        operationId: 'objectToServiceRecord',
        tags,
        summary: '登记对公示记录的异议 · Enter an objection to a record on public notice',
        params: recordPath,
        headers: writeHeaders,
        body: newObjection,
        response: { 200: serviceRecord, ...writeProblems }
      }
    },
    async (request, reply) => {
      const { communityId, recordId } = request.params
      return answer(reply, communityId, await objectToRecord(service, communityId, recordId, request.body, keyedOf(request)))
    }
  )

  app.post(
    '/service-records/:recordId/correction',
    {
      schema: {
        operationId: 'correctServiceRecord',
        tags,
        summary: '更正已入账的服务记录:冲销并重新登记 · Correct a posted record: reversed and recorded again',
        params: recordPath,
        headers: writeHeaders,
        body: newCorrection,
        response: { 201: correction, ...writeProblems }
      }
    },
    async (request, reply) => {
      const { communityId, recordId } = request.params
      const { service: given, reason, note } = request.body
      const corrected = granted(await correctRecord(service, communityId, recordId, { service: serviceFrom(given), reason, note }, keyedOf(request)))
      markReplayed(reply, corrected.replayed)
      const [before, after] = await recordViews(service, communityId, [corrected.corrected, corrected.replacement])
      reply.code(201)
      return { corrected: before as NonNullable<typeof before>, replacement: after as NonNullable<typeof after> }
    }
  )

  app.post(
    '/service-records/:recordId/zeroing',
    {
      schema: {
        operationId: 'zeroServiceRecord',
        tags,
        summary: '投诉成立,按规则清零 · A complaint was upheld: zeroed as the policy says',
        params: recordPath,
        headers: writeHeaders,
        body: newZeroing,
        response: { 200: serviceRecord, ...writeProblems }
      }
    },
    async (request, reply) => {
      const { communityId, recordId } = request.params
      return answer(reply, communityId, await zeroRecord(service, communityId, recordId, request.body, keyedOf(request)))
    }
  )

  app.post(
    '/record-approvals',
    {
      schema: {
        operationId: 'approveServiceRecords',
        tags,
        summary: '批量审核没有疑点的服务记录 · Approve many records that are unremarkable',
        description: '有未答复疑点的和自己经手的跳过。数量很大时答复 202,进度见 GET;中断的用同一幂等键继续 · What is doubtful and unanswered, or went through one’s own hands, is passed over. A long one is answered with 202; GET tells how far it is. One that broke off goes on under the same key.',
        params: communityPath,
        headers: writeHeaders,
        body: newApprovalRun,
        response: { 200: approvalRun, 202: approvalRun, ...writeProblems }
      }
    },
    async (request, reply) => {
      const { communityId } = request.params
      const { records: ids, filter, expiredAccepted } = request.body
      const { runId, replayed } = granted(await beginApproval(service, communityId, { ids, filter, expiredAccepted }, keyedOf(request)))
      markReplayed(reply, replayed)
      reply.header('location', `/v1/communities/${communityId}/record-approvals/${runId}`)
      const language = languageOf(request.headers['accept-language'])
      const done = await within(PATIENCE_MILLISECONDS, approvals.carryOn(communityId, runId, app.log))
      if (done === undefined) reply.code(202)
      return approvalRunView(granted(done ?? (await readApprovalRun(service, communityId, runId))), language)
    }
  )

  app.get(
    '/record-approvals/:runId',
    {
      schema: {
        operationId: 'readApprovalRun',
        tags,
        summary: '批量审核的进度和结果 · How far a bulk approval is, and what it came to',
        params: runPath,
        headers: readHeaders,
        response: { 200: approvalRun, ...problems(400, 404) }
      }
    },
    async (request) => {
      const { communityId, runId } = request.params
      return approvalRunView(granted(await readApprovalRun(service, communityId, runId)), languageOf(request.headers['accept-language']))
    }
  )

  app.post(
    '/record-due-postings',
    {
      schema: {
        operationId: 'postDueRecords',
        tags,
        summary: '公示期满无异议的入账 · Post what has stood on public notice without objection',
        description: '服务启动时和每日也会自动进行;重复无害 · The service does it by itself at its start and every day; repeating it does no harm.',
        params: communityPath,
        headers: writeHeaders,
        response: { 200: duePosting, ...writeProblems }
      }
    },
    async (request, reply) => {
      const { communityId } = request.params
      const post = () => postDue(service, communityId, { postedBy: request.actor.name })
      const { posted, sentBack } = answerRegistration(reply, await onceDone(service, communityId, keyedOf(request), post))
      return { posted, sentBack }
    }
  )
}
