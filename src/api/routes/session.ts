import type { FastifyReply } from 'fastify'
import { readHeaders } from '../../contracts/headers.ts'
import { problems } from '../../contracts/problem.ts'
import { enrolment, newPassword, newResidentSession, newSession, nothing, ownPassword, secondFactorCode, session } from '../../contracts/session.ts'
import { sessionCookieOf } from '../../identity/authenticator.ts'
import type { Identity } from '../../identity/identity.ts'
import { signInResident } from '../../identity/residents.ts'
import { confirmSecondFactor, disableSecondFactor, enrolSecondFactor } from '../../identity/second-factor.ts'
import { type Begun, changePassword, readSession, type Session, signIn, signOut, signOutEverywhere } from '../../identity/sessions.ts'
import { refuse } from '../../refusal.ts'
import type { Api } from '../api.ts'
import { type Limits, signInLimit } from '../limits.ts'
import { granted, Refused } from '../problems/refused.ts'
import { actorView, sessionView } from '../views/session-view.ts'

const tags = ['登录 Sessions']

/** Passes the library's cookies on, and shows the session. Nothing of it is kept by whatever stands between. */
function answerBegun(reply: FastifyReply, { session: begun, cookies }: Begun) {
  reply.header('set-cookie', cookies).header('cache-control', 'no-store')
  return sessionView(begun)
}

/** Signing in: open to everybody, and limited by address and by name. */
export function signInRoutes(app: Api, { identity, limits }: { identity: Identity; limits: Limits | undefined }): void {
  const config = signInLimit(limits)
  app.post(
    '/session',
    {
      config,
      schema: {
        operationId: 'signIn',
        tags,
        summary: '工作人员登录 · Staff sign in',
        description: '会话在 Cookie 中;写操作另须 X-CSRF-Token · The session is in a cookie; writes need X-CSRF-Token too.',
        headers: readHeaders,
        body: newSession,
        response: { 201: session, ...problems(400, 401, 429) }
      }
    },
    async (request, reply) => {
      const { user, password, code } = request.body
      const begun = granted(await signIn(identity, { name: user, password, code, address: request.ip }))
      request.knownActor = begun.session.actor
      reply.code(201)
      return answerBegun(reply, begun)
    }
  )

  app.post(
    '/session/resident',
    {
      config,
      schema: {
        operationId: 'signInResident',
        tags,
        summary: '居民凭卡号和密码登录 · A resident signs in with card and PIN',
        headers: readHeaders,
        body: newResidentSession,
        response: { 201: session, ...problems(400, 401, 429) }
      }
    },
    async (request, reply) => {
      const begun = granted(await signInResident(identity, { ...request.body, address: request.ip }))
      request.knownActor = begun.session.actor
      reply.code(201)
      return answerBegun(reply, begun)
    }
  )
}

/** What is done with one's own session. */
export function sessionRoutes(app: Api, identity: Identity): void {
  /** A key has no session to end, no password and no second factor. */
  const cookieOf = (request: { headers: { cookie?: string | undefined; authorization?: string | undefined } }): string => {
    const cookie = request.headers.authorization === undefined ? sessionCookieOf(request.headers.cookie) : undefined
    if (cookie === undefined) throw new Refused(refuse('no_session'))
    return cookie
  }

  app.get(
    '/session',
    {
      schema: {
        operationId: 'readSession',
        tags,
        summary: '我是谁 · Who am I',
        headers: readHeaders,
        response: { 200: session, ...problems(401) }
      }
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-store')
      if (request.headers.authorization !== undefined) return actorView(request.actor)
      return sessionView(granted<Session>((await readSession(identity, cookieOf(request))) ?? refuse('session_ended')))
    }
  )

  app.delete(
    '/session',
    {
      schema: {
        operationId: 'signOut',
        tags,
        summary: '退出登录 · Sign out',
        headers: readHeaders,
        response: { 200: nothing, ...problems(401, 403) }
      }
    },
    async (request, reply) => {
      reply.header('set-cookie', await signOut(identity, cookieOf(request), request.actor.id))
      return {}
    }
  )

  app.delete(
    '/session/all',
    {
      schema: {
        operationId: 'signOutEverywhere',
        tags,
        summary: '在所有地方退出 · Sign out everywhere',
        headers: readHeaders,
        response: { 200: nothing, ...problems(401, 403) }
      }
    },
    async (request, reply) => {
      reply.header('set-cookie', await signOutEverywhere(identity, cookieOf(request), request.actor.id))
      return {}
    }
  )

  app.put(
    '/session/password',
    {
      schema: {
        operationId: 'changePassword',
        tags,
        summary: '修改密码,其他登录随之失效 · Change the password; all other sessions end',
        headers: readHeaders,
        body: newPassword,
        response: { 200: session, ...problems(400, 401, 403, 429) }
      }
    },
    async (request, reply) => {
      const { current, next } = request.body
      const changed = await changePassword(identity, { cookie: cookieOf(request), actor: request.actor, current, next })
      return answerBegun(reply, granted(changed))
    }
  )

  app.post(
    '/session/second-factor',
    {
      schema: {
        operationId: 'enrolSecondFactor',
        tags,
        summary: '登记动态口令 · Enrol a second factor',
        headers: readHeaders,
        body: ownPassword,
        response: { 200: enrolment, ...problems(400, 401, 403, 409, 429) }
      }
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-store')
      return granted(await enrolSecondFactor(identity, { cookie: cookieOf(request), actor: request.actor, password: request.body.password }))
    }
  )

  app.put(
    '/session/second-factor',
    {
      schema: {
        operationId: 'confirmSecondFactor',
        tags,
        summary: '确认动态口令,此后登录须用 · Confirm the second factor; signing in needs it from now on',
        headers: readHeaders,
        body: secondFactorCode,
        response: { 200: session, ...problems(400, 401, 403, 429) }
      }
    },
    async (request, reply) => {
      const confirmed = await confirmSecondFactor(identity, { cookie: cookieOf(request), actor: request.actor, code: request.body.code })
      return answerBegun(reply, granted(confirmed))
    }
  )

  app.post(
    '/session/second-factor/disable',
    {
      schema: {
        operationId: 'disableSecondFactor',
        tags,
        summary: '停用动态口令 · Turn the second factor off',
        headers: readHeaders,
        body: ownPassword,
        response: { 200: session, ...problems(400, 401, 403, 409, 429) }
      }
    },
    async (request, reply) => {
      const disabled = await disableSecondFactor(identity, { cookie: cookieOf(request), actor: request.actor, password: request.body.password })
      return answerBegun(reply, granted(disabled))
    }
  )
}
