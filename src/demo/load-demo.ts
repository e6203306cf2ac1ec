import { readFileSync } from 'node:fs'
import { join } from 'node:path'
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

/**
 * Loads two communities to try the service with: 台城花园, with the paperwork of one month, and 碧湖, small and made by
 * hand, and users of every role. Only into a database without any community; returns whether it did.
 */
export async function loadDemo(service: Service): Promise<boolean> {
  if ((await listCommunities(service, { limit: 1 })).items.length > 0) return false
  await loadTaicheng(service)
  await loadBihu(service)
  await createDemoUsers(service)
  return true
}

const ACTOR = 'demo'

function done<T extends object>(value: T): T {
  if (isRefusal(value)) throw new Error(`the demo was refused: ${value.code} ${JSON.stringify(value.parameters)}`)
  return value
}

async function post(service: Service, communityId: string, key: string, action: Action): Promise<void> {
  done(await postAction(service, communityId, action, { actor: ACTOR, idempotencyKey: `demo:${key}`, request: action }))
}

async function loadTaicheng(service: Service): Promise<void> {
  const communityId = 'taicheng'
  const file = (name: string): string => join(packageRoot(), 'scripts', 'demo', 'taicheng', name)
  done(await createCommunity(service, { communityId, name: '台城花园社区', timeZone: 'Asia/Shanghai' }))
  await post(service, communityId, 'policy', { action: 'publish_policy', policy: JSON.parse(readFileSync(file('policy.json'), 'utf8')) })
  const sheets: [ImportKind, string][] = [
    [importMembers as unknown as ImportKind, 'members.csv'],
    [importGoods as unknown as ImportKind, 'goods.csv'],
    [importHours as unknown as ImportKind, 'hours-2025-03.csv']
  ]
  for (const [kind, name] of sheets) {
    const preview = await previewImport(service, kind, { communityId, file: file(name), fileName: name, actor: ACTOR })
    if (isRefusal(preview)) throw new Error(`the demo was refused: ${preview.code}`)
    done(await confirmImport(service, kind, { communityId, importId: preview.importId, actor: '审核员' }))
  }
  const redemption = { member: 2, counter: 'main', lines: [{ sku: 'G005', pieces: 1 }, { sku: 'G002', pieces: 1 }] }
  done(await redeemGoods(service, communityId, redemption, { actor: ACTOR, idempotencyKey: 'demo:redemption', request: redemption }))
  await post(service, communityId, 'gift', { action: 'gift', from: 10, to: 3, points: 1000 })
  await post(service, communityId, 'donation', { action: 'donate', member: 13, purpose: 'general', points: 2000 })
  await post(service, communityId, 'hold', { action: 'hold', member: 14, points: 1500 })
}

async function loadBihu(service: Service): Promise<void> {
  const communityId = 'bihu'
  done(await createCommunity(service, { communityId, name: '碧湖社区', timeZone: 'Asia/Shanghai' }))
  await post(service, communityId, 'policy', {
    action: 'publish_policy',
    policy: {
      pointsPerHour: '1',
      categoryCoefficients: { 助老: '1', 助幼: '1', 助困: '1', 助残: '1', 助学: '1' },
      roundMinutesDownTo: 30,
      dailyConvertibleCapMinutes: null,
      backfilledHoursConvert: true,
      pointsRounding: 'down to 0.01',
      pointsValidMonths: null,
      timezone: 'Asia/Shanghai'
    }
  })
  const names = ['林秀英', '陈国平', '黄美玲']
  for (const [index, name] of names.entries()) done(await createMember(service, communityId, { card: `BH10000${index + 1}`, name, role: '志愿者' }))
  done(await putGood(service, communityId, { sku: 'H001', barcode: null, name: '理发券', unitName: '张', price: 200, monthlyLimit: 1, sponsor: null }))
  await post(service, communityId, 'opening', { action: 'open', member: { number: 1, lots: [{ points: 8600 }], minutes: 2580, honoraryMinutes: 0 } })
  await post(service, communityId, 'stock', { action: 'stock_in', counter: 'main', sku: 'H001', pieces: 20, sponsor: '邻里理发店' })
  await post(service, communityId, 'earn', { action: 'earn', member: 2, category: '助老', minutes: 120, backfilled: false })
  await post(service, communityId, 'award', { action: 'award', member: 3, rule: '文明积分', points: 500 })
}
