import { taichengFile } from '../taicheng-files.ts'
import t from 'tap'
import { type Area, createArea, findArea, listAreas, renameArea } from '../../src/communities/areas.ts'
import { archiveCommunity, changeCommunity } from '../../src/communities/change-community.ts'
import { createCommunity, findCommunity, listCommunities, type Service } from '../../src/communities/communities.ts'
import { Directory } from '../../src/communities/directory.ts'
import { createMember } from '../../src/communities/members.ts'
import { listPlaces } from '../../src/communities/places.ts'
import { postAction } from '../../src/communities/post-action.ts'
import { importMembers } from '../../src/imports/import-members.ts'
import type { ImportKind } from '../../src/imports/import-kind.ts'
import { confirmImport } from '../../src/imports/confirm-import.ts'
import { previewImport } from '../../src/imports/preview-import.ts'
import { putGood } from '../../src/redemption/catalogue.ts'
import { codeOf, granted, NOW, onEveryService, openService } from './open-service.ts'

const timeZone = 'Asia/Shanghai'
const xuanwu: Area = { areaId: 'xuanwu', level: 'district', parentId: null, name: '玄武区' }
const gate: Area = { areaId: 'xuanwumen', level: 'subdistrict', parentId: 'xuanwu', name: '玄武门街道' }

async function openTree(service: Service): Promise<void> {
  granted(await createArea(service, xuanwu))
  granted(await createArea(service, gate))
  granted(await createCommunity(service, { communityId: 'taicheng', name: '台城花园社区', timeZone, areaId: 'xuanwumen' }))
}

onEveryService(t, 'a district gathers subdistricts, and a subdistrict needs a district that there is', async (t, service) => {
  t.equal(codeOf(await createArea(service, gate)), 'unknown_area')
  granted(await createArea(service, xuanwu))
  t.same(granted(await createArea(service, { ...gate, name: ' 玄武门街道 ' })).answer, gate)
  t.equal(codeOf(await createArea(service, { ...gate, areaId: 'other', parentId: null })), 'district_required')
  t.equal(codeOf(await createArea(service, { ...gate, areaId: 'other', parentId: 'xuanwumen' })), 'not_a_district')
  t.equal(codeOf(await createArea(service, { ...xuanwu, areaId: 'other', parentId: 'xuanwu' })), 'invalid_request')
  t.equal(codeOf(await createArea(service, { ...xuanwu, areaId: 'Xuanwu 1' })), 'bad_code')
  t.equal(codeOf(await createArea(service, { ...xuanwu, areaId: 'other', name: 'a\u0000b' })), 'bad_text')
  t.equal(codeOf(await createArea(service, { ...xuanwu, areaId: 'other', name: ' ' })), 'invalid_request')
  t.equal(codeOf(await createArea(service, { ...xuanwu, name: '另一个区' })), 'area_exists')
  t.same((await listAreas(service, { limit: 9 })).items, [xuanwu, gate], 'what was refused left nothing')
  t.same(await listAreas(service, { limit: 1 }), { items: [xuanwu], next: 'xuanwu' })
  t.same((await listAreas(service, { limit: 9, parent: 'xuanwu' })).items, [gate])
  t.same((await listAreas(service, { limit: 9, level: 'district' })).items, [xuanwu])
  t.same(granted(await renameArea(service, 'xuanwumen', '玄武门')).answer, { ...gate, name: '玄武门' })
  t.same(await findArea(service, 'xuanwumen'), { ...gate, name: '玄武门' })
  t.equal(codeOf(await renameArea(service, 'nowhere', '玄武门')), 'unknown_area')
})

onEveryService(t, 'a community is opened in a subdistrict, renamed, moved and set up', async (t, service) => {
  await openTree(service)
  const { answer: other } = granted(await createArea(service, { ...gate, areaId: 'suojincun', name: '锁金村街道' }))
  const opened = granted(await findCommunity(service, 'taicheng'))
  t.match(opened, { areaId: 'xuanwumen', language: 'zh', cardPrefix: 'TAIC', fourEyes: true, archivedAt: null, archiveReason: null })
  t.equal(codeOf(await createCommunity(service, { communityId: 'b1', name: '二', timeZone, areaId: 'xuanwu' })), 'not_a_subdistrict')
  t.equal(codeOf(await createCommunity(service, { communityId: 'b1', name: '二', timeZone, areaId: 'nowhere' })), 'unknown_area')
  t.equal(codeOf(await createCommunity(service, { communityId: 'b1', name: '二', timeZone, cardPrefix: 'tc' })), 'invalid_request')
  t.equal(codeOf(await findCommunity(service, 'b1')), 'unknown_community', 'what was refused left nothing')

  const change = { name: ' 台城社区 ', areaId: other.areaId, language: 'en', cardPrefix: 'TC', fourEyes: false } as const
  const changed = { ...opened, ...change, name: '台城社区' }
  t.same(granted(await changeCommunity(service, 'taicheng', change)).answer, changed)
  t.same(granted(await changeCommunity(service, 'taicheng', { fourEyes: true, name: undefined })).answer, { ...changed, fourEyes: true }, 'what is not named stays')
  t.equal(codeOf(await changeCommunity(service, 'taicheng', {})), 'nothing_to_change')
  t.equal(codeOf(await changeCommunity(service, 'taicheng', { areaId: 'xuanwu' })), 'not_a_subdistrict')
  t.equal(codeOf(await changeCommunity(service, 'nowhere', { name: '无' })), 'unknown_community')
  t.same((await listCommunities(service, { limit: 9, area: 'xuanwu' })).items.map((each) => each.communityId), ['taicheng'])
  t.same((await listCommunities(service, { limit: 9, area: 'suojincun' })).items.map((each) => each.communityId), ['taicheng'])
  t.same((await listCommunities(service, { limit: 9, area: 'xuanwumen' })).items, [])
})

onEveryService(t, 'a card prefix belongs to one community alone', async (t, service) => {
  const open = (communityId: string, cardPrefix?: string) => createCommunity(service, { communityId, name: communityId, timeZone, cardPrefix })
  const prefixOf = async (communityId: string, cardPrefix?: string) => granted(await open(communityId, cardPrefix)).answer.cardPrefix
  t.equal(await prefixOf('taicheng-1'), 'TAIC')
  t.equal(await prefixOf('taicheng-2'), 'TAICA')
  t.equal(await prefixOf('taicheng-3', 'TAICB'), 'TAICB')
  t.equal(await prefixOf('taicheng-4'), 'TAICC')
  t.equal(await prefixOf('t1'), 'TX')
  t.equal(codeOf(await open('other', 'TAIC')), 'card_prefix_taken')
  t.equal(codeOf(await changeCommunity(service, 't1', { cardPrefix: 'TAIC' })), 'card_prefix_taken')
  t.equal(granted(await changeCommunity(service, 't1', { cardPrefix: 'TX' })).answer.cardPrefix, 'TX', 'its own is no other one’s')
  const many = await Promise.all(Array.from({ length: 30 }, (_, index) => prefixOf(`many-${index}`)))
  t.equal(new Set(many).size, 30, 'also where many are opened at once')
})

async function everyWrite(service: Service, importId: string): Promise<string[]> {
  const asking = { actor: 'coordinator', idempotencyKey: `k${Math.random()}`, request: {} }
  const kind = importMembers as unknown as ImportKind
  const outcomes = [
    await postAction(service, 'taicheng', { action: 'award', member: 1, rule: 'r', points: 100 }, asking),
    await createMember(service, 'taicheng', { card: `TC${Math.random()}`.replace('.', ''), name: '李福' }),
    await putGood(service, 'taicheng', { sku: 'G1', barcode: null, name: '米', unitName: null, price: 100, monthlyLimit: null, sponsor: null }),
    await confirmImport(service, kind, { communityId: 'taicheng', importId, actor: 'approver' }),
    await previewImport(service, kind, { communityId: 'taicheng', file: taichengFile('members.csv'), fileName: 'm.csv', actor: 'coordinator' }),
    await changeCommunity(service, 'taicheng', { language: 'en' })
  ]
  return outcomes.map(codeOf)
}

onEveryService(t, 'an archived community takes no write, stays readable, and is archived once', async (t, service) => {
  await openTree(service)
  const kind = importMembers as unknown as ImportKind
  const file = taichengFile('members.csv')
  const preview = granted(await previewImport(service, kind, { communityId: 'taicheng', file, fileName: 'm.csv', actor: 'coordinator' }))
  granted(await createMember(service, 'taicheng', { card: 'X1', name: '夏红浩' }))
  t.equal(codeOf(await archiveCommunity(service, 'nowhere', 'merged')), 'unknown_community')
  t.equal(codeOf(await archiveCommunity(service, 'taicheng', 'with blanks')), 'bad_code')
  const { answer: community, replayed } = granted(await archiveCommunity(service, 'taicheng', 'merged'))
  t.match(community, { communityId: 'taicheng', archivedAt: NOW, archiveReason: 'merged' })
  t.equal(replayed, false)
  t.same(new Set(await everyWrite(service, preview.answer.importId)), new Set(['community_archived']), 'at once in this process')
  t.same(granted(await archiveCommunity(service, 'taicheng', 'dissolved')), { answer: community, replayed: true })
  t.same((await listPlaces(service, 'taicheng')).map((place) => place.members), [1], 'what was there is there, and nothing more')
})

onEveryService(t, 'until then the same writes are taken', async (t, service) => {
  await openTree(service)
  const file = taichengFile('members.csv')
  const preview = granted(await previewImport(service, importMembers as unknown as ImportKind, { communityId: 'taicheng', file, fileName: 'm.csv', actor: 'coordinator' }))
  granted(await createMember(service, 'taicheng', { card: 'X1', name: '夏红浩' }))
  t.same(new Set(await everyWrite(service, preview.answer.importId)), new Set(['granted']))
})

onEveryService(t, 'another process hears of a change within a second', async (t, service, database) => {
  await openTree(service)
  const other = await openService(t, database)
  let now = 5000
  const directory = new Directory(other.bank.store, () => now)
  t.same(await directory.standingOf('taicheng'), { archived: false, language: 'zh', cardPrefix: 'TAIC', fourEyes: true, areaIds: ['xuanwumen', 'xuanwu'] })
  granted(await changeCommunity(service, 'taicheng', { cardPrefix: 'TC' }))
  granted(await archiveCommunity(service, 'taicheng', 'merged'))
  now += 999
  t.equal(await directory.refusalOfWrites('taicheng'), undefined, 'what it read it may go on with')
  now += 1
  t.equal(codeOf(await directory.refusalOfWrites('taicheng')), 'community_archived')
  t.match(await directory.standingOf('taicheng'), { archived: true, cardPrefix: 'TC' })
  t.equal(codeOf(await directory.refusalOfWrites('later')), 'unknown_community')
  granted(await createCommunity(service, { communityId: 'later', name: '后来', timeZone }))
  t.equal(await directory.refusalOfWrites('later'), undefined, 'what was not there is not remembered')
})

onEveryService(t, 'grids and buildings are those of the members, in the order people count in', async (t, service) => {
  await openTree(service)
  const homes: [string | null, string | null][] = [['第10网格', '3幢'], ['第2网格', '12幢'], ['第2网格', '3幢'], ['第2网格', '3幢'], ['第2网格', null], [null, null]]
  for (const [index, [grid, building]] of homes.entries()) granted(await createMember(service, 'taicheng', { card: `C${index}`, name: '某', grid, building }))
  t.same(await listPlaces(service, 'taicheng'), [
    { grid: '第2网格', members: 4, buildings: [{ building: '3幢', members: 2 }, { building: '12幢', members: 1 }, { building: null, members: 1 }] },
    { grid: '第10网格', members: 1, buildings: [{ building: '3幢', members: 1 }] },
    { grid: null, members: 1, buildings: [{ building: null, members: 1 }] }
  ])
})
