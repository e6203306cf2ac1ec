import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createArea } from '../communities/areas.ts'
import { createCommunity, listCommunities, type Service } from '../communities/communities.ts'
import { createMember } from '../communities/members.ts'
import { postAction } from '../communities/post-action.ts'
import { importHours } from '../hours/import-hours.ts'
import { confirmImport } from '../imports/confirm-import.ts'
import { importMembers } from '../imports/import-members.ts'
import type { ImportKind } from '../imports/import-kind.ts'
import { previewImport } from '../imports/preview-import.ts'
import type { Action } from '../ledger/command.ts'
import { packageRoot } from '../package-root.ts'
import { putGood } from '../redemption/catalogue.ts'
import { importGoods } from '../redemption/import-goods.ts'
import { redeemGoods } from '../redemption/redeem-goods.ts'
import { isRefusal } from '../refusal.ts'
import { createDemoUsers } from './demo-users.ts'
import { loadPlans } from './load-plans.ts'
import { accepted } from './accepted.ts'

/**
 * Loads two communities to try the service with: 台城花园, with the paperwork of one month and what is planned, and 碧湖, small and made by
 * hand, and users of every role. Only into a database without any community; returns whether it did.
 */
export async function loadDemo(service: Service): Promise<boolean> {
  if ((await listCommunities(service, { limit: 1 })).items.length > 0) return false
  await loadTaicheng(service)
  await loadPlans(service)
  await loadBihu(service)
  await createDemoUsers(service)
  return true
}

/** Two people: who hands a sheet in never confirms it. */
const COORDINATOR = 'coordinator'
const APPROVER = 'approver'

async function post(service: Service, communityId: string, key: string, action: Action): Promise<void> {
  accepted(await postAction(service, communityId, action, { actor: COORDINATOR, idempotencyKey: `demo:${key}`, request: action }))
}

/** A district and a subdistrict of it, whose code is returned. */
async function loadArea(service: Service, district: { areaId: string; name: string }, subdistrict: { areaId: string; name: string }): Promise<string> {
  accepted(await createArea(service, { ...district, level: 'district', parentId: null }))
  accepted(await createArea(service, { ...subdistrict, level: 'subdistrict', parentId: district.areaId }))
  return subdistrict.areaId
}

async function loadTaicheng(service: Service): Promise<void> {
  const communityId = 'taicheng'
  const areaId = await loadArea(service, { areaId: 'xuanwu', name: '玄武区' }, { areaId: 'xuanwumen', name: '玄武门街道' })
  const file = (name: string): string => join(packageRoot(), 'scripts', 'demo', 'taicheng', name)
  accepted(await createCommunity(service, { communityId, name: '台城花园社区', timeZone: 'Asia/Shanghai', areaId, cardPrefix: 'TC' }))
  await post(service, communityId, 'policy', { action: 'publish_policy', policy: JSON.parse(readFileSync(file('policy.json'), 'utf8')) })
  const sheets: [ImportKind, string][] = [
    [importMembers, 'members.csv'],
    [importGoods, 'goods.csv'],
    [importHours, 'hours-2025-03.csv']
  ]
  for (const [kind, name] of sheets) {
    const preview = await previewImport(service, kind, { communityId, file: file(name), fileName: name, actor: COORDINATOR })
    if (isRefusal(preview)) throw new Error(`the demo was refused: ${preview.code}`)
    accepted(await confirmImport(service, kind, { communityId, importId: preview.answer.importId, actor: APPROVER }))
  }
  const redemption = { member: 2, counter: 'main', lines: [{ sku: 'G005', pieces: 1 }, { sku: 'G002', pieces: 1 }] }
  accepted(await redeemGoods(service, communityId, redemption, { actor: COORDINATOR, idempotencyKey: 'demo:redemption', request: redemption }))
  await post(service, communityId, 'gift', { action: 'gift', from: 10, to: 3, points: 1000 })
  await post(service, communityId, 'donation', { action: 'donate', member: 13, purpose: 'general', points: 2000 })
  await post(service, communityId, 'hold', { action: 'hold', member: 14, points: 1500 })
}

async function loadBihu(service: Service): Promise<void> {
  const communityId = 'bihu'
  const areaId = await loadArea(service, { areaId: 'xiangcheng', name: '芗城区' }, { areaId: 'bihu-subdistrict', name: '碧湖街道' })
  accepted(await createCommunity(service, { communityId, name: '碧湖社区', timeZone: 'Asia/Shanghai', areaId, cardPrefix: 'BH' }))
  await post(service, communityId, 'policy', {
    action: 'publish_policy',
    policy: {
      pointsPerHour: '1',
      categoryCoefficients: { 助老: '1', 助幼: '1', 助困: '1', 助残: '1', 助学: '1' },
      roundMinutesDownTo: 30,
      dailyConvertibleCapMinutes: null,
      backfilledHoursConvert: true,
      pointsRounding: 'down to 0.01',
      pointsValidMonths: null
    }
  })
  const names = ['林秀英', '陈国平', '黄美玲']
  for (const [index, name] of names.entries()) {
    const asking = { actor: COORDINATOR, idempotencyKey: `demo:member:${index + 1}`, request: name }
    accepted(await createMember(service, communityId, { card: `BH10000${index + 1}`, name, grid: `第${index + 1}网格`, role: '志愿者' }, { asking, reading: { careTags: false } }))
  }
  accepted(await putGood(service, communityId, { sku: 'H001', barcode: null, name: '理发券', unitName: '张', price: 200, monthlyLimit: 1, sponsor: null }))
  await post(service, communityId, 'opening', { action: 'open', member: { number: 1, lots: [{ points: 8600 }], minutes: 2580, honoraryMinutes: 0 } })
  await post(service, communityId, 'stock', { action: 'stock_in', counter: 'main', sku: 'H001', pieces: 20, sponsor: '邻里理发店' })
  await post(service, communityId, 'earn', { action: 'earn', member: 2, category: '助老', minutes: 120, backfilled: false })
  await post(service, communityId, 'award', { action: 'award', member: 3, rule: '文明积分', points: 500 })
}
