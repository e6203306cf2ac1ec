import { publishPolicy } from '../../communities/publish-policy.ts'
import { communityPath } from '../../contracts/communities.ts'
import { readHeaders } from '../../contracts/headers.ts'
import { newPolicy, policyList, policyOnQuery, policyVersion } from '../../contracts/policies.ts'
import { problems } from '../../contracts/problem.ts'
import { readPolicies } from '../../ledger/read-books.ts'
import { versionOn } from '../../policy/versions.ts'
import { refuse } from '../../refusal.ts'
import type { Api } from '../api.ts'
import { postingRoute, type RouteContext } from '../posting.ts'
import { granted } from '../problems/refused.ts'
import { policyView } from '../views/policy-view.ts'
import { todayIn } from '../../communities/today.ts'

const tag = '规则 Policies'

export function policyRoutes(app: Api, context: RouteContext): void {
  const { bank, directory, clock } = context.service

  postingRoute(app, context, {
    path: '/policies',
    operationId: 'publishPolicy',
    tag,
    summary: '发布积分规则 · Publish a policy',
    description: '第一版适用于所有日期,以后各版自生效日起 · The first version holds for every date, later ones from theirs on.',
    body: newPolicy,
    post: ({ from, through, policy, reason }, { communityId }, asking) =>
      publishPolicy(context.service, communityId, { from, through, policy, reason }, asking)
  })

  app.get(
    '/policies',
    {
      schema: {
        operationId: 'listPolicies',
        tags: [tag],
        summary: '列出各版规则 · List the versions',
        headers: readHeaders,
        params: communityPath,
        response: { 200: policyList, ...problems(400, 404) }
      }
    },
    async (request) => ({ items: (await readPolicies(bank.store, request.params.communityId)).map(policyView) })
  )

  app.get(
    '/policies/in-force',
    {
      schema: {
        operationId: 'readPolicyInForce',
        tags: [tag],
        summary: '某日适用的规则 · The version that judges a service date',
        headers: readHeaders,
        params: communityPath,
        querystring: policyOnQuery,
        response: { 200: policyVersion, ...problems(400, 404, 409) }
      }
    },
    async (request) => {
      const { communityId } = request.params
      const on = request.query.on ?? await todayIn({ directory, clock }, communityId)
      const versions = await readPolicies(bank.store, communityId)
      return policyView(granted(versionOn(versions, on) ?? refuse('no_policy')))
    }
  )
}
