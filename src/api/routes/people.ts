import { Readable } from 'node:stream'
import { z } from 'zod'
import { setHome } from '../../communities/change-member.ts'
import { readCounterView } from '../../communities/counter-view.ts'
import { listDuplicates } from '../../communities/duplicates.ts'
import { eraseMember } from '../../communities/erase-member.ts'
import { exportMembers } from '../../communities/export-members.ts'
import { membershipsOf, personOf } from '../../communities/find-person.ts'
import { findWholeMember } from '../../communities/member-view.ts'
import { mergeMembers } from '../../communities/merge-members.ts'
import { recordDeath } from '../../communities/record-death.ts'
import { withdrawDeath } from '../../communities/withdraw-death.ts'
import { communityPath } from '../../contracts/communities.ts'
import { newMerge } from '../../contracts/corrections.ts'
import { readHeaders, writeHeaders } from '../../contracts/headers.ts'
import { fullMember, member, memberPath } from '../../contracts/members.ts'
import { counterView, deathWithdrawal, deathWithdrawn, duplicatePage, duplicateQuery, exportQuery, fullViewRequest, home, newDeath, newErasure } from '../../contracts/people.ts'
import { problems } from '../../contracts/problem.ts'
import type { Identity } from '../../identity/identity.ts'
import { endResidentSessions } from '../../identity/resident-users.ts'
import { isRefusal } from '../../refusal.ts'
import { rolesIn } from '../../identity/permits.ts'
import type { Api } from '../api.ts'
import { pageView, pairCursor } from '../cursor.ts'
import { answerPosting, askingOf, keyedOf, nothingToPost, postingAnswers, type RouteContext } from '../posting.ts'
import { granted } from '../problems/refused.ts'
import { markReplayed } from '../registration.ts'
import { readingOf } from '../reading.ts'
import { cardView, counterViewOf, proxyView, wholeMemberView } from '../views/person-view.ts'

const tags = ['成员 Members']

/** What is done with people as persons: seen in full, merged, remembered as dead, erased. */
export function personRoutes(app: Api, context: RouteContext, identity: Identity): void {
  const { service } = context

  app.get(
    '/members/duplicates',
    {
      schema: {
        operationId: 'listDuplicates',
        tags,
        summary: '可能是同一人的成员 · Members that may be one person',
        headers: readHeaders,
        params: communityPath,
        querystring: duplicateQuery,
        response: { 200: duplicatePage, ...problems(400, 404) }
      }
    },
    async (request) => {
      const { limit, after } = request.query
      const { items, next } = await listDuplicates(service, request.params.communityId, { limit, after: pairCursor(after) }, readingOf(request))
      return pageView({ items, next: next === null ? null : `${next.first}.${next.second}` })
    }
  )

  app.get(
    '/members/export',
    {
      schema: {
        operationId: 'exportMembers',
        tags,
        summary: '导出成员名册,未遮盖,须写明原因 · Export the register of members, in clear; a reason is required',
        headers: readHeaders,
        params: communityPath,
        querystring: exportQuery,
        response: { 200: { description: '文件 · The file', content: { 'text/csv': { schema: z.string() } } }, ...problems(400, 404) }
      }
    },
    async (request, reply) => {
      const { communityId } = request.params
      reply.type('text/csv; charset=utf-8').header('content-disposition', `attachment; filename="${communityId}-members.csv"`)
      return reply.send(Readable.from(exportMembers(service, communityId, readingOf(request)), { objectMode: false }) as never)
    }
  )

  app.get(
    '/members/:member/counter-view',
    {
      schema: {
        operationId: 'readCounterView',
        tags,
        summary: '柜台所见:姓名、楼栋、余额、可否享受 · What a counter sees: entitled or not, never a tag',
        headers: readHeaders,
        params: memberPath,
        response: { 200: counterView, ...problems(400, 404) }
      }
    },
    async (request) => counterViewOf(granted(await readCounterView(service, request.params.communityId, request.params.member)))
  )

  app.post(
    '/members/:member/full-view',
    {
      schema: {
        operationId: 'viewMemberInFull',
        tags,
        summary: '查看未遮盖的全部资料,须写明原因 · See everything in clear; a reason is required',
        headers: readHeaders,
        params: memberPath,
        body: fullViewRequest,
        response: { 200: fullMember, ...problems(400, 404) }
      }
    },
    async (request) => wholeMemberView(granted(await findWholeMember(service, request.params.communityId, request.params.member, readingOf(request))))
  )

  app.post(
    '/members/:member/home',
    {
      schema: {
        operationId: 'setHomeCommunity',
        tags,
        summary: '以本社区为常住社区 · Make this community the home of the person',
        headers: writeHeaders,
        params: memberPath,
        body: z.strictObject({}),
        response: { 200: home, ...problems(400, 403, 404, 409, 503) }
      }
    },
    async (request, reply) => {
      const { communityId, member: number } = request.params
      // The administrator of the present home lets the person go, from wherever they ask.
      const letsGo = async (home: string): Promise<boolean> =>
        rolesIn(request.actor, { communityId: home, areaIds: await service.directory.areasAbove(home) }).includes('administrator')
      const set = granted(await setHome(service, communityId, { number, letsGo }, keyedOf(request)))
      request.accessKnownIn = set.knownIn
      markReplayed(reply, set.replayed)
      return { member: number, home: true } as const
    }
  )

  app.post(
    '/members/:member/death',
    {
      schema: {
        operationId: 'recordDeath',
        tags,
        summary: '登记去世:卡停用,委托终止 · Record a death: cards are dead and proxies ended',
        headers: writeHeaders,
        params: memberPath,
        body: newDeath,
        response: { 200: member, ...problems(400, 403, 404, 409, 503) }
      }
    },
    async (request, reply) => {
      const { communityId, member: number } = request.params
      const asked = { member: number, diedOn: request.body.diedOn, reading: readingOf(request) }
      const recorded = granted(await recordDeath(service, communityId, asked, keyedOf(request)))
      request.accessKnownIn = recorded.knownIn
      markReplayed(reply, recorded.replayed)
      return recorded.member
    }
  )

  app.post(
    '/members/:member/death/withdrawal',
    {
      schema: {
        operationId: 'withdrawDeath',
        tags,
        summary: '撤回误登的去世,须另一人、写明原因 · Take back a death recorded by mistake: another person, for a reason',
        description: '因去世停用的卡、终止的委托照实列出,不自动恢复 · Cards and proxies that ended because of it are shown, and not restored.',
        headers: writeHeaders,
        params: memberPath,
        body: deathWithdrawal,
        response: { 200: deathWithdrawn, ...problems(400, 403, 404, 409, 503) }
      }
    },
    async (request, reply) => {
      const { communityId, member: number } = request.params
      const { member: alive, ended, knownIn, replayed } = granted(
        await withdrawDeath(service, communityId, { member: number, reading: readingOf(request) }, keyedOf(request))
      )
      request.accessKnownIn = knownIn
      markReplayed(reply, replayed)
      return { member: alive, ended: { cards: ended.cards.map(cardView), proxies: ended.proxies.map(proxyView) } }
    }
  )

  app.post(
    '/members/:member/erasure',
    {
      schema: {
        operationId: 'eraseMember',
        tags,
        summary: '删除个人信息,积分须已清零;账簿不变 · Erase personal data once no points are left; the journal stays whole',
        headers: writeHeaders,
        params: memberPath,
        body: newErasure,
        response: postingAnswers
      }
    },
    async (request, reply) => {
      const { communityId, member: number } = request.params
      const asked = { member: number, reason: request.body.reason }
      return answerPosting(reply, context, await eraseMember(service, communityId, asked, askingOf(request)))
    }
  )

  app.post(
    '/merges',
    {
      schema: {
        operationId: 'mergeMembers',
        tags: ['更正 Corrections'],
        summary: '合并重复的成员 · Merge two records of one person',
        description: '账户、批次、卡、亲属和委托都归入后者 · Accounts, lots, cards, relatives and proxies pass to the second.',
        headers: writeHeaders,
        params: communityPath,
        body: newMerge,
        response: { ...nothingToPost, ...postingAnswers }
      }
    },
    async (request, reply) => {
      const { communityId } = request.params
      const { from, into, reason } = request.body
      const outcome = await mergeMembers(service, communityId, { from, into, reason }, askingOf(request, request.body))
      // Cards change hands: whoever was signed in with one signs in again, and finds who carries on.
      if (!isRefusal(outcome)) {
        for (const member of [from, into]) await endResidentSessions(identity, communityId, member)
        request.accessKnownIn = await membershipsOf(service, service.bank.store.db, await personOf(service, communityId, into))
      }
      return answerPosting(reply, context, outcome)
    }
  )
}
