import t from 'tap'
import { done, openTaicheng } from './taicheng.ts'
import { walk } from './walk-pages.ts'

const C = '/communities/taicheng'

t.test('a statement has balances, the lots behind them, and lines whose balance runs', async (t) => {
  const { post, get } = await openTaicheng(t)
  done(await post(`${C}/gifts`, { from: 1, to: 2, points: '12.50' }))
  const { body } = await get(`${C}/members/1/statement`)
  t.match(body, {
    member: 1, account: 'points', unit: 'POINT',
    balances: {
      points: '87.50', held: '0.00', toRecover: '0.00', verifiedMinutes: 600, honoraryMinutes: 0, frozen: false,
      lots: [{ expiresOn: '2028-03-01', remaining: '67.50' }, { expiresOn: '2028-03-02', remaining: '20.00' }]
    },
    lines: { items: [{ change: '-12.50', balance: '87.50' }, { change: '20.00', balance: '100.00' }, { change: '80.00', balance: '80.00' }], next: null }
  })
  t.match(body.lines?.items?.[0]?.transaction, { kind: 'gift', voucher: '2025-03 记3' })
})

t.test('walking a statement meets every line once, and each balance is the one before plus the change', async (t) => {
  const { post, get } = await openTaicheng(t)
  for (let i = 0; i < 9; i++) done(await post(`${C}/gifts`, { from: 1, to: 2, points: `${i + 1}.25` }))
  const whole = await walk(get, `${C}/members/1/statement?limit=200`, (body) => body.lines as never)
  const walked = await walk(get, `${C}/members/1/statement?limit=2`, (body) => body.lines as never)
  t.equal(whole.length, 11)
  t.same(walked, whole)
  const oldestFirst = [...whole].reverse()
  let balance = 0
  for (const line of oldestFirst) {
    balance += Math.round(Number(line.change) * 100)
    t.equal(Math.round(Number(line.balance) * 100), balance)
  }
})

t.test('hours and held points have statements of their own', async (t) => {
  const { post, get } = await openTaicheng(t)
  const first = done(await post(`${C}/holds`, { member: 1, points: '30.00' })).body.transaction
  done(await post(`${C}/holds`, { member: 1, points: '5.00' }))
  done(await post(`${C}/holds/${first?.number}/release`, { points: '10.00' }))
  const lines = async (account: string) =>
    (await walk(get, `${C}/members/1/statement?limit=1&account=${account}`, (body) => body.lines as never)).map((each) => [each.change, each.balance])
  t.same(await lines('held'), [['-10.00', '25.00'], ['5.00', '35.00'], ['30.00', '30.00']], 'all holds together')
  t.same(await lines('verified'), [['120', '600'], ['480', '480']])
  t.same(await lines('honorary'), [])
  t.same(await lines('toRecover'), [])
  t.match((await get(`${C}/members/1/balances`)).body, { points: '75.00', held: '25.00' })
  t.match((await get(`${C}/members/1/statement?account=savings`)), { status: 400, body: { code: 'invalid_request', field: 'account' } })
  t.match((await get(`${C}/members/1/statement?after=7`)), { status: 400, body: { code: 'invalid_request' } })
})

t.test('of another member’s account a statement shows what was moved, and neither balance nor lots', async (t) => {
  const { post, get } = await openTaicheng(t)
  done(await post(`${C}/gifts`, { from: 1, to: 2, points: '12.50' }))
  done(await post(`${C}/gifts`, { from: 2, to: 1, points: '2.50' }))
  done(await post(`${C}/holds`, { member: 1, points: '3.00' }))
  for (const member of [1, 2]) {
    const lines = await walk(get, `${C}/members/${member}/statement?limit=2`, (body) => body.lines as never)
    const entries = lines.flatMap((each) => (each as unknown as { transaction: { entries: { account: string }[] } }).transaction.entries)
    const ofMembers = entries.filter(({ account }) => /^(P1301|P210[12]|M620[12])\./.test(account))
    const [own, foreign] = [ofMembers.filter((each) => each.account.split('.')[1] === String(member)), ofMembers.filter((each) => each.account.split('.')[1] !== String(member))]
    t.ok(own.length > 0 && own.every((each) => 'balance' in each), 'the own lines are whole')
    t.equal(foreign.length, 2)
    for (const each of foreign) t.same(Object.keys(each).sort(), ['account', 'amount', 'line', 'side', 'unit'])
  }
})
