import { awardRule, awardRuleChange, awardRulePage, awardRulePath, awards, newAwardRule, newAwards } from '../../contracts/award-rules.ts'
import { communityPath, listQuery } from '../../contracts/communities.ts'
import { readHeaders, writeHeaders } from '../../contracts/headers.ts'
import { problems } from '../../contracts/problem.ts'
import { awardByRule } from '../../hours/teams/award-points.ts'
import { type AwardRule, changeAwardRule, createAwardRule, findAwardRule, listAwardRules } from '../../hours/teams/award-rules.ts'
import { formatPoints } from '../../points.ts'
import { refusalMessage } from '../../refusal.ts'
import type { Api } from '../api.ts'
import { askingOf, keyedOf, type RouteContext } from '../posting.ts'
import { languageOf } from '../problems/language.ts'
import { granted } from '../problems/refused.ts'
import { answerRegistration, markReplayed } from '../registration.ts'

const tags = ['奖励规则 Award rules']

/** Points without hours, by rule. */
export function awardRuleRoutes(app: Api, { service, metrics }: RouteContext): void {
  app.post(
    '/award-rules',
    {
      schema: {
        operationId: 'createAwardRule',
        tags,
        summary: '新增奖励规则 · Add an award rule',
        description: '如文明行为、垃圾分类:每次积分、每人限次、起止日期 · For civility, sorted waste and the like: points for each, how often for each person, from when to when.',
        headers: writeHeaders,
        params: communityPath,
        body: newAwardRule,
        response: { 201: awardRule, ...problems(400, 404, 409, 503) }
      }
    },
    async (request, reply) => {
      const created = granted(await createAwardRule(service, request.params.communityId, request.body, keyedOf(request)))
      markReplayed(reply, created.replayed)
      reply.code(201)
      return viewOf(created.rule)
    }
  )

  app.get(
    '/award-rules',
    {
      schema: { operationId: 'listAwardRules', tags, summary: '列出奖励规则 · List the award rules', headers: readHeaders, params: communityPath, querystring: listQuery, response: { 200: awardRulePage, ...problems(400, 404) } }
    },
    async (request) => {
      const { items, next } = await listAwardRules(service, request.params.communityId, request.query)
      return { items: items.map(viewOf), next }
    }
  )

  app.get(
    '/award-rules/:rule',
    { schema: { operationId: 'readAwardRule', tags, summary: '查看奖励规则 · Read an award rule', headers: readHeaders, params: awardRulePath, response: { 200: awardRule, ...problems(400, 404) } } },
    async (request) => viewOf(granted(await findAwardRule(service, request.params.communityId, request.params.rule)))
  )

  app.patch(
    '/award-rules/:rule',
    {
      schema: {
        operationId: 'changeAwardRule',
        tags,
        summary: '更名或定截止日期 · Rename a rule or say when it ends',
        description: '积分和限次不改;要改另立新规则 · Points and limits stay; for others, end the rule and add another.',
        headers: writeHeaders,
        params: awardRulePath,
        body: awardRuleChange,
        response: { 200: awardRule, ...problems(400, 404, 409, 503) }
      }
    },
    async (request, reply) => {
      const { communityId, rule } = request.params
      return viewOf(answerRegistration(reply, await changeAwardRule(service, communityId, { rule, change: request.body }, keyedOf(request))))
    }
  )

  app.post(
    '/award-rules/:rule/awards',
    {
      schema: {
        operationId: 'awardByRule',
        tags,
        summary: '按规则奖励,一人或多人 · Award by a rule, one member or many',
        description: '每人一笔;超过限次的单独列出原因 · One posting each; who has had enough is listed with the reason.',
        headers: writeHeaders,
        params: awardRulePath,
        body: newAwards,
        response: { 200: awards, ...problems(400, 404, 409, 503) }
      }
    },
    async (request, reply) => {
      const { communityId, rule } = request.params
      const awarded = granted(await awardByRule(service, communityId, { rule, members: request.body.members }, askingOf(request, request.body)))
      const posted = awarded.flatMap(({ outcome }) => (outcome.refused ? [] : [outcome]))
      markReplayed(reply, posted.length > 0 && posted.every((each) => each.replayed))
      const language = languageOf(request.headers['accept-language'])
      return {
        items: awarded.map(({ member, outcome }) => {
          if (outcome.refused) return { member, transaction: null, code: outcome.code, message: refusalMessage(outcome, language) }
          metrics.posted(outcome)
          return { member, transaction: outcome.transactions.at(-1)?.number ?? null, code: null, message: null }
        })
      }
    }
  )
}

function viewOf({ points, ...rest }: AwardRule) {
  return { ...rest, points: formatPoints(points) }
}
