import { listQuery } from '../../contracts/communities.ts'
import { readHeaders } from '../../contracts/headers.ts'
import { problems } from '../../contracts/problem.ts'
import { assignment, nothing } from '../../contracts/session.ts'
import { createdUser, grantedRole, newUser, oneTimePassword, rolePath, user, userPage, userPath, userWithRoles } from '../../contracts/users.ts'
import { checkFit, checkPlace, endRole, grantRole, rolesOf } from '../../identity/assignments.ts'
import type { Identity } from '../../identity/identity.ts'
import { userSubject } from '../../identity/subjects.ts'
import { createUser, disableUser, enableUser, findUser, listUsers, resetPassword, type User } from '../../identity/users.ts'
import { refuse } from '../../refusal.ts'
import type { Api } from '../api.ts'
import { granted, throwRefused } from '../problems/refused.ts'
import { roleView, userView } from '../views/session-view.ts'

const tags = ['账号 Users']

/** Staff and programs, and their roles: for administrators of the whole service. */
export function userRoutes(app: Api, identity: Identity): void {
  app.post(
    '/users',
    {
      schema: {
        operationId: 'createUser',
        tags,
        summary: '新建账号,首次密码只显示这一次 · Create a user; the first password is shown this once',
        headers: readHeaders,
        body: newUser,
        response: { 201: createdUser, ...problems(400, 401, 403, 404, 409) }
      }
    },
    async (request, reply) => {
      const by = request.actor.name
      const { user: name, kind, roles } = request.body
      for (const each of roles) throwRefused(checkFit(kind, each) ?? (await checkPlace(identity, each)))
      const created = granted(await createUser(identity, { name, kind }))
      const grantedRoles = []
      for (const each of roles) grantedRoles.push(granted(await grantRole(identity, { name, assignment: each, by })))
      request.accessSubject = userSubject(name, ...roles)
      reply.code(201).header('location', `/v1/users/${name}`).header('cache-control', 'no-store')
      return { ...userView(created.user), roles: grantedRoles.map(roleView), password: created.password }
    }
  )

  app.get(
    '/users',
    {
      schema: {
        operationId: 'listUsers',
        tags,
        summary: '列出账号 · List users',
        headers: readHeaders,
        querystring: listQuery,
        response: { 200: userPage, ...problems(400, 401, 403) }
      }
    },
    async (request) => {
      const { items, next } = await listUsers(identity, request.query)
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
      const name = request.params.user
      const found = granted<User>((await findUser(identity, name)) ?? refuse('unknown_user', { user: name }))
      return { ...userView(found), roles: (await rolesOf(identity, found.id)).map(roleView) }
    }
  )

  for (const { action, operationId, summary, run } of [
    { action: 'disable', operationId: 'disableUser', summary: '停用账号,登录与密钥即刻失效 · Disable a user; sessions and keys end at once', run: disableUser },
    { action: 'enable', operationId: 'enableUser', summary: '恢复账号 · Enable a user again', run: enableUser }
  ]) {
    app.post(
      `/users/:user/${action}`,
      {
        schema: { operationId, tags, summary, headers: readHeaders, params: userPath, response: { 200: user, ...problems(400, 401, 403, 404, 409) } }
      },
      async (request) => {
        return userView(granted(await run(identity, (request.params as { user: string }).user)))
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
        headers: readHeaders,
        params: userPath,
        response: { 200: oneTimePassword, ...problems(400, 401, 403, 404) }
      }
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-store')
      return granted(await resetPassword(identity, request.params.user))
    }
  )

  app.post(
    '/users/:user/roles',
    {
      schema: {
        operationId: 'grantRole',
        tags,
        summary: '授予角色 · Grant a role',
        headers: readHeaders,
        params: userPath,
        body: assignment,
        response: { 201: grantedRole, ...problems(400, 401, 403, 404, 409) }
      }
    },
    async (request, reply) => {
      const by = request.actor.name
      const name = request.params.user
      const role = granted(await grantRole(identity, { name, assignment: request.body, by }))
      request.accessSubject = userSubject(name, request.body)
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
        headers: readHeaders,
        params: rolePath,
        response: { 200: nothing, ...problems(400, 401, 403, 404, 409) }
      }
    },
    async (request) => {
      const name = request.params.user
      request.accessSubject = userSubject(name, granted(await endRole(identity, { name, assignmentId: request.params.assignment })))
      return {}
    }
  )
}
