import sax from 'sax'
import t from 'tap'
import { importHours } from '../../src/hours/import-hours.ts'
import { previewImport } from '../../src/imports/preview-import.ts'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { done } from '../api/taicheng.ts'
import { temporaryFolder } from '../temporary-folder.ts'
import { C, idNumberOf, onEachDatabase } from './people-scene.ts'

onEachDatabase(t, 'a replaced card is dead at once, and a mistyped number says so', async (t, { post, get }) => {
  const replaced = await post(`${C}/members/1/cards`, { reason: 'lost' }, { 'idempotency-key': 'card' })
  t.match(replaced, { status: 201, body: { kind: 'points_card', deadAt: null } })
  const card = String(replaced.body.card)
  t.match(await get(`${C}/cards/${card}`), { status: 200, body: { number: 1, card } })
  t.match(await get(`${C}/cards/TC100001`), { status: 409, body: { code: 'card_dead' } })
  t.match(await get(`${C}/cards/TC100001/counter-view`), { status: 409, body: { code: 'card_dead' } })
  t.match((await get(`${C}/members?card=TC100001`)).body.items, [])
  const digits = card.slice(4, 12)
  const mistyped = `TAIC${digits.slice(0, 7)}${(Number(digits[7]) + 1) % 10}${card.slice(-1)}`
  t.match(await get(`${C}/cards/${mistyped}`), { status: 400, body: { code: 'bad_card' } })
  t.match((await post(`${C}/members`, { name: '甲', card: mistyped })).body, { code: 'bad_card' })
  t.match((await post(`${C}/members`, { name: '甲', card: 'TC100001' })).body, { code: 'card_taken' }, 'nobody gets a dead number')
  t.match(await post(`${C}/members/1/cards`, { reason: 'lost' }, { 'idempotency-key': 'card' }), { status: 201, body: { card } }, 'a retry makes no third')
  t.match((await get(`${C}/members/1/cards`)).body.items, [{ card: 'TC100001', deadReason: 'lost' }, { card, deadAt: null }])
  t.match((await post(`${C}/members/1/cards`, { reason: 'because' })).body, { field: 'reason' })
  t.match((await post(`${C}/members/2/cards`, { reason: 'lost', card: 'TC100001' })).body, { code: 'card_taken' })
})

onEachDatabase(t, 'a citizen’s card is found by its number, which the database does not hold', async (t, { post, get, service }) => {
  const number = idNumberOf('1940-12-04')
  t.match(await post(`${C}/members/1/bound-cards`, { kind: 'citizen_card', number }), { status: 201, body: { card: `3201**********${number.slice(-4)}`, kind: 'citizen_card' } })
  t.match(await get(`${C}/cards/${number}`), { status: 200, body: { number: 1 } })
  t.match(await get(`${C}/cards/TC100001`), { status: 200, body: { number: 1 } }, 'the points card goes on')
  t.match(await post(`${C}/members/2/bound-cards`, { kind: 'citizen_card', number }), { status: 409, body: { code: 'card_taken' } })
  const { card } = service.bank.store.tables
  t.notOk(JSON.stringify(await service.bank.store.db.select().from(card)).includes(number))
  t.match(await post(`${C}/members/1/bound-cards/end`, { kind: 'citizen_card', reason: 'handed_in' }), { status: 200, body: { items: [{ deadReason: 'handed_in' }, { deadReason: null }] } })
  const dead = await get(`${C}/cards/${number}`)
  t.match(dead, { status: 409, body: { code: 'card_dead' } })
  t.notOk(dead.text.includes(number))
  t.match((await post(`${C}/members/1/bound-cards/end`, { kind: 'citizen_card', reason: 'lost' })).body, { code: 'no_card' })
  t.match(await post(`${C}/members/2/bound-cards`, { kind: 'citizen_card', number }), { status: 201 }, 'given up, it may be bound again')
  t.match((await get(`${C}/cards/${number}`)).body, { number: 2 })
})

onEachDatabase(t, 'a sheet of hours finds members by any card that is good, and a dead one is unknown', async (t, { post, service }) => {
  const bound = idNumberOf('1940-12-04')
  done(await post(`${C}/members/1/bound-cards`, { kind: 'citizen_card', number: bound }))
  const { body } = done(await post(`${C}/members/2/cards`, { reason: 'damaged' }))
  const folder = temporaryFolder('cards')
  const file = join(folder, 'hours.csv')
  const row = (card: string, name: string) => `${card},${name},2025-03-05,60分钟,科普宣传,讲座`
  writeFileSync(file, ['卡号,姓名,日期,时长,类别,活动', row(bound, '夏红浩'), row(String(body.card), '李福'), row('TC100002', '李福')].join('\n'))
  const preview = await previewImport(service, importHours as never, { communityId: 'taicheng', file, fileName: 'hours.csv', actor: 'x' })
  t.match(preview, { answer: { accepted: 2, rejected: { unknown_card: 1 } } })
})

onEachDatabase(t, 'a card is printed with name, number, barcode and QR code', async (t, { post, get, patch }) => {
  done(await patch(`${C}/members/1`, { name: '夏<&>"红' }))
  const { status, headers, text } = await get(`${C}/members/1/card.svg`)
  t.equal(status, 200)
  t.match(headers['content-type'], /^image\/svg\+xml/)
  const words: string[] = []
  const paths: number[] = []
  const parser = sax.parser(true)
  parser.onerror = (error) => { throw error }
  parser.ontext = (word) => words.push(word)
  parser.onopentag = ({ name }) => { if (name === 'path') paths.push(parser.position) }
  parser.write(text).close()
  t.ok(words.includes('夏<&>"红'), 'the name, as it is')
  t.ok(words.includes('TC100001'))
  t.ok(paths.length >= 2, 'bars and squares')
  const other = await get(`${C}/members/2/card.svg`)
  t.not(other.text.replace('TC100002', 'TC100001'), text)
  done(await post(`${C}/members/1/death`, { diedOn: '2025-03-19' }))
  t.match(await get(`${C}/members/1/card.svg`), { status: 409, body: { code: 'no_card' } })
})
