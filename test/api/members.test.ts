import t from 'tap'
import { walk } from './walk-pages.ts'
import { done, openTaicheng } from './taicheng.ts'

const C = '/communities/taicheng'

t.test('a member is registered, found by number, card, name and phone', async (t) => {
  const { post, get } = await openTaicheng(t)
  const given = { card: 'tc 100003', name: ' 田庆燕 ', sex: '女', birthDate: '1934-09-06', phone: '13599658690', building: '25幢', grid: '第1网格', role: '志愿者', careTags: ['独居'] }
  const created = await post(`${C}/members`, given)
  const member = {
    ...given, number: 3, card: 'TC100003', name: '田庆燕', phone: '135****8690', idNumber: null, volunteer: null, joinedOn: '2025-03-20', diedOn: null,
    mergedInto: null, guardianMissing: false
  }
  t.match(created, { status: 201, body: member, headers: { location: `/v1${C}/members/3` } })
  t.strictSame((await get(`${C}/members/3`)).body, member)
  t.strictSame((await get(`${C}/cards/tc100003`)).body, member)
  t.strictSame((await get(`${C}/cards/${encodeURIComponent('ＴＣ１００００３')}`)).body, member, 'full-width digits are the same card')
  for (const query of ['card=TC100003', `name=${encodeURIComponent('田庆燕')}`, 'phone=13599658690']) {
    t.same((await get(`${C}/members?${query}`)).body, { items: [member], next: null }, query)
  }
  t.same((await get(`${C}/members?name=nobody`)).body, { items: [], next: null })
})

t.test('a member that is not there, and a card that nobody holds, are unknown', async (t) => {
  const { get, post } = await openTaicheng(t)
  for (const path of ['/members/99', '/cards/NONE', '/members/99/balances', '/members/99/statement']) {
    t.match(await get(C + path), { status: 404, body: { code: 'unknown_member', detail: /没有这位成员/ } }, path)
    t.match((await get(C + path, { 'accept-language': 'en' })).body.detail, /There is no such member/)
  }
  t.match(await get(`${C}/members/abc`), { status: 400, body: { code: 'invalid_request', field: 'member' } })
  t.match(await post(`${C}/gifts`, { from: 1, to: 99, points: '1.00' }), { status: 404, body: { code: 'unknown_member' } })
})

t.test('what cannot be a member is refused', async (t) => {
  const { post, get } = await openTaicheng(t)
  const wrong: [object, string, string?][] = [
    [{ card: 'TC100001', name: '另一人' }, 'card_taken'],
    [{ card: 'A/B', name: '甲' }, 'invalid_request'],
    [{ card: 'X1', name: '甲', birthDate: '2025-02-30' }, 'bad_date', 'birthDate'],
    [{ card: 'X1', name: '  ' }, 'bad_text', 'name'],
    [{ card: 'X1' }, 'invalid_request', 'name'],
    [{ card: 'X1', name: '甲', idNumber: '1' }, 'bad_id_number'],
    [{ card: 'X1', name: '甲', cardNumber: '1' }, 'invalid_request', 'cardNumber']
  ]
  for (const [body, code, field] of wrong) t.match((await post(`${C}/members`, body)).body, field ? { code, field } : { code })
  t.equal((await walk(get, `${C}/members?limit=1`)).length, 2)
})

t.test('walking the pages meets every member exactly once', async (t) => {
  const { post, get } = await openTaicheng(t)
  for (let i = 3; i <= 23; i++) done(await post(`${C}/members`, { card: `W${i}`, name: i % 2 ? '王五' : '赵六' }))
  const numbers = (await walk(get, `${C}/members?limit=4`)).map((each) => Number(each.number))
  t.same(numbers, Array.from({ length: 23 }, (_, index) => index + 1))
  const named = await walk(get, `${C}/members?limit=3&name=${encodeURIComponent('王五')}`)
  t.equal(named.length, 11)
})

t.test('a community that is not there has nothing', async (t) => {
  const { get, post } = await openTaicheng(t)
  for (const path of ['/members', '/members/1', '/goods', '/transactions', '/accounts', '/balances', '/trial-balance', '/periods', '/imports', '/exports?format=csv', '/policies']) {
    t.match(await get(`/communities/bihu${path}`), { status: 404, body: { code: 'unknown_community', detail: '没有这个社区:bihu' } }, path)
  }
  t.match(await post('/communities/bihu/gifts', { from: 1, to: 2, points: '1.00' }), { status: 404, body: { code: 'unknown_community' } })
})

t.test('a member of one community is unknown in another', async (t) => {
  const { get, post } = await openTaicheng(t)
  await post('/communities', { communityId: 'bihu', name: '碧湖社区' })
  t.match(await get('/communities/bihu/members/1'), { status: 404, body: { code: 'unknown_member' } })
  t.match(await get('/communities/bihu/cards/TC100001'), { status: 404, body: { code: 'unknown_member' } })
  t.match(await post('/communities/bihu/awards', { member: 1, rule: 'r', points: '1' }), { status: 404, body: { code: 'unknown_member' } })
  t.match((await get('/communities')).body.items, [
    { communityId: 'bihu', name: '碧湖社区', timeZone: 'Asia/Shanghai' },
    { communityId: 'taicheng', name: '台城花园社区', timeZone: 'Asia/Shanghai' }
  ])
})

t.test('a community needs a code, a name and a time zone', async (t) => {
  const { post } = await openTaicheng(t)
  t.match((await post('/communities', { communityId: 'Bihu', name: '碧湖' })).body, { code: 'bad_code', field: 'communityId' })
  t.match((await post('/communities', { communityId: 'bihu', name: '' })).body, { code: 'invalid_request', field: 'name' })
  t.match((await post('/communities', { communityId: 'bihu', name: '碧湖', timeZone: 'Mars/Base' })).body, { code: 'invalid_request' })
})
