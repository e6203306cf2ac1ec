import { z } from 'zod'
import { giveConsent, listConsents, withdrawConsent } from '../../communities/consents.ts'
import { readHeaders, writeHeaders } from '../../contracts/headers.ts'
import { memberPath } from '../../contracts/members.ts'
import { consent, consentList, consentPath, newConsent } from '../../contracts/people.ts'
import { problems } from '../../contracts/problem.ts'
import type { Api } from '../api.ts'
import { askingOf, keyedOf, type RouteContext } from '../posting.ts'
import { granted } from '../problems/refused.ts'
import { answerRegistration, markReplayed } from '../registration.ts'
import { consentView } from '../views/person-view.ts'

const tags = ['同意 Consent']

export function consentRoutes(app: Api, { service }: RouteContext): void {
  app.post(
    '/members/:member/consents',
    {
      schema: {
        operationId: 'giveConsent',
        tags,
        summary: '登记同意 · Record a consent',
        headers: writeHeaders,
        params: memberPath,
        body: newConsent,
        response: { 201: consent, ...problems(400, 404, 409, 503) }
      }
    },
    async (request, reply) => {
      const { communityId, member } = request.params
      const given = granted(await giveConsent(service, communityId, member, request.body, askingOf(request)))
      markReplayed(reply, given.replayed)
      reply.code(201)
      return consentView(given.consent)
    }
  )

  app.get(
    '/members/:member/consents',
    {
      schema: {
        operationId: 'listConsents',
        tags,
        summary: '成员同意过什么 · What a member agreed to',
        headers: readHeaders,
        params: memberPath,
        response: { 200: consentList, ...problems(400, 404) }
      }
    },
    async (request) => ({ items: granted(await listConsents(service, request.params.communityId, request.params.member)).map(consentView) })
  )

  app.post(
    '/members/:member/consents/:consentId/withdrawal',
    {
      schema: {
        operationId: 'withdrawConsent',
        tags,
        summary: '撤回同意 · Withdraw a consent',
        headers: writeHeaders,
        params: consentPath,
        body: z.strictObject({}),
        response: { 200: consent, ...problems(400, 404, 409, 503) }
      }
    },
    async (request, reply) => consentView(answerRegistration(reply, await withdrawConsent(service, request.params.communityId, request.params, keyedOf(request))))
  )
}
