import { T, type TourRequest } from './tour-request.ts'

const WUTONG = '/v1/communities/wutong'

/** The tree above the community and below it, what all of it comes to, and a community that is archived. */
export const TREE: TourRequest[] = [
  {
    name: 'district', operationId: 'createArea', summary: '玄武区 · Xuanwu district',
    path: '/v1/areas', body: { areaId: 'xuanwu', level: 'district', name: '玄武区' }
  },
  {
    name: 'subdistrict', operationId: 'createArea', summary: '玄武门街道 · A subdistrict of it',
    path: '/v1/areas', body: { areaId: 'xuanwumen', level: 'subdistrict', parentId: 'xuanwu', name: '玄武门' }
  },
  {
    name: 'district_required', operationId: 'createArea', summary: '街道须属于一个区 · A subdistrict without a district',
    path: '/v1/areas', body: { areaId: 'suojincun', level: 'subdistrict', name: '锁金村街道' }
  },
  {
    name: 'unknown_area', operationId: 'createArea', summary: '没有这个区 · No such district',
    path: '/v1/areas', body: { areaId: 'suojincun', level: 'subdistrict', parentId: 'gulou', name: '锁金村街道' }
  },
  {
    name: 'area_exists', operationId: 'createArea', summary: '代码已被使用 · The code is taken',
    path: '/v1/areas', body: { areaId: 'xuanwu', level: 'district', name: '另一个区' }
  },
  {
    name: 'renamedArea', operationId: 'renameArea', summary: '更名 · Renamed',
    path: '/v1/areas/xuanwumen', method: 'PATCH', body: { name: '玄武门街道' }
  },
  { name: 'areas', operationId: 'listAreas', summary: '玄武区的街道 · The subdistricts of Xuanwu', path: '/v1/areas?parent=xuanwu' },
  { name: 'area', operationId: 'readArea', summary: '玄武区 · Xuanwu', path: '/v1/areas/xuanwu' },
  {
    name: 'changedCommunity', operationId: 'changeCommunity', summary: '归入街道,定卡号前缀 · Into its subdistrict, with a card prefix',
    path: T, method: 'PATCH', body: { areaId: 'xuanwumen', cardPrefix: 'TC' }
  },
  {
    name: 'nothing_to_change', operationId: 'changeCommunity', summary: '没有要修改的内容 · Nothing to change',
    path: T, method: 'PATCH', body: {}
  },
  {
    name: 'not_a_subdistrict', operationId: 'changeCommunity', summary: '区不是街道 · A district is no subdistrict',
    path: T, method: 'PATCH', body: { areaId: 'xuanwu' }
  },
  {
    name: 'card_prefix_taken', operationId: 'createCommunity', summary: '前缀已由别的社区使用 · The prefix is another one’s',
    path: '/v1/communities', body: { communityId: 'wutong', name: '梧桐社区', cardPrefix: 'TC' }
  },
  {
    name: 'openedInArea', operationId: 'createCommunity', summary: '开在街道之下 · Opened in a subdistrict',
    path: '/v1/communities', body: { communityId: 'wutong', name: '梧桐社区', areaId: 'xuanwumen', cardPrefix: 'WT', fourEyes: false }
  },
  { name: 'communitiesOfArea', operationId: 'listCommunities', summary: '玄武区的社区 · The communities of Xuanwu', path: '/v1/communities?area=xuanwu' },
  { name: 'places', operationId: 'listPlaces', summary: '网格与楼栋 · Grids and buildings', path: `${T}/places` },
  {
    name: 'summaryByGrid', operationId: 'summarizeCommunity', summary: '三月,按网格 · March by grid',
    path: `${T}/summary?from=2025-03-01&through=2025-03-31`
  },
  { name: 'summaryByBuilding', operationId: 'summarizeCommunity', summary: '按楼栋 · By building', path: `${T}/summary?by=building` },
  {
    name: 'summaryOfArea', operationId: 'summarizeArea', summary: '街道各社区,三月 · The communities of a subdistrict, March',
    path: '/v1/areas/xuanwumen/summary?from=2025-03-01&through=2025-03-31'
  },
  {
    name: 'archived', operationId: 'archiveCommunity', summary: '并入邻近社区 · Merged into a neighbour',
    path: `${WUTONG}/archive`, body: { reason: 'merged' }
  },
  {
    name: 'community_archived', operationId: 'changeCommunity', summary: '已归档,只可查阅 · Archived, and only read',
    path: WUTONG, method: 'PATCH', body: { name: '梧桐新村' }
  },
  { name: 'readArchived', operationId: 'readCommunity', summary: '归档后仍可查阅 · Still read', path: WUTONG }
]
