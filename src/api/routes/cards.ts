import { z } from 'zod'
import { bindCard, findMemberByCard, holderOf, listCards, replaceCard, unbindCard } from '../../communities/cards.ts'
import { findCommunity } from '../../communities/communities.ts'
import { readCounterView } from '../../communities/counter-view.ts'
import { findMember } from '../../communities/member-view.ts'
import { readHeaders, writeHeaders } from '../../contracts/headers.ts'
import { cardPath, member, memberPath } from '../../contracts/members.ts'
import { card, cardList, counterView, endedBoundCard, newBoundCard, newCard } from '../../contracts/people.ts'
import { problems } from '../../contracts/problem.ts'
import type { Identity } from '../../identity/identity.ts'
import { endResidentSessions } from '../../identity/resident-users.ts'
import { refuse } from '../../refusal.ts'
import type { Api } from '../api.ts'
import { askingOf, keyedOf, type RouteContext } from '../posting.ts'
import { granted, Refused } from '../problems/refused.ts'
import { answerRegistration, markReplayed } from '../registration.ts'
import { readingOf } from '../reading.ts'
import { cardImage } from '../views/card-image.ts'
import { cardView, counterViewOf } from '../views/person-view.ts'

const tags = ['卡 Cards']

export function cardRoutes(app: Api, { service }: RouteContext, identity: Identity): void {
  app.get(
    '/cards/:card',
    {
      schema: {
        operationId: 'readMemberByCard',
        tags,
        summary: '刷卡查成员,绑定的市民卡、社保卡亦可 · Read the member who holds a card, also a bound one',
        headers: readHeaders,
        params: cardPath,
        response: { 200: member, ...problems(400, 404, 409) }
      }
    },
    async (request) => granted(await findMemberByCard(service, request.params.communityId, request.params.card, readingOf(request)))
  )

  app.get(
    '/cards/:card/counter-view',
    {
      schema: {
        operationId: 'readCounterViewByCard',
        tags,
        summary: '刷卡看柜台所见 · What a counter sees of who holds a card',
        headers: readHeaders,
        params: cardPath,
        response: { 200: counterView, ...problems(400, 404, 409) }
      }
    },
    async (request) => {
      const { communityId, card: number } = request.params
      const holder = granted(await holderOf(service, communityId, number))
      return counterViewOf(granted(await readCounterView(service, communityId, holder.member)))
    }
  )

  app.get(
    '/members/:member/cards',
    {
      schema: {
        operationId: 'listCards',
        tags,
        summary: '成员的卡,含已停用的 · The cards of a member, the dead ones too',
        headers: readHeaders,
        params: memberPath,
        response: { 200: cardList, ...problems(400, 404) }
      }
    },
    async (request) => ({ items: granted(await listCards(service, request.params.communityId, request.params.member)).map(cardView) })
  )

  app.post(
    '/members/:member/cards',
    {
      schema: {
        operationId: 'replaceCard',
        tags,
        summary: '补办积分卡,旧卡立即停用 · Replace the points card; the old one is dead at once',
        headers: writeHeaders,
        params: memberPath,
        body: newCard,
        response: { 201: card, ...problems(400, 404, 409, 503) }
      }
    },
    async (request, reply) => {
      const { communityId, member: number } = request.params
      const replaced = granted(await replaceCard(service, communityId, { member: number, ...request.body }, askingOf(request)))
      await endResidentSessions(identity, communityId, number)
      const cards = granted(await listCards(service, communityId, number))
      const issued = cards.find((each) => each.card === replaced.card)
      if (!issued) throw new Refused(refuse('no_card', { member: number }))
      markReplayed(reply, replaced.replayed)
      reply.code(201)
      return cardView(issued)
    }
  )

  app.post(
    '/members/:member/bound-cards',
    {
      schema: {
        operationId: 'bindCard',
        tags,
        summary: '绑定市民卡或社保卡 · Let a citizen’s or social security card serve',
        headers: writeHeaders,
        params: memberPath,
        body: newBoundCard,
        response: { 201: card, ...problems(400, 404, 409, 503) }
      }
    },
    async (request, reply) => {
      const { communityId, member: number } = request.params
      const bound = granted(await bindCard(service, communityId, { member: number, kind: request.body.kind, number: request.body.number }, askingOf(request)))
      markReplayed(reply, bound.replayed)
      reply.code(201)
      return cardView(bound.card)
    }
  )

  app.post(
    '/members/:member/bound-cards/end',
    {
      schema: {
        operationId: 'unbindCard',
        tags,
        summary: '解除绑定 · Let a bound card serve no longer',
        headers: writeHeaders,
        params: memberPath,
        body: endedBoundCard,
        response: { 200: cardList, ...problems(400, 404, 409, 503) }
      }
    },
    async (request, reply) => {
      const { communityId, member: number } = request.params
      const cards = answerRegistration(reply, await unbindCard(service, communityId, { member: number, ...request.body }, keyedOf(request)))
      await endResidentSessions(identity, communityId, number)
      return { items: cards.map(cardView) }
    }
  )

  app.get(
    '/members/:member/card.svg',
    {
      schema: {
        operationId: 'printCard',
        tags,
        summary: '可打印的积分卡:姓名、卡号、条码、二维码 · The points card to be printed: name, number, barcode, QR code',
        headers: readHeaders,
        params: memberPath,
        response: { 200: { description: '图 · The drawing', content: { 'image/svg+xml': { schema: z.string() } } }, ...problems(400, 404, 409) }
      }
    },
    async (request, reply) => {
      const { communityId, member: number } = request.params
      const { name, card: ofMember } = granted(await findMember(service, communityId, number, { careTags: false }))
      if (ofMember === null) throw new Refused(refuse('no_card', { member: number }))
      const community = granted(await findCommunity(service, communityId))
      reply.type('image/svg+xml; charset=utf-8')
      return reply.send(cardImage({ name, number: ofMember, community: community.name }) as never)
    }
  )
}
