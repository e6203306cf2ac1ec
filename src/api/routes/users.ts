import type { FastifyRequest } from 'fastify'
import type { Keyed } from '../../communities/request-keys.ts'
import { listQuery } from '../../contracts/communities.ts'
import { readHeaders, writeHeaders } from '../../contracts/headers.ts'
import { problems } from '../../contracts/problem.ts'
import { assignment, nothing } from '../../contracts/session.ts'
import { createdUser, grantedRole, newUser, oneTimePassword, rolePath, user, userPage, userPath, userWithRoles } from '../../contracts/users.ts'
import { administeredUser, levelOfNewUser, refusalOfEnding, refusalOfRole, seeUser, sightOf } from '../../identity/administer.ts'
import { endRole, findRole, grantRole, rolesOf } from '../../identity/assignments.ts'
import { createUser } from '../../identity/create-user.ts'
import type { Scope } from '../../identity/roles.ts'
import { userSubject } from '../../identity/subjects.ts'
import type { UserBook } from '../../identity/user-book.ts'
import { disableUser, enableUser, listUsers, resetPassword, type User } from '../../identity/users.ts'
import type { Api } from '../api.ts'
import { keyedOf } from '../posting.ts'
import { granted, throwRefused } from '../problems/refused.ts'
import { markReplayed } from '../registration.ts'
import { roleView, userView } from '../views/session-view.ts'

const tags = ['账号 Users']

/** What is done to accounts stands in the log of the community that they belong to. */
export function logAtLevel(request: FastifyRequest, scope: Scope): void {
  request.accessCommunity = scope.scope === 'community' ? scope.communityId : ''
}

/** The key of a request about accounts. It is good for who sent it alone: another asker would be told of another's user. */
export function ownKeyOf(request: FastifyRequest): Keyed {
  const keyed = keyedOf(request)
  return { ...keyed, request: [keyed.request, request.actor.name] }
}

/** Staff and programs, and their roles: for administrators of a level of the tree, within it. */
export function userRoutes(app: Api, book: UserBook): void {
  app.post(
    '/users',
    {
      schema: {
        operationId: 'createUser',
        tags,
        summary: '新建账号,首次密码只显示这一次 · Create a user; the first password is shown this once',
        headers: writeHeaders,
        body: newUser,
        response: { 201: createdUser, ...problems(400, 401, 403, 404, 409) }
      }
    },
    async (request, reply) => {
      const { user: name, kind, roles } = request.body
      const level = granted<Scope>(await levelOfNewUser(book, request.actor, request.body))
      const created = granted(await createUser(book, { name, kind, level, roles, by: request.actor.name }, ownKeyOf(request)))
      logAtLevel(request, level)
      request.accessSubject = userSubject(name, ...roles)
      markReplayed(reply, created.replayed)
      reply.code(201).header('location', `/v1/users/${name}`).header('cache-control', 'no-store')
      const shown = kind === 'program' ? 'none' : created.replayed ? 'before' : 'now'
      return { ...userView(created.user), roles: (await rolesOf(book, created.user.id)).map(roleView), password: created.password, shown } as const
    }
  )

  app.get(
    '/users',
    {
      schema: {
        operationId: 'listUsers',
        tags,
        summary: '列出本级及以下的账号 · List the users of one’s level and below',
        headers: readHeaders,
        querystring: listQuery,
        response: { 200: userPage, ...problems(400, 401, 403) }
      }
    },
    async (request) => {
      const { items, next } = await listUsers(book, { ...request.query, reach: await sightOf(book, request.actor) })
      return { items: items.map(userView), next }
    }
  )

  app.get(
    '/users/:user',
    {
      schema: {
        operationId: 'readUser',
        tags,
        summary: '查看账号及其角色 · Read a user and its roles',
        headers: readHeaders,
        params: userPath,
        response: { 200: userWithRoles, ...problems(400, 401, 403, 404) }
      }
    },
    async (request) => {
      const seen = granted(await seeUser(book, await sightOf(book, request.actor), request.params.user))
      return { ...userView(seen.user), roles: seen.roles.map(roleView) }
    }
  )

  for (const { action, operationId, summary, run } of [
    { action: 'disable', operationId: 'disableUser', summary: '停用账号,登录与密钥即刻失效 · Disable a user; sessions and keys end at once', run: disableUser },
    { action: 'enable', operationId: 'enableUser', summary: '恢复账号 · Enable a user again', run: enableUser }
  ]) {
    app.post(
      `/users/:user/${action}`,
      {
        schema: { operationId, tags, summary, headers: writeHeaders, params: userPath, response: { 200: user, ...problems(400, 401, 403, 404, 409) } }
      },
      async (request, reply) => {
        const name = (request.params as { user: string }).user
        const { level } = granted<User>(await administeredUser(book, request.actor, name))
        const switched = granted(await run(book, name, ownKeyOf(request)))
        logAtLevel(request, level)
        markReplayed(reply, switched.replayed)
        return userView(switched.user)
      }
    )
  }

  app.post(
    '/users/:user/reset-password',
    {
      schema: {
        operationId: 'resetPassword',
        tags,
        summary: '重设密码,新的首次密码只显示这一次 · Reset the password; the new first one is shown this once',
        headers: writeHeaders,
        params: userPath,
        response: { 200: oneTimePassword, ...problems(400, 401, 403, 404, 409) }
      }
    },
    async (request, reply) => {
      const name = request.params.user
      const { level } = granted<User>(await administeredUser(book, request.actor, name))
      const { password, replayed } = granted(await resetPassword(book, name, ownKeyOf(request)))
      logAtLevel(request, level)
      markReplayed(reply, replayed)
      reply.header('cache-control', 'no-store')
      return { password, shown: replayed ? 'before' : 'now' } as const
    }
  )

  roleRoutes(app, book)
}

function roleRoutes(app: Api, book: UserBook): void {
  app.post(
    '/users/:user/roles',
    {
      schema: {
        operationId: 'grantRole',
        tags,
        summary: '授予本级及以下的角色 · Grant a role in one’s level or below',
        headers: writeHeaders,
        params: userPath,
        body: assignment,
        response: { 201: grantedRole, ...problems(400, 401, 403, 404, 409) }
      }
    },
    async (request, reply) => {
      const name = request.params.user
      throwRefused(await refusalOfRole(book, request.actor, { name, assignment: request.body }))
      const { replayed, ...role } = granted(await grantRole(book, { name, assignment: request.body, by: request.actor.name }, ownKeyOf(request)))
      logAtLevel(request, request.body)
      request.accessSubject = userSubject(name, request.body)
      markReplayed(reply, replayed)
      reply.code(201)
      return roleView(role)
    }
  )

  app.delete(
    '/users/:user/roles/:assignment',
    {
      schema: {
        operationId: 'endRole',
        tags,
        summary: '收回角色 · End a role',
        headers: writeHeaders,
        params: rolePath,
        response: { 200: nothing, ...problems(400, 401, 403, 404, 409) }
      }
    },
    async (request, reply) => {
      const { user: name, assignment: assignmentId } = request.params
      throwRefused(await refusalOfEnding(book, request.actor, { name, assignmentId }))
      const ending = granted(await findRole(book, { name, assignmentId }))
      const { replayed } = granted(await endRole(book, { name, assignmentId }, ownKeyOf(request)))
      logAtLevel(request, ending)
      request.accessSubject = userSubject(name, ending)
      markReplayed(reply, replayed)
      return {}
    }
  )
}
