import { z } from 'zod'
import { newSignUp, signUp, signUpPage, signUpPath } from '../../contracts/activities.ts'
import { listQuery } from '../../contracts/communities.ts'
import { readHeaders, writeHeaders } from '../../contracts/headers.ts'
import { memberPath } from '../../contracts/members.ts'
import { problems } from '../../contracts/problem.ts'
import { cancelSignUp, listSignUpsOf, signUpFor } from '../../hours/planning/sign-ups.ts'
import type { Api } from '../api.ts'
import { idCursor, pageView } from '../cursor.ts'
import { keyedOf, type RouteContext } from '../posting.ts'
import { granted } from '../problems/refused.ts'
import { answerRegistration } from '../registration.ts'
import { signUpView } from '../views/planning-view.ts'

const tags = ['活动 Activities']

/** What a member signs up for, by themselves or with the help of the staff. */
export function signUpRoutes(app: Api, { service }: RouteContext): void {
  app.post(
    '/members/:member/sign-ups',
    {
      schema: {
        operationId: 'signUp',
        tags,
        summary: '报名;满员则候补 · Sign up for an activity, or wait where it is full',
        headers: writeHeaders,
        params: memberPath,
        body: newSignUp,
        response: { 201: signUp, ...problems(400, 404, 409, 503) }
      }
    },
    async (request, reply) => {
      const { communityId, member } = request.params
      const made = answerRegistration(reply, await signUpFor(service, communityId, { member, ...request.body }, keyedOf(request)))
      reply.code(201)
      return signUpView(made)
    }
  )

  app.get(
    '/members/:member/sign-ups',
    {
      schema: {
        operationId: 'listMemberSignUps',
        tags,
        summary: '成员的报名,最近的在前 · What a member signed up for, the latest first',
        headers: readHeaders,
        params: memberPath,
        querystring: listQuery,
        response: { 200: signUpPage, ...problems(400, 404) }
      }
    },
    async (request) => {
      const { communityId, member } = request.params
      const { after, limit } = request.query
      const { items, next } = granted(await listSignUpsOf(service, communityId, member, { after: idCursor(after), limit }))
      return pageView({ items: items.map(signUpView), next })
    }
  )

  app.post(
    '/members/:member/sign-ups/:signUpId/cancellation',
    {
      schema: {
        operationId: 'cancelSignUp',
        tags,
        summary: '取消报名,候补递补 · Take a sign-up back; the next who waits moves up',
        headers: writeHeaders,
        params: signUpPath,
        body: z.strictObject({}),
        response: { 200: signUp, ...problems(400, 404, 409, 503) }
      }
    },
    async (request, reply) => {
      const { communityId, member, signUpId } = request.params
      return signUpView(answerRegistration(reply, await cancelSignUp(service, communityId, { member, signUpId }, keyedOf(request))))
    }
  )
}
