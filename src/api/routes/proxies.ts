import { addProxy, endProxy, listProxies } from '../../communities/proxies.ts'
import { readHeaders, writeHeaders } from '../../contracts/headers.ts'
import { memberPath } from '../../contracts/members.ts'
import { endedProxy, newProxy, proxy, proxyList, proxyPath } from '../../contracts/people.ts'
import { problems } from '../../contracts/problem.ts'
import type { Api } from '../api.ts'
import { askingOf, keyedOf, type RouteContext } from '../posting.ts'
import { granted } from '../problems/refused.ts'
import { answerRegistration, markReplayed } from '../registration.ts'
import { proxyView } from '../views/person-view.ts'

const tags = ['亲属与代办 Relatives and proxies']

export function proxyRoutes(app: Api, { service }: RouteContext): void {
  app.post(
    '/members/:member/proxies',
    {
      schema: {
        operationId: 'addProxy',
        tags,
        summary: '登记代办委托:谁可代领、代收、代约 · Record who may redeem, accept gifts or request services for a member',
        headers: writeHeaders,
        params: memberPath,
        body: newProxy,
        response: { 201: proxy, ...problems(400, 404, 409, 503) }
      }
    },
    async (request, reply) => {
      const { communityId, member } = request.params
      const added = granted(await addProxy(service, communityId, member, request.body, askingOf(request)))
      markReplayed(reply, added.replayed)
      reply.code(201)
      return proxyView(added.proxy)
    }
  )

  app.get(
    '/members/:member/proxies',
    {
      schema: {
        operationId: 'listProxies',
        tags,
        summary: '成员委托的和受托的 · Proxies for and by a member',
        headers: readHeaders,
        params: memberPath,
        response: { 200: proxyList, ...problems(400, 404) }
      }
    },
    async (request) => ({ items: granted(await listProxies(service, request.params.communityId, request.params.member)).map(proxyView) })
  )

  app.post(
    '/members/:member/proxies/:proxyId/end',
    {
      schema: {
        operationId: 'endProxy',
        tags,
        summary: '终止委托 · End a proxy',
        headers: writeHeaders,
        params: proxyPath,
        body: endedProxy,
        response: { 200: proxy, ...problems(400, 403, 404, 409, 503) }
      }
    },
    async (request, reply) =>
      proxyView(answerRegistration(reply, await endProxy(service, request.params.communityId, { ...request.params, ...request.body }, keyedOf(request))))
  )
}
