import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { Service } from '../../src/communities/communities.ts'
import { withKnownFacts } from '../../src/communities/known-facts.ts'
import { importHours } from '../../src/hours/import-hours.ts'
import { previewImport } from '../../src/imports/preview-import.ts'
import type { TestApp } from '../api/app.ts'
import { done } from '../api/taicheng.ts'
import { C, onEachDatabase } from './people-scene.ts'

const EARNING = { pointsPerHour: '10', categoryCoefficients: { 科普宣传: '1' } }

async function publish({ post }: TestApp, from: string, policy: { earning?: object; spending?: object }): Promise<void> {
  done(await post(`${C}/policies`, { from, reason: 'rule_changed', policy: { ...policy, earning: { ...EARNING, ...policy.earning } } }))
}

onEachDatabase(t, 'who may benefit is judged on the age and the tags on record', async (t, app) => {
  const { post, put, patch, get } = app
  done(await put(`${C}/goods/YG`, { name: '牙膏', price: '15.00' }))
  done(await post(`${C}/stock/receipts`, { counter: 'main', sku: 'YG', pieces: 10 }))
  const redeem = () => post(`${C}/redemptions`, { member: 1, counter: 'main', lines: [{ sku: 'YG', pieces: 1 }] })
  await publish(app, '2025-03-19', { spending: { beneficiaryAnyOf: [{ fromAgeYears: 60 }, { fromAgeYears: 50, allTags: ['living_alone'] }] } })
  t.match(await redeem(), { status: 409, body: { code: 'not_entitled' } }, 'an age that nobody recorded meets no condition')
  t.match((await get(`${C}/members/1/balances`)).body, { points: '100.00' })
  done(await patch(`${C}/members/1`, { birthDate: '1965-03-21' }))
  t.match(await redeem(), { body: { code: 'not_entitled' } }, 'sixty tomorrow')
  done(await patch(`${C}/members/1`, { birthDate: '1965-03-20' }))
  t.match(await redeem(), { status: 201 }, 'sixty today')
  done(await patch(`${C}/members/1`, { birthDate: '1970-03-20' }))
  t.match(await redeem(), { body: { code: 'not_entitled' } })
  done(await patch(`${C}/members/1`, { careTags: ['独居'] }))
  t.match(await redeem(), { status: 201 }, 'fifty-five and living alone')
  await publish(app, '2025-03-20', { spending: { beneficiaryRelations: ['self'] } })
  t.match(await redeem(), { status: 201 }, 'a version that is published is in force at once')
})

onEachDatabase(t, 'a redemption for another is judged on that person, and on what the two are to each other', async (t, app) => {
  const { post, put, patch, get } = app
  done(await put(`${C}/goods/YG`, { name: '牙膏', price: '15.00' }))
  done(await post(`${C}/stock/receipts`, { counter: 'main', sku: 'YG', pieces: 10 }))
  const redeem = (beneficiary: number) => post(`${C}/redemptions`, { member: 1, beneficiary, counter: 'main', lines: [{ sku: 'YG', pieces: 1 }] })
  await publish(app, '2025-03-20', { spending: { beneficiaryAnyOf: [{ fromAgeYears: 60 }], beneficiaryRelations: ['self', 'spouse'] } })
  done(await patch(`${C}/members/1`, { birthDate: '1990-01-01' }))
  done(await patch(`${C}/members/2`, { birthDate: '1940-01-01' }))
  t.match(await redeem(1), { body: { code: 'not_entitled' } }, 'too young to benefit')
  t.match(await redeem(2), { body: { code: 'not_entitled' } }, 'nothing to each other')
  t.match(await redeem(99), { body: { code: 'unknown_member' } })
  done(await post(`${C}/members/1/relations`, { kind: 'spouse', relative: { number: 2 }, evidence: '结婚证' }))
  const made = done(await redeem(2))
  t.match((await get(`${C}/redemptions/${String(made.body.transaction?.number)}`)).body, { member: 1, beneficiary: 2, points: '15.00' })
  t.match((await get(`${C}/members/2/balances`)).body, { points: '0.00' }, 'who pays is member 1')
})

onEachDatabase(t, 'points are granted to the groups of the policy alone', async (t, app) => {
  const { post, patch } = app
  const grant = (member: number) => post(`${C}/grants`, { member, fund: '敬老', points: '5.00' })
  await publish(app, '2025-03-20', { spending: { priorityGroups: [{ group: 'old', anyOf: [{ fromAgeYears: 80, allTags: ['living_alone'] }] }], grantGroups: ['old'] } })
  done(await patch(`${C}/members/1`, { birthDate: '1940-01-01' }))
  t.match(await grant(1), { status: 409, body: { code: 'grant_not_allowed' } }, 'of the age, but not alone')
  done(await patch(`${C}/members/1`, { careTags: ['独居'] }))
  t.match(await grant(1), { status: 201 })
  t.match(await grant(2), { body: { code: 'grant_not_allowed' } })
})

onEachDatabase(t, 'a gift goes to whom the policy names, as relations are recorded', async (t, app) => {
  const { post, get } = app
  const gift = (from: number, to: number) => post(`${C}/gifts`, { from, to, points: '1.00' })
  await publish(app, '2025-03-20', { spending: { giftRelations: ['direct_relative'] } })
  t.match(await gift(1, 2), { status: 409, body: { code: 'gift_not_allowed' } })
  done(await post(`${C}/members/2/relations`, { kind: 'guardian', relative: { number: 1 }, evidence: '证明' }))
  t.match(await gift(1, 2), { body: { code: 'gift_not_allowed' } }, 'a guardian need not be a relative')
  const { body } = done(await post(`${C}/members/2/relations`, { kind: 'parent', relative: { number: 1 }, evidence: '户口簿' }))
  t.match(await gift(1, 2), { status: 201 }, 'recorded in the other’s record')
  t.match(await gift(2, 1), { status: 201 }, 'and it holds both ways')
  done(await post(`${C}/members/2/relations/${String(body.relationId)}/end`, {}))
  t.match(await gift(1, 2), { body: { code: 'gift_not_allowed' } }, 'an ended one holds no longer')
  t.match((await get(`${C}/members/2/balances`)).body, { points: '0.00' })
})

onEachDatabase(t, 'age on the day of service, guardian and day of joining are judged where the policy asks', async (t, app) => {
  const { post, patch, service } = app
  const serve = (serviceDate: string, minutes = 60) => post(`${C}/hours`, { member: 2, category: '科普宣传', minutes, serviceDate })
  done(await patch(`${C}/members/2`, { birthDate: '2007-03-10' }))
  t.match(await serve('2025-03-09'), { status: 201 }, 'before the policy asked, also for the days before a member was registered')
  await publish(app, '2025-03-01', { earning: { minimumAgeYears: 18 } })
  t.match(await serve('2025-03-09', 90), { status: 409, body: { code: 'minor_without_guardian' } })
  t.match(await serve('2025-03-10'), { status: 201 }, 'eighteen that day')
  const file = join(t.testdir(), 'hours.csv')
  writeFileSync(file, ['卡号,姓名,日期,时长,类别,活动', 'TC100002,李福,2025-03-08,60分钟,科普宣传,讲座', 'TC100002,李福,2025-03-11,60分钟,科普宣传,讲座'].join('\n'))
  const preview = () => previewImport(service, importHours as never, { communityId: 'taicheng', file, fileName: 'hours.csv', actor: 'x' })
  t.match(await preview(), { answer: { accepted: 1, rejected: { minor_without_guardian: 1 } } }, 'a sheet is judged by the same')
  done(await post(`${C}/members/1/relations`, { kind: 'ward', relative: { number: 2 }, evidence: '户口簿' }))
  t.match(await serve('2025-03-09', 90), { status: 201 })
  await publish(app, '2025-03-11', { earning: { servicesBeforeJoining: 'refused' } })
  t.match(await serve('2025-03-19'), { status: 409, body: { code: 'before_joining' } })
  t.match(await serve('2025-03-20'), { status: 201 })
  t.match(await preview(), { answer: { accepted: 1, rejected: { before_joining: 1 } } })
})

onEachDatabase(t, 'where the policy does not ask, nobody’s record is read', async (t, app) => {
  const blind = Object.defineProperty({ ...app.service }, 'bank', { get: () => t.fail('something was read') }) as Service
  for (const action of [
    { action: 'earn', member: 1, category: '科普宣传', minutes: 60, backfilled: false },
    { action: 'redeem', member: 1, counter: 'main', lines: [] },
    { action: 'gift', from: 1, to: 2, points: 100 }
  ] as const) {
    t.equal(await withKnownFacts(blind, 'taicheng', action as never, '2025-03-20'), action, action.action)
  }
})
