import { z } from 'zod'
import { certificate, certificatePage, certificatePath, newCertificate, newRevocation, verification, verificationPath, verificationQuery } from '../../contracts/certificates.ts'
import { listQuery } from '../../contracts/communities.ts'
import { readHeaders, writeHeaders } from '../../contracts/headers.ts'
import { memberPath } from '../../contracts/members.ts'
import { problems } from '../../contracts/problem.ts'
import { type Certificate, findCertificate, listCertificates, openCertificate, revokeCertificate, verifyCertificate } from '../../hours/outcomes/certificates.ts'
import { issueCertificate } from '../../hours/outcomes/issue-certificate.ts'
import type { Api } from '../api.ts'
import { keyedOf, type RouteContext } from '../posting.ts'
import { granted } from '../problems/refused.ts'
import { answerRegistration, markReplayed } from '../registration.ts'
import { certificateHtml } from '../views/certificate-page.ts'
import { instantOrNull, instantText } from '../views/instants.ts'

const tags = ['证明 Certificates']

/** Service record certificates: issued, printed, withdrawn, and answered for to anybody who holds one. */
export function certificateRoutes(app: Api, { service }: RouteContext): void {
  app.post(
    '/members/:member/certificates',
    {
      schema: {
        operationId: 'issueCertificate',
        tags,
        summary: '开具志愿服务记录证明 · Issue a service record certificate',
        description: '只载明法定内容;证件号默认遮盖,本人要求完整时须写用途 · It states what the law asks and no more; the ID number is masked unless the member asks, and why is kept.',
        headers: writeHeaders,
        params: memberPath,
        body: newCertificate,
        response: { 201: certificate, ...problems(400, 404, 409, 503) }
      }
    },
    async (request, reply) => {
      const { communityId, member } = request.params
      const issued = granted(await issueCertificate(service, communityId, { member, ...request.body }, keyedOf(request)))
      markReplayed(reply, issued.replayed)
      request.accessSubject = `member:${member}/certificate:${issued.certificate.number}`
      reply.code(201).header('location', `/v1/communities/${communityId}/members/${member}/certificates/${issued.certificate.number}`)
      return viewOf(issued.certificate)
    }
  )

  app.get(
    '/members/:member/certificates',
    {
      schema: { operationId: 'listCertificates', tags, summary: '成员的证明 · Certificates of a member', headers: readHeaders, params: memberPath, querystring: listQuery, response: { 200: certificatePage, ...problems(400, 404) } }
    },
    async (request) => {
      const { communityId, member } = request.params
      const { items, next } = granted(await listCertificates(service, communityId, { member, ...request.query }))
      return { items: items.map(viewOf), next }
    }
  )

  app.get(
    '/members/:member/certificates/:certificate',
    { schema: { operationId: 'readCertificate', tags, summary: '查看证明及其状态 · Read a certificate and how it stands', headers: readHeaders, params: certificatePath, response: { 200: certificate, ...problems(400, 404) } } },
    async (request) => viewOf(granted(await findCertificate(service, request.params.communityId, request.params)))
  )

  app.get(
    '/members/:member/certificates/:certificate/page',
    {
      schema: {
        operationId: 'printCertificate',
        tags,
        summary: '可打印的证明页,含验证码和二维码 · The certificate as a page to be printed, with code and QR',
        headers: readHeaders,
        params: certificatePath,
        response: { 200: { description: '网页 · The page', content: { 'text/html': { schema: z.string() } } }, ...problems(400, 404) }
      }
    },
    async (request, reply) => {
      const { communityId } = request.params
      const printed = granted(await openCertificate(service, communityId, request.params))
      const address = `${request.protocol}://${request.host}/verify/${communityId}/${encodeURIComponent(printed.number)}`
      reply.type('text/html; charset=utf-8').header('cache-control', 'no-store')
      return reply.send(certificateHtml(printed, { address }) as never)
    }
  )

  app.post(
    '/members/:member/certificates/:certificate/revocation',
    {
      schema: {
        operationId: 'revokeCertificate',
        tags,
        summary: '撤销证明,须写明原因 · Withdraw a certificate; a reason is required',
        headers: writeHeaders,
        params: certificatePath,
        body: newRevocation,
        response: { 200: certificate, ...problems(400, 404, 409, 503) }
      }
    },
    async (request, reply) => {
      const { communityId, ...of } = request.params
      return viewOf(answerRegistration(reply, await revokeCertificate(service, communityId, { ...of, reason: request.body.reason }, keyedOf(request))))
    }
  )

  app.get(
    '/certificates/:certificate/verification',
    {
      preHandler: (request) => app.limitVerification(request),
      schema: {
        operationId: 'verifyCertificate',
        tags,
        summary: '凭编号和验证码查验 · Verify a certificate by number and code',
        description: '编号或验证码不符一律同一答复 · Whatever is wrong, the answer is the same.',
        headers: readHeaders,
        params: verificationPath,
        querystring: verificationQuery,
        response: { 200: verification, ...problems(400, 404, 429) }
      }
    },
    async (request, reply) => {
      const { communityId, certificate: number } = request.params
      reply.header('cache-control', 'no-store')
      return granted(await verifyCertificate(service, communityId, { certificate: number, code: request.query.code }))
    }
  )
}

function viewOf({ issuedAt, revokedAt, ...rest }: Certificate) {
  return { ...rest, issuedAt: instantText(issuedAt), revokedAt: instantOrNull(revokedAt) }
}
