import { Readable } from 'node:stream'
import { communityPath } from '../../contracts/communities.ts'
import { readHeaders } from '../../contracts/headers.ts'
import { dryRun, dryRunReport, explanation, policyPresets } from '../../contracts/policies.ts'
import { problems } from '../../contracts/problem.ts'
import { transactionPath } from '../../contracts/transaction-query.ts'
import { dryRunPolicy, lastQuarter } from '../../hours/dry-run-policy.ts'
import { dryRunJson } from '../../hours/dry-run-json.ts'
import { explainRecord } from '../../hours/explain-record.ts'
import { parsePolicy } from '../../policy/content.ts'
import { PRESETS } from '../../policy/presets.ts'
import type { Api } from '../api.ts'
import { rangeOf } from '../date-range.ts'
import type { RouteContext } from '../posting.ts'
import { granted } from '../problems/refused.ts'
import { todayIn } from '../../communities/today.ts'

const tags = ['规则 Policies']

/** The rules of cities, for every community. */
export function policyPresetRoutes(app: Api): void {
  app.get(
    '/policy-presets',
    {
      schema: {
        operationId: 'listPolicyPresets',
        tags,
        summary: '各地规则 · Rules of cities as policies',
        description: 'defaults 列出该市没有规定的参数 · `defaults` names the parameters on which the city is silent.',
        headers: readHeaders,
        response: { 200: policyPresets, ...problems(400) }
      }
    },
    async () => ({ items: [...PRESETS] })
  )
}

/** What a policy would come to, and why a record came to what it did. Both only read. */
export function policyTrialRoutes(app: Api, { service }: RouteContext): void {
  const { bank, directory, clock } = service

  app.post(
    '/policies/dry-run',
    {
      schema: {
        operationId: 'dryRunPolicy',
        tags,
        summary: '试算规则 · What past records would have earned under a changed policy',
        description: '个人和团队的服务,按入账次序;只读不记账;积分为余额上限之前的数 · Services of members and of teams in the order of posting. Reads only; points before the balance cap.',
        headers: readHeaders,
        params: communityPath,
        body: dryRun,
        response: { 200: { description: '逐条差额与合计 · Difference by record, and totals', content: { 'application/json': { schema: dryRunReport } } }, ...problems(400, 404) }
      }
    },
    async (request, reply) => {
      const { communityId } = request.params
      const policy = granted(parsePolicy(request.body.policy))
      const today = await todayIn({ directory, clock }, communityId)
      const quarter = lastQuarter(today)
      const { from, to: through } = rangeOf({ from: request.body.from ?? quarter.from, to: request.body.through ?? quarter.through })
      const records = dryRunPolicy(bank.store, communityId, { policy, from, through })
      const stream = Readable.from(dryRunJson(records, { from, through }))
      stream.on('error', (error) => request.log.error({ err: error }, 'a dry run broke off'))
      reply.type('application/json; charset=utf-8')
      return reply.send(stream as never)
    }
  )

  app.get(
    '/transactions/:number/explanation',
    {
      schema: {
        operationId: 'explainRecord',
        tags,
        summary: '为什么是这些积分 · Why a record gave these points',
        headers: readHeaders,
        params: transactionPath,
        response: { 200: explanation, ...problems(400, 404) }
      }
    },
    async (request) => granted(await explainRecord(bank.store, request.params.communityId, request.params.number))
  )
}
