import t from 'tap'
import { createCommunity } from '../../src/communities/communities.ts'
import { createMember } from '../../src/communities/members.ts'
import { postAction } from '../../src/communities/post-action.ts'
import { recordHours, type ServiceHours } from '../../src/hours/record-hours.ts'
import { readHead } from '../../src/ledger/read-books.ts'
import { POLICY } from '../ledger/books.ts'
import { emptyDatabase, openService } from '../communities/open-service.ts'
import { testDialects } from '../postgres.ts'

const C = 'taicheng'

for (const dialect of testDialects()) {
  t.test(`${dialect}: the same service is recorded once, and services of one person do not overlap`, async (t) => {
    const service = await openService(t, await emptyDatabase(t, dialect))
    await createCommunity(service, { communityId: C, name: C, timeZone: 'Asia/Shanghai' })
    for (const card of ['1', '2']) await createMember(service, C, { card, name: '周平' })
    let keys = 0
    const asking = (key = `test-${++keys}`) => ({ actor: 'clerk', idempotencyKey: key, request: key, serviceDate: '2025-03-05' })
    await postAction(service, C, { action: 'publish_policy', policy: POLICY }, asking())
    const plain: ServiceHours = { member: 1, category: '科普宣传', minutes: 60, backfilled: false, activity: '讲座' }
    const morning = { ...plain, startMinute: 480, endMinute: 540 }
    const record = async (hours: ServiceHours, { key, date }: { key?: string; date?: string } = {}) => {
      const outcome = await recordHours(service, C, hours, { ...asking(key), ...(date === undefined ? {} : { serviceDate: date }) })
      return outcome.refused ? outcome.code : outcome.replayed ? 'replayed' : 'posted'
    }

    t.equal(await record(plain, { key: 'first' }), 'posted')
    t.equal(await record(plain, { key: 'first' }), 'replayed', 'a retry is no duplicate')
    const { lastNumber } = await readHead(service.bank.store, C)
    t.equal(await record(plain), 'duplicate')
    t.equal((await readHead(service.bank.store, C)).lastNumber, lastNumber, 'and posts nothing')
    t.equal(await record({ ...plain, minutes: 90 }), 'posted', 'of another length')
    t.equal(await record({ ...plain, activity: '探访' }), 'posted', 'another activity')
    t.equal(await record({ ...plain, member: 2 }), 'posted', 'another member')
    t.equal(await record(plain, { date: '2025-03-06' }), 'posted', 'another day')

    t.equal(await record(morning), 'posted', 'with times it is not the one without')
    t.equal(await record(morning), 'duplicate')
    t.equal(await record({ ...morning, activity: '探访' }), 'overlap')
    t.equal(await record({ ...morning, startMinute: 539, endMinute: 600, minutes: 61 }), 'overlap')
    t.equal(await record({ ...morning, startMinute: 540, endMinute: 600 }), 'posted', 'intervals that only touch do not overlap')

    await postAction(service, C, { action: 'reverse', number: lastNumber, reason: 'wrong_amount' }, { ...asking(), serviceDate: undefined })
    t.equal(await record(plain), 'posted', 'what was reversed no longer counts')
    const rush = await Promise.all([1, 2, 3, 4].map(() => record(plain, { date: '2025-03-07' })))
    t.same(rush.sort(), ['duplicate', 'duplicate', 'duplicate', 'posted'], 'at the same moment too')
  })
}
