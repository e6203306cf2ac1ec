import t from 'tap'
import { verifyJournal } from '../../src/audit/verify-journal.ts'
import { withAuditSource } from '../../src/audit/store-source.ts'
import { finishBrokenOff } from '../../src/communities/unfinished-work.ts'
import { submitAction } from '../../src/communities/post-action.ts'
import { done, POLICY } from '../api/taicheng.ts'
import { C, idNumberOf, onEachDatabase } from './people-scene.ts'

onEachDatabase(t, 'members that may be one person are suggested in pairs, each with what they share', async (t, { post, get }) => {
  const person = { name: '张伟', birthDate: '1960-01-01', phone: '13811112222' }
  for (const given of [person, { ...person, birthDate: null }, { ...person, phone: '138 1111-3333' }, { name: '张伟' }]) done(await post(`${C}/members`, given))
  const pairs = (await get(`${C}/members/duplicates`)).body.items as unknown as { first: { number: number }; second: { number: number }; reasons: string[] }[]
  t.same(pairs.map(({ first, second, reasons }) => [first.number, second.number, reasons]), [
    [3, 4, ['same_phone_and_name']], [3, 5, ['same_name_and_birth_date']]
  ])
  const page = await get(`${C}/members/duplicates?limit=1`)
  t.match(page.body, { items: [{ first: { number: 3 }, second: { number: 4 } }], next: '3.4' })
  t.match((await get(`${C}/members/duplicates?limit=1&after=3.4`)).body, { items: [{ second: { number: 5 } }], next: null })
  t.match(await get(`${C}/members/duplicates?after=x`), { status: 400 })
  done(await post(`${C}/merges`, { from: 4, into: 3 }))
  t.match((await get(`${C}/members/duplicates`)).body.items, [{ first: { number: 3 }, second: { number: 5 } }])
})

onEachDatabase(t, 'what hangs on a merged member passes to the one that carries on', async (t, { post, get, patch, service }) => {
  const id = idNumberOf('1950-05-01')
  done(await patch(`${C}/members/1`, { idNumber: id, birthDate: '1950-05-01' }))
  done(await post(`${C}/members/1/relations`, { kind: 'child', relative: { name: '夏小红' }, evidence: '户口簿' }))
  done(await post(`${C}/members/1/relations`, { kind: 'other', relative: { number: 2 }, evidence: '口头' }))
  done(await post(`${C}/members/1/proxies`, { agent: { name: '夏小红' }, powers: ['redeem'], once: true, evidence: '委托书' }))
  done(await post(`${C}/members/1/consents`, { purpose: 'photograph', evidence: '书面' }))
  const merged = await post(`${C}/merges`, { from: 1, into: 2 }, { 'idempotency-key': 'merge' })
  t.match(merged, { status: 201, body: { transaction: { kind: 'merge' } } })
  t.match((await get(`${C}/members/1`)).body, { mergedInto: 2, card: null })
  t.match((await get(`${C}/cards/TC100001`)).body, { number: 2, name: '李福', birthDate: '1950-05-01', idNumber: `3201**********${id.slice(-4)}`, phone: '154****9081' })
  t.match((await get(`${C}/cards/TC100002`)).body, { number: 2 })
  t.match((await get(`${C}/members/2/relations`)).body.items, [{ kind: 'child', relative: { name: '夏小红' } }], 'nobody is a relative of their own')
  t.match((await get(`${C}/members/2/proxies`)).body.items, [{ agent: { name: '夏小红' } }])
  t.match((await get(`${C}/members/2/consents`)).body.items, [{ purpose: 'photograph' }])
  t.equal((await service.bank.store.db.select().from(service.bank.store.tables.person)).length, 1, 'one person is left')
  for (const [path, body] of [['/awards', { member: 1, rule: 'r', points: '1' }], ['/gifts', { from: 2, to: 1, points: '1' }], ['/members/1/cards', { reason: 'lost' }], ['/merges', { from: 1, into: 1 + 2 }]] as const) {
    const answer = await post(C + path, body)
    t.ok(['member_merged', 'unknown_member'].includes(String(answer.body.code)), `${path} ${answer.text}`)
  }
  t.match((await patch(`${C}/members/1`, { role: 'x' })).body, { code: 'member_merged', parameters: { member: 1, into: 2 } })
  t.match(await post(`${C}/merges`, { from: 1, into: 2 }, { 'idempotency-key': 'merge' }), { status: 201, headers: { 'idempotency-replayed': 'true' } })
})

onEachDatabase(t, 'limits of a month and of a day count what both records did', async (t, { post, put, get }) => {
  done(await put(`${C}/goods/G005`, { name: '牙膏', price: '0.01', monthlyLimit: 2 }))
  done(await post(`${C}/stock/receipts`, { sku: 'G005', pieces: 10 }))
  done(await post(`${C}/gifts`, { from: 1, to: 2, points: '0.01' }))
  done(await post(`${C}/redemptions`, { member: 2, lines: [{ sku: 'G005', pieces: 1 }] }))
  const nothing = await post(`${C}/merges`, { from: 2, into: 1 })
  t.match(nothing, { status: 200, body: { transaction: null } }, 'all was spent: there is nothing to move')
  t.match((await post(`${C}/gifts`, { from: 1, to: 2, points: '1' })).body, { code: 'member_merged' })
  done(await post(`${C}/redemptions`, { member: 1, lines: [{ sku: 'G005', pieces: 1 }] }))
  t.match((await post(`${C}/redemptions`, { member: 1, lines: [{ sku: 'G005', pieces: 1 }] })).body, { code: 'limit_reached', parameters: { used: 2 } })
  const { body } = done(await post(`${C}/members`, { name: '夏红浩' }))
  done(await post(`${C}/hours`, { member: body.number, category: '科普宣传', minutes: 450, serviceDate: '2025-03-10' }))
  done(await post(`${C}/merges`, { from: Number(body.number), into: 1 }))
  t.match((await post(`${C}/hours`, { member: 1, category: '科普宣传', minutes: 60, serviceDate: '2025-03-10' })).body, { transaction: { convertibleMinutes: 30 } })
  t.match((await get(`${C}/members/1/balances`)).body, { points: '179.98' })
})

onEachDatabase(t, 'a balance cap that neither reached alone is checked again', async (t, { post, get, service }) => {
  done(await post(`${C}/policies`, { from: '2025-03-20', policy: { ...POLICY, balanceCapPoints: '120' }, reason: 'rule_changed' }))
  done(await post(`${C}/awards`, { member: 2, rule: 'r', points: '30', expiresOn: '2025-06-30' }))
  done(await post(`${C}/awards`, { member: 2, rule: 'r', points: '20', expiresOn: '2025-12-31' }))
  done(await post(`${C}/merges`, { from: 2, into: 1 }))
  t.match((await get(`${C}/members/1/balances`)).body.points, '120.00')
  t.match((await get(`${C}/accounts/P2103.general`)).body.balance, '30.00', 'what expires soonest of what came along')
  t.match((await get(`${C}/accounts/P2101.1`)).body.lots, [{ expiresOn: '2025-12-31', remaining: '20.00' }, {}, {}])
  const verified = await withAuditSource(service.bank.store, 'taicheng', (source) => verifyJournal(source))
  t.same(verified.differences, [])
})

onEachDatabase(t, 'a merge that broke off after its posting is finished at the next start', async (t, { get, service }) => {
  const { unfinishedWork } = service.bank.store.tables
  const asking = { actor: 'x', idempotencyKey: 'broken', request: 1 }
  const begun = { communityId: 'taicheng', kind: 'merge', memberNumber: 1, intoNumber: 2, begunAt: 1 }
  await service.bank.store.write((db) => db.insert(unfinishedWork).values([{ ...begun, idempotencyKey: 'broken' }, { ...begun, idempotencyKey: 'never posted', memberNumber: 2, intoNumber: 1 }]))
  const { member } = service.bank.store.tables
  await submitAction(service, 'taicheng', { action: 'merge', from: 1, into: 2 }, asking)
  t.same((await service.bank.store.db.select().from(member)).map((row) => row.mergedInto), [null, null])
  t.equal(await finishBrokenOff(service), 2)
  t.match((await get(`${C}/members/1`)).body, { mergedInto: 2 })
  t.match((await get(`${C}/members/2`)).body, { mergedInto: null }, 'what was never posted is dropped')
  t.match((await get(`${C}/cards/TC100001`)).body, { number: 2 })
  t.equal(await finishBrokenOff(service), 0)
})

onEachDatabase(t, 'members with different ID numbers or birth dates are merged only for a reason', async (t, { post, patch }) => {
  done(await patch(`${C}/members/1`, { birthDate: '1950-05-01' }))
  done(await patch(`${C}/members/2`, { birthDate: '1950-05-02' }))
  t.match(await post(`${C}/merges`, { from: 1, into: 2 }), { status: 409, body: { code: 'different_persons', parameters: { from: 1, into: 2 } } })
  t.equal((await post(`${C}/merges`, { from: 1, into: 2, reason: 'clerk_error' })).status, 201)
})
