import t from 'tap'
import { createCommunity } from '../../src/communities/communities.ts'
import { createMember } from '../../src/communities/members.ts'
import { postAction } from '../../src/communities/post-action.ts'
import type { Action } from '../../src/ledger/command.ts'
import { readHead } from '../../src/ledger/read-books.ts'
import { putGood } from '../../src/redemption/catalogue.ts'
import { listStocktakes, type StocktakeCursor } from '../../src/redemption/stocktakes.ts'
import { emptyDatabase, openService } from '../communities/open-service.ts'
import { testDialects } from '../postgres.ts'

const C = 'taicheng'

for (const dialect of testDialects()) {
  t.test(`${dialect}: what posted nothing posts nothing on a retry, and a stocktake without a difference leaves its trace`, async (t) => {
    const service = await openService(t, await emptyDatabase(t, dialect))
    let keys = 0
    const post = async (action: Action, key = `test-${++keys}`, approvedBy?: string) =>
      postAction(service, C, action, { actor: 'clerk', idempotencyKey: key, request: action, approvedBy })
    await createCommunity(service, { communityId: C, name: C, timeZone: 'Asia/Shanghai' })
    await createMember(service, C, { card: '1', name: '周平' })
    await putGood(service, C, { sku: 'G005', barcode: null, name: '牙膏', unitName: null, price: 1500, monthlyLimit: null, sponsor: null })
    await post({ action: 'stock_in', counter: 'main', sku: 'G005', pieces: 5 })
    const take = (counted: number): Action => ({ action: 'stocktake', counter: 'main', counts: [{ sku: 'G005', counted }] })

    t.match(await post(take(5), 'same', 'manager'), { transactions: [], replayed: false })
    await post({ action: 'damage', counter: 'main', sku: 'G005', pieces: 1, of: 'stock' })
    const { lastNumber } = await readHead(service.bank.store, C)
    t.match(await post(take(5), 'same'), { transactions: [], replayed: true }, 'now there would be a difference')
    t.match(await post(take(4), 'same'), { code: 'key_reused' })
    t.match(await post({ action: 'recover', member: 1 }, 'none'), { transactions: [], replayed: false })
    t.match(await post({ action: 'expire', member: 1 }, 'none'), { code: 'key_reused' })
    t.match(await post({ action: 'recover', member: 1 }, 'none'), { transactions: [], replayed: true })
    t.equal((await readHead(service.bank.store, C)).lastNumber, lastNumber)

    const posted = await post(take(3))
    t.match(posted, { transactions: [{ kind: 'stocktake' }] })
    await post(take(3))
    await post(take(2))
    const whole = (await listStocktakes(service, C, { limit: 10 })).items
    t.same(whole.map(({ number, counts }) => [number === null, counts[0]?.counted]).sort(), [[false, 2], [false, 3], [true, 3], [true, 5]])
    t.match(whole.find(({ counts }) => counts[0]?.counted === 5), {
      number: null, counter: 'main', serviceDate: '2025-03-20', takenBy: 'clerk', approvedBy: 'manager'
    })
    for (const limit of [1, 2, 3]) {
      const paged = []
      for (let after: StocktakeCursor | null | undefined; after !== null; ) {
        const page = await listStocktakes(service, C, { after, limit })
        paged.push(...page.items)
        after = page.next
      }
      t.same(paged, whole, `in pages of ${limit}`)
    }
  })
}
