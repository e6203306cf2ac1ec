import t from 'tap'
import { createCommunity } from '../../src/communities/communities.ts'
import { createMember } from '../../src/communities/members.ts'
import { listMembers } from '../../src/communities/member-view.ts'
import { emptyDatabase, openService } from './open-service.ts'
import { testDialects } from '../postgres.ts'

for (const dialect of testDialects()) {
  t.test(`${dialect}: what is registered with one key at the same moment is registered once, and another request is refused`, async (t) => {
    const service = await openService(t, await emptyDatabase(t, dialect))
    const community = { communityId: 'taicheng', name: '台城花园社区', timeZone: 'Asia/Shanghai' }
    const keyed = (request: unknown) => ({ actor: 'coordinator', idempotencyKey: 'key', request })
    const opened = await Promise.all([1, 2, 3].map(() => createCommunity(service, community, keyed(community))))
    t.match(opened.map((each) => each.refused ?? each.answer), [community, community, community])
    t.equal(opened.filter((each) => !each.refused && each.replayed).length, 2)

    const register = (card: string, key: string) =>
      createMember(service, 'taicheng', { card, name: '周平' }, { asking: { actor: 'coordinator', idempotencyKey: key, request: ['member', card] } })
    const registered = await Promise.all([...['1', '1', '2', '1', '2'].map((card) => register(card, 'rush')), register('3', 'other')])
    t.equal(registered.filter((each) => !each.refused && !each.replayed).length, 2)
    t.equal(registered.filter((each) => each.refused && each.code === 'key_reused').length > 0, true)
    t.equal((await listMembers(service, 'taicheng', { limit: 10 }, { careTags: false })).items.length, 2, 'one for each key')

    t.match(await register('3', 'taken'), { refused: true, code: 'card_taken' })
    t.match(await register('4', 'taken'), { member: { card: '4', number: 3 }, replayed: false }, 'a refusal leaves its key free')
    t.match(await register('4', 'taken'), { member: { card: '4', number: 3 }, replayed: true })
    const { requestKey } = service.bank.store.tables
    const kept = await service.bank.store.db.select().from(requestKey)
    t.same(kept.map((each) => [each.idempotencyKey, each.kind, each.recordedBy]).sort(), [
      ['key', 'community', 'coordinator'], ['other', 'record', 'coordinator'], ['rush', 'record', 'coordinator'], ['taken', 'record', 'coordinator']
    ])
  })
}
