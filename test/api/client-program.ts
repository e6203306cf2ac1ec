/**
 * The tour of the README as somebody else's program, written against the types that openapi-typescript makes of the
 * document. It is compiled and run by a test; what it must not be able to say is marked as an expected error.
 */
export const CLIENT_PROGRAM = `
import createClient from 'openapi-fetch'
import type { components, paths } from './schema.js'

type Transaction = components['schemas']['Transaction']

const client = createClient<paths>({ baseUrl: process.argv[2] ?? '' })
const path = { communityId: 'bihu' }
let keys = 0
const header = () => ({ 'Idempotency-Key': 'client-' + ++keys })

function posted({ data, error }: { data?: { transaction: Transaction | null } | undefined; error?: unknown }): Transaction {
  if (!data?.transaction) throw new Error('not posted: ' + JSON.stringify(error))
  return data.transaction
}

const community = await client.POST('/v1/communities', { params: { header: header() }, body: { communityId: 'bihu', name: '碧湖社区' } })
if (community.data?.timeZone !== 'Asia/Shanghai') throw new Error('no community')

posted(await client.POST('/v1/communities/{communityId}/policies', {
  params: { path, header: header() },
  body: {
    policy: {
      pointsPerHour: '10', categoryCoefficients: { 助老: '1.5' }, roundMinutesDownTo: 30, backfilledHoursConvert: false,
      pointsRounding: 'down to 0.01', timezone: 'Asia/Shanghai'
    }
  }
}))
for (const [card, name] of [['BH1', '林秀英'], ['BH2', '陈国平']] as const) {
  const { data } = await client.POST('/v1/communities/{communityId}/members', { params: { path, header: header() }, body: { card, name } })
  console.log('member', data?.number)
}
const earned = posted(await client.POST('/v1/communities/{communityId}/hours', {
  params: { path, header: header() }, body: { member: 1, category: '助老', minutes: 100 }
}))
console.log('earned', earned.entries.at(-1)?.amount)

await client.PUT('/v1/communities/{communityId}/goods/{sku}', {
  params: { path: { ...path, sku: 'G005' }, header: header() }, body: { name: '牙膏', price: '15.00' }
})
posted(await client.POST('/v1/communities/{communityId}/stock/receipts', { params: { path, header: header() }, body: { sku: 'G005', pieces: 10 } }))
const redeemed = posted(await client.POST('/v1/communities/{communityId}/redemptions', {
  params: { path, header: header() }, body: { member: 1, lines: [{ sku: 'G005', pieces: 1 }] }
}))
const once = { params: { path, header: header() }, body: { from: 1, to: 2, points: '2.50' } }
const gift = posted(await client.POST('/v1/communities/{communityId}/gifts', once))
const again = await client.POST('/v1/communities/{communityId}/gifts', once)
console.log('replayed', again.response.headers.get('idempotency-replayed'), posted(again).number === gift.number)

const poor = await client.POST('/v1/communities/{communityId}/gifts', {
  params: { path, header: { ...header(), 'Accept-Language': 'en' } }, body: { from: 2, to: 1, points: '99.00' }
})
console.log('refused', poor.response.status, poor.error?.code, poor.error?.detail)

const back = posted(await client.POST('/v1/communities/{communityId}/redemptions/{redemption}/returns', {
  params: { path: { ...path, redemption: redeemed.number }, header: header() }, body: { lines: [{ line: 1, pieces: 1 }] }
}))
console.log('returned', back.corrects === redeemed.number)

const numbers: number[] = []
for (let after: string | undefined; ; ) {
  const { data } = await client.GET('/v1/communities/{communityId}/transactions', { params: { path, query: { limit: 2, ...(after ? { after } : {}) } } })
  numbers.push(...(data?.items.map((each) => each.number) ?? []))
  if (!data?.next) break
  after = data.next
}
console.log('transactions', numbers.join(' '))

const { data: statement } = await client.GET('/v1/communities/{communityId}/members/{member}/statement', {
  params: { path: { ...path, member: 1 }, query: { account: 'points' } }
})
console.log('balance', statement?.balances.points, statement?.lines.items[0]?.balance)

const { data: trial } = await client.GET('/v1/communities/{communityId}/trial-balance', { params: { path } })
console.log('balanced', trial?.totals.every((total) => total.balanced))

const { data: file } = await client.GET('/v1/communities/{communityId}/exports', {
  params: { path, query: { format: 'hledger' } }, parseAs: 'text'
})
console.log('export', file?.includes('commodity POINT'))

// @ts-expect-error: points are decimal strings, never numbers.
void (() => client.POST('/v1/communities/{communityId}/gifts', { params: { path, header: header() }, body: { from: 1, to: 2, points: 2.5 } }))
// @ts-expect-error: a write needs its key.
void (() => client.POST('/v1/communities/{communityId}/gifts', { params: { path }, body: { from: 1, to: 2, points: '2.50' } }))
// @ts-expect-error: a community needs a name.
void (() => client.POST('/v1/communities', { params: { header: header() }, body: { communityId: 'x1' } }))
`

export const CLIENT_OUTPUT = `member 1
member 2
earned 22.50
replayed true true
refused 409 insufficient_points Too few points: 2.50 available, 99.00 needed
returned true
transactions 6 5 4 3 2 1
balance 20.00 20.00
balanced true
export true
`
