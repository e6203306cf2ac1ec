import { z } from 'zod'
import { communityPath } from '../../contracts/communities.ts'
import { readHeaders, writeHeaders } from '../../contracts/headers.ts'
import { newPost, post, postChange, postPage, postPath, postQuery } from '../../contracts/posts.ts'
import { problems } from '../../contracts/problem.ts'
import { changePost, createPost, endPost, findPost, listPosts } from '../../hours/planning/posts.ts'
import type { Api } from '../api.ts'
import { idCursor } from '../cursor.ts'
import { keyedOf, type RouteContext } from '../posting.ts'
import { granted } from '../problems/refused.ts'
import { answerRegistration } from '../registration.ts'
import { postView, postViews } from '../views/planning-view.ts'

const tags = ['计划 Planning']

/** Long-standing posts. */
export function postRoutes(app: Api, { service }: RouteContext): void {
  app.post(
    '/posts',
    {
      schema: {
        operationId: 'createPost',
        tags,
        summary: '设岗 · Set up a post',
        headers: writeHeaders,
        params: communityPath,
        body: newPost,
        response: { 201: post, ...problems(400, 404, 409, 503) }
      }
    },
    async (request, reply) => {
      const { communityId } = request.params
      const created = answerRegistration(reply, await createPost(service, communityId, request.body, keyedOf(request)))
      reply.code(201).header('location', `/v1/communities/${communityId}/posts/${created.postId}`)
      return postView(service, communityId, created)
    }
  )

  app.get(
    '/posts',
    {
      schema: {
        operationId: 'listPosts',
        tags,
        summary: '列出岗位,可只看某年无人认领的 · List posts, or those that nobody holds in a year',
        headers: readHeaders,
        params: communityPath,
        querystring: postQuery,
        response: { 200: postPage, ...problems(400, 404) }
      }
    },
    async (request) => {
      const { communityId } = request.params
      const { items, next } = await listPosts(service, communityId, { ...request.query, after: idCursor(request.query.after) })
      return { items: await postViews(service, communityId, items), next }
    }
  )

  app.get(
    '/posts/:postId',
    {
      schema: {
        operationId: 'readPost',
        tags,
        summary: '查看岗位 · Read a post',
        headers: readHeaders,
        params: postPath,
        response: { 200: post, ...problems(400, 404) }
      }
    },
    async (request) => {
      const { communityId, postId } = request.params
      return postView(service, communityId, granted(await findPost(service, communityId, postId)))
    }
  )

  app.patch(
    '/posts/:postId',
    {
      schema: {
        operationId: 'changePost',
        tags,
        summary: '修改岗位 · Change a post',
        headers: writeHeaders,
        params: postPath,
        body: postChange,
        response: { 200: post, ...problems(400, 404, 409, 503) }
      }
    },
    async (request, reply) => {
      const { communityId, postId } = request.params
      return postView(service, communityId, answerRegistration(reply, await changePost(service, communityId, { postId, change: request.body }, keyedOf(request))))
    }
  )

  app.post(
    '/posts/:postId/end',
    {
      schema: {
        operationId: 'endPost',
        tags,
        summary: '撤岗,今年及以后的认领随之结束 · End a post, and the claims to it of this year and later',
        headers: writeHeaders,
        params: postPath,
        body: z.strictObject({}),
        response: { 200: post, ...problems(400, 404, 409, 503) }
      }
    },
    async (request, reply) => {
      const { communityId, postId } = request.params
      return postView(service, communityId, answerRegistration(reply, await endPost(service, communityId, postId, keyedOf(request))))
    }
  )
}
