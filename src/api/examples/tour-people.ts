import { T, type TourRequest } from './tour-request.ts'

const policy = {
  pointsPerHour: '10',
  categoryCoefficients: { 老人陪护: '1.5', 陪同就医: '1.5', 科普宣传: '1.0', 文体活动: '0.8' },
  roundMinutesDownTo: 30,
  dailyConvertibleCapMinutes: 480,
  backfilledHoursConvert: false,
  pointsRounding: 'down to 0.01',
  pointsValidMonths: 36,
  timezone: 'Asia/Shanghai'
}

/** The same rules in groups; what is left out takes its default. */
const GROUPED = { categoryCoefficients: policy.categoryCoefficients, stepMinutes: 30, dayCapMinutes: 480, backfilledHoursConvert: false }

/** Members, hours and points. */
export const PEOPLE: TourRequest[] = [
  { name: 'health', operationId: 'health', summary: '存活 · Alive', path: '/health' },
  { name: 'ready', operationId: 'ready', summary: '可以服务 · Ready', path: '/ready' },
  {
    name: 'community', operationId: 'createCommunity', summary: '台城花园社区 · Taicheng Garden',
    path: '/v1/communities', body: { communityId: 'taicheng', name: '台城花园社区', timeZone: 'Asia/Shanghai' }
  },
  {
    name: 'community_exists', operationId: 'createCommunity', summary: '代码已被使用 · The code is taken',
    path: '/v1/communities', body: { communityId: 'taicheng', name: '台城社区' }
  },
  { name: 'communities', operationId: 'listCommunities', summary: '全部社区 · All communities', path: '/v1/communities' },
  { name: 'readCommunity', operationId: 'readCommunity', summary: '台城花园社区 · Taicheng Garden', path: T },
  {
    name: 'unknown_community', operationId: 'readCommunity', summary: '没有这个社区 · No such community',
    path: '/v1/communities/bihu'
  },
  {
    name: 'no_policy', operationId: 'readPolicyInForce', summary: '还没有规则 · No policy yet',
    path: `${T}/policies/in-force`
  },
  {
    name: 'policy', operationId: 'publishPolicy', summary: '一小时十分,每日至多八小时 · Ten points an hour, eight hours a day',
    path: `${T}/policies`, body: { from: '2025-01-01', policy }, actor: 'coordinator'
  },
  { name: 'policyPresets', operationId: 'listPolicyPresets', summary: '各地规则 · Rules of cities', path: '/v1/policy-presets' },
  { name: 'policies', operationId: 'listPolicies', summary: '各版规则 · All versions', path: `${T}/policies` },
  {
    name: 'policyInForce', operationId: 'readPolicyInForce', summary: '3 月 5 日适用的规则 · In force on 5 March',
    path: `${T}/policies/in-force?on=2025-03-05`
  },
  {
    name: 'bad_date', operationId: 'readPolicyInForce', summary: '日期不存在 · No such date',
    path: `${T}/policies/in-force?on=2025-02-30`
  },
  {
    name: 'member', operationId: 'createMember', summary: '一位居民 · A resident',
    path: `${T}/members`,
    body: { card: 'TC100001', name: '夏红浩', sex: '女', birthDate: '1940-12-04', phone: '15404409081', building: '18幢', grid: '第4网格', role: '居民' }
  },
  {
    name: 'volunteer', operationId: 'createMember', summary: '一位志愿者 · A volunteer',
    path: `${T}/members`,
    body: { card: 'TC100002', name: '李福', sex: '男', birthDate: '2000-01-11', building: '18幢', grid: '第1网格', role: '志愿者' }
  },
  {
    name: 'twice', operationId: 'createMember', summary: '同一人的第二张卡 · A second card of one person',
    path: `${T}/members`, body: { card: 'TC100900', name: '李福' }
  },
  {
    name: 'card_taken', operationId: 'createMember', summary: '卡号已有人使用 · The card is taken',
    path: `${T}/members`, body: { card: 'TC100001', name: '曾庆红' }
  },
  {
    name: 'unknown_field', operationId: 'createMember', summary: '未知字段 · An unknown field',
    path: `${T}/members`, body: { card: 'TC100004', name: '曾庆红', cardNumber: '320102' }
  },
  {
    name: 'members', operationId: 'listMembers', summary: '按姓名查找 · Found by name',
    path: `${T}/members?name=${encodeURIComponent('夏红浩')}`
  },
  { name: 'readMember', operationId: 'readMember', summary: '1 号成员 · Member 1', path: `${T}/members/1` },
  {
    name: 'unknown_member', operationId: 'readMember', summary: '没有这位成员 · No such member',
    path: `${T}/members/99`, language: 'en'
  },
  { name: 'byCard', operationId: 'readMemberByCard', summary: '刷卡 · A card is scanned', path: `${T}/cards/TC100002` },
  {
    name: 'hours', operationId: 'recordHours', summary: '陪护 100 分钟,得 22.50 分 · 100 minutes of companionship, 22.50 points',
    path: `${T}/hours`,
    body: { member: 2, category: '老人陪护', minutes: 100, activity: '周三陪护', serviceDate: '2025-03-05', evidence: '签到' }, actor: 'coordinator'
  },
  {
    name: 'explanation', operationId: 'explainRecord', summary: '100 分钟为什么得 22.50 分 · Why 100 minutes gave 22.50',
    path: `${T}/transactions/2/explanation`
  },
  {
    name: 'nothing_to_explain', operationId: 'explainRecord', summary: '不是服务记录 · No service',
    path: `${T}/transactions/1/explanation`
  },
  {
    name: 'dryRun', operationId: 'dryRunPolicy', summary: '若每小时 12 分 · At twelve points an hour',
    path: `${T}/policies/dry-run`,
    body: { policy: { earning: { ...GROUPED, pointsPerHour: '12' } }, from: '2025-01-01', through: '2025-03-31' }
  },
  {
    name: 'duplicate', operationId: 'recordHours', summary: '当日已有同样的记录 · Recorded already',
    path: `${T}/hours`, body: { member: 2, category: '老人陪护', minutes: 100, activity: '周三陪护', serviceDate: '2025-03-05' }
  },
  {
    name: 'unknown_category', operationId: 'recordHours', summary: '规则中没有的类别 · Not in the policy',
    path: `${T}/hours`, body: { member: 2, category: '代购', minutes: 60, serviceDate: '2025-03-05' }
  },
  {
    name: 'future_date', operationId: 'recordHours', summary: '服务日期在今天之后 · A service date to come',
    path: `${T}/hours`, body: { member: 2, category: '老人陪护', minutes: 60, serviceDate: '2025-03-21' }
  },
  {
    name: 'award', operationId: 'awardPoints', summary: '文明家庭奖励 · An award to a model family',
    path: `${T}/awards`, body: { member: 1, rule: '文明家庭', points: '100.00' }
  },
  {
    name: 'gift', operationId: 'giveGift', summary: '转赠 12.50 分 · A gift of 12.50',
    path: `${T}/gifts`, body: { from: 1, to: 2, points: '12.50' }, actor: 'coordinator'
  },
  {
    name: 'key_reused', operationId: 'giveGift', summary: '同一幂等键,另一个请求 · The same key, another request',
    path: `${T}/gifts`, body: { from: 1, to: 2, points: '13.50' }, keyOf: 'gift'
  },
  {
    name: 'bad_amount', operationId: 'giveGift', summary: '小数位过多 · Too many places',
    path: `${T}/gifts`, body: { from: 1, to: 2, points: '12.505' }
  },
  {
    name: 'insufficient_points', operationId: 'giveGift', summary: '积分不足 · Too few points',
    path: `${T}/gifts`, body: { from: 1, to: 2, points: '500.00' }
  },
  {
    name: 'donation', operationId: 'donatePoints', summary: '捐给公益积分池 · To the donation pool',
    path: `${T}/donations`, body: { member: 1, points: '20.00' }
  },
  {
    name: 'grant', operationId: 'grantPoints', summary: '由公益积分池发放 · Out of the pool',
    path: `${T}/grants`, body: { member: 2, points: '5.00', expiresOn: '2025-12-31' }
  },
  {
    name: 'insufficient_pool', operationId: 'grantPoints', summary: '公益积分池不足 · Too little in the pool',
    path: `${T}/grants`, body: { member: 2, points: '500.00' }
  }
]
