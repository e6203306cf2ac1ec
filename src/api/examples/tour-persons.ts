import { MADE_ID, T, type TourRequest } from './tour-request.ts'

/** What is done with people as persons, at the end of the morning. */
export const PERSONS: TourRequest[] = [
  {
    name: 'person', operationId: 'createMember', summary: '发新卡,身份证号已遮盖 · A card of our own; the ID number is masked',
    path: `${T}/members`,
    body: {
      name: '王秀英', sex: '女', phone: '13812340000', idNumber: '11010519491231002X', address: '进香河路 33 号', building: '3幢', grid: '第1网格', role: '居民',
      careTags: ['独居'], volunteer: { skills: ['理发'] }
    }
  },
  {
    name: 'guardian_required', operationId: 'createMember', summary: '未成年人须有监护人 · A minor needs a guardian',
    path: `${T}/members`, body: { name: '小明', birthDate: '2015-06-01' }
  },
  {
    name: 'bad_id_number', operationId: 'createMember', summary: '身份证号校验不符 · The check digit is wrong',
    path: `${T}/members`, body: { name: '曾庆红', idNumber: '110105194912310021' }
  },
  {
    name: 'already_member', operationId: 'createMember', summary: '已是本社区成员 · A member already',
    path: `${T}/members`, body: { name: '王秀英', idNumber: '11010519491231002X' }
  },
  {
    name: 'change', operationId: 'changeMember', summary: '搬到 5 幢 · Moved to building 5',
    path: `${T}/members/4`, method: 'PATCH', body: { building: '5幢', careTags: ['独居', '低保'] }
  },
  {
    name: 'fullView', operationId: 'viewMemberInFull', summary: '电话联系 · To call her',
    path: `${T}/members/4/full-view`, body: { reason: 'contact' }
  },
  { name: 'counterView', operationId: 'readCounterView', summary: '柜台所见 · At the counter', path: `${T}/members/1/counter-view` },
  { name: 'counterViewByCard', operationId: 'readCounterViewByCard', summary: '刷卡 · A card is scanned', path: `${T}/cards/TC100001/counter-view` },
  {
    name: 'replaceCard', operationId: 'replaceCard', summary: '挂失补卡 · A lost card is replaced',
    path: `${T}/members/1/cards`, body: { reason: 'lost', card: 'TC100091' }
  },
  { name: 'card_dead', operationId: 'readMemberByCard', summary: '旧卡已停用 · The old card is dead', path: `${T}/cards/TC100001` },
  { name: 'cards', operationId: 'listCards', summary: '新卡和旧卡 · The new card and the old', path: `${T}/members/1/cards` },
  { name: 'printCard', operationId: 'printCard', summary: '打印用 · To be printed', path: `${T}/members/1/card.svg` },
  {
    name: 'bindCard', operationId: 'bindCard', summary: '绑定市民卡 · A citizen’s card serves',
    path: `${T}/members/1/bound-cards`, body: { kind: 'citizen_card', number: '320102194012045427' }
  },
  {
    name: 'unbindCard', operationId: 'unbindCard', summary: '解除绑定 · It serves no longer',
    path: `${T}/members/1/bound-cards/end`, body: { kind: 'citizen_card', reason: 'handed_in' }
  },
  {
    name: 'relation', operationId: 'addRelation', summary: '女儿 · A daughter',
    path: `${T}/members/1/relations`, body: { kind: 'child', relative: { name: '夏小红', phone: '13700001234' }, evidence: '户口簿' }, makes: 'relationId'
  },
  { name: 'relations', operationId: 'listRelations', summary: '亲属 · Relatives', path: `${T}/members/1/relations` },
  {
    name: 'endRelation', operationId: 'endRelation', summary: '登记有误 · It was a mistake',
    path: `${T}/members/1/relations/${MADE_ID}/end`, body: {}
  },
  {
    name: 'proxy', operationId: 'addProxy', summary: '委托女儿代领 · The daughter may collect',
    path: `${T}/members/1/proxies`,
    body: { agent: { name: '夏小红', phone: '13700001234' }, powers: ['redeem'], validThrough: '2025-12-31', evidence: '委托书' }, makes: 'proxyId'
  },
  { name: 'proxies', operationId: 'listProxies', summary: '委托 · Proxies', path: `${T}/members/1/proxies` },
  {
    name: 'proxy_not_allowed', operationId: 'giveGift', summary: '委托不包括代收 · It is not for gifts',
    path: `${T}/gifts`, body: { from: 4, to: 1, points: '1.00', proxy: MADE_ID }
  },
  {
    name: 'endProxy', operationId: 'endProxy', summary: '撤回委托 · The proxy is withdrawn',
    path: `${T}/members/1/proxies/${MADE_ID}/end`, body: { reason: 'withdrawn' }
  },
  {
    name: 'consent', operationId: 'giveConsent', summary: '同意公示姓名 · The name may be published',
    path: `${T}/members/1/consents`, body: { purpose: 'publish_name', evidence: '书面' }, makes: 'consentId'
  },
  { name: 'consents', operationId: 'listConsents', summary: '同意 · Consents', path: `${T}/members/1/consents` },
  {
    name: 'withdrawConsent', operationId: 'withdrawConsent', summary: '撤回同意 · It is withdrawn',
    path: `${T}/members/1/consents/${MADE_ID}/withdrawal`, body: {}
  },
  { name: 'duplicates', operationId: 'listDuplicates', summary: '可能重复 · Possible duplicates', path: `${T}/members/duplicates` },
  { name: 'exportMembers', operationId: 'exportMembers', summary: '审计用 · For an audit', path: `${T}/members/export?reason=audit` },
  { name: 'home', operationId: 'setHomeCommunity', summary: '常住本社区 · Here is home', path: `${T}/members/4/home`, body: {} },
  {
    name: 'death', operationId: 'recordDeath', summary: '登记去世 · A death is recorded',
    path: `${T}/members/4/death`, body: { diedOn: '2025-03-19' }
  },
  {
    name: 'deathWithdrawn', operationId: 'withdrawDeath', summary: '登错了人:由另一人撤回 · The wrong person: taken back by another',
    path: `${T}/members/4/death/withdrawal`, body: { reason: 'wrong_person' }, actor: 'approver'
  },
  {
    name: 'member_alive', operationId: 'withdrawDeath', summary: '没有登记去世 · No death is recorded',
    path: `${T}/members/4/death/withdrawal`, body: { reason: 'wrong_person' }, actor: 'approver'
  },
  {
    name: 'erasure', operationId: 'eraseMember', summary: '删除个人信息 · Personal data are erased',
    path: `${T}/members/4/erasure`, body: { reason: 'died' }
  }
]
