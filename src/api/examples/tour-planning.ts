import { ACTIVITY_ID, ENTRY_ID, MADE_ID, T, type TourRequest } from './tour-request.ts'

/** What there is to do, from the fields to a cancelled activity that others are told of. */
export const PLANNING: TourRequest[] = [
  {
    name: 'serviceField', operationId: 'putServiceField', summary: '为老服务 · For the old',
    path: `${T}/service-fields/elder_care`, method: 'PUT', body: { name: '为老服务' }
  },
  { name: 'serviceFields', operationId: 'listServiceFields', summary: '服务领域 · The fields', path: `${T}/service-fields` },
  {
    name: 'category', operationId: 'putCategory', summary: '老人陪护属助老 · Companionship is help for the old',
    path: `${T}/service-categories/${encodeURIComponent('老人陪护')}`, method: 'PUT', body: { field: 'elder_care', help: 'elderly' }
  },
  {
    name: 'unknown_service_field', operationId: 'putCategory', summary: '没有这个领域 · No such field',
    path: `${T}/service-categories/${encodeURIComponent('代购')}`, method: 'PUT', body: { field: 'shopping' }
  },
  { name: 'categories', operationId: 'listCategories', summary: '服务类别 · The categories', path: `${T}/service-categories` },
  { name: 'categoryCheck', operationId: 'checkCategories', summary: '哪些对不上 · What does not agree', path: `${T}/service-categories/check` },
  {
    name: 'brand', operationId: 'putBrand', summary: '小红花 · A brand',
    path: `${T}/brands/xiaohonghua`, method: 'PUT', body: { name: '小红花', field: 'elder_care' }
  },
  { name: 'brands', operationId: 'listBrands', summary: '服务品牌 · The brands', path: `${T}/brands` },

  {
    name: 'webhook', operationId: 'createWebhook', summary: '取消活动时通知 · To be told of what is called off',
    path: `${T}/webhooks`, body: { address: 'https://notice.example.org/timebank', events: ['activity_cancelled', 'activity_reminder'] }, makes: 'webhook.webhookId'
  },
  {
    name: 'webhook_address', operationId: 'createWebhook', summary: '内网地址 · A private address',
    path: `${T}/webhooks`, body: { address: 'https://192.168.1.10/notices', events: ['activity_cancelled'] }
  },
  { name: 'webhooks', operationId: 'listWebhooks', summary: '通知地址 · The addresses', path: `${T}/webhooks` },

  {
    name: 'need', operationId: 'raiseNeed', summary: '居民提出需求 · A resident raises a need',
    path: `${T}/members/1/needs`, body: { title: '周三有人陪', details: '下午两点到四点', category: '老人陪护' }, makes: 'entryId', madeAs: ENTRY_ID
  },
  { name: 'memberNeeds', operationId: 'listMemberNeeds', summary: '本人的需求 · What she raised', path: `${T}/members/1/needs` },
  {
    name: 'changedEntry', operationId: 'changeListEntry', summary: '改说明 · The details are put right',
    path: `${T}/list-entries/${ENTRY_ID}`, method: 'PATCH', body: { details: '下午两点到四点,三楼' }
  },
  {
    name: 'published', operationId: 'moveListEntry', summary: '发布 · Published',
    path: `${T}/list-entries/${ENTRY_ID}/state`, body: { state: 'published' }
  },
  {
    name: 'entry_state', operationId: 'moveListEntry', summary: '还没有人承接,不能完成 · Not taken up, so not done',
    path: `${T}/list-entries/${ENTRY_ID}/state`, body: { state: 'done' }
  },
  {
    name: 'resource', operationId: 'addListEntry', summary: '一项资源 · A resource',
    path: `${T}/list-entries`, body: { list: 'resources', title: '轮椅一辆', member: 3, availableFrom: '2025-04-01' }
  },

  {
    name: 'activity', operationId: 'createActivity', summary: '周三陪护,名额一人 · For one person',
    path: `${T}/activities`,
    body: {
      title: '周三陪护', place: '社区活动室', category: '老人陪护', brand: 'xiaohonghua', date: '2025-03-26', startMinute: 840, endMinute: 960, capacity: 1,
      responsible: { member: 1 }, expectedMinutes: 120
    },
    makes: 'activityId', madeAs: ACTIVITY_ID
  },
  {
    name: 'end_before_start', operationId: 'createActivity', summary: '结束早于开始 · It ends before it begins',
    path: `${T}/activities`,
    body: { title: '周三陪护', place: '社区活动室', category: '老人陪护', date: '2025-03-26', startMinute: 960, endMinute: 840, responsible: { member: 1 }, expectedMinutes: 120 }
  },
  {
    name: 'category_not_in_use', operationId: 'createActivity', summary: '没有这个类别 · No such category',
    path: `${T}/activities`,
    body: { title: '代购', place: '超市', category: '代购', date: '2025-03-26', startMinute: 840, endMinute: 960, responsible: { member: 1 }, expectedMinutes: 120 }
  },
  {
    name: 'linked', operationId: 'linkListEntry', summary: '需求由活动承接 · The activity takes the need up',
    path: `${T}/list-entries/${ENTRY_ID}/links`, body: { kind: 'activity', targetId: ACTIVITY_ID }
  },
  { name: 'readEntry', operationId: 'readListEntry', summary: '需求与其活动 · The need with its activity', path: `${T}/list-entries/${ENTRY_ID}` },
  { name: 'entries', operationId: 'listListEntries', summary: '需求清单 · The list of needs', path: `${T}/list-entries?list=needs` },
  {
    name: 'sign_up_not_open', operationId: 'signUp', summary: '还没有开放 · Not open yet',
    path: `${T}/members/3/sign-ups`, body: { activityId: ACTIVITY_ID }
  },
  { name: 'opened', operationId: 'moveActivity', summary: '开放报名 · Open', path: `${T}/activities/${ACTIVITY_ID}/state`, body: { state: 'open' } },
  {
    name: 'signUp', operationId: 'signUp', summary: '报名 · Signed up',
    path: `${T}/members/3/sign-ups`, body: { activityId: ACTIVITY_ID }, makes: 'signUpId'
  },
  {
    name: 'waiting', operationId: 'signUp', summary: '满员,候补 · Full, so she waits',
    path: `${T}/members/1/sign-ups`, body: { activityId: ACTIVITY_ID }
  },
  {
    name: 'already_signed_up', operationId: 'signUp', summary: '已经报名 · Signed up already',
    path: `${T}/members/1/sign-ups`, body: { activityId: ACTIVITY_ID }
  },
  { name: 'signUpTakenBack', operationId: 'cancelSignUp', summary: '取消,候补递补 · Taken back; she moves up', path: `${T}/members/3/sign-ups/${MADE_ID}/cancellation`, body: {} },
  { name: 'memberSignUps', operationId: 'listMemberSignUps', summary: '成员的报名 · Of a member', path: `${T}/members/1/sign-ups` },
  { name: 'signUps', operationId: 'listSignUps', summary: '名单 · The list', path: `${T}/activities/${ACTIVITY_ID}/sign-ups` },
  {
    name: 'changedActivity', operationId: 'changeActivity', summary: '改到周四 · Put off to Thursday',
    path: `${T}/activities/${ACTIVITY_ID}`, method: 'PATCH', body: { date: '2025-03-27' }
  },
  { name: 'readActivity', operationId: 'readActivity', summary: '活动 · The activity', path: `${T}/activities/${ACTIVITY_ID}` },
  { name: 'activities', operationId: 'listActivities', summary: '三月的活动 · Of March', path: `${T}/activities?from=2025-03-01&through=2025-03-31` },
  {
    name: 'cancelled', operationId: 'cancelActivity', summary: '因雨取消 · Called off for rain',
    path: `${T}/activities/${ACTIVITY_ID}/cancellation`, body: { reason: 'weather', note: '大雨' }
  },
  {
    name: 'activity_state', operationId: 'cancelActivity', summary: '已经取消 · Called off already',
    path: `${T}/activities/${ACTIVITY_ID}/cancellation`, body: { reason: 'weather' }
  },
  {
    name: 'unlinked', operationId: 'unlinkListEntry', summary: '关联取消 · The link is taken away',
    path: `${T}/list-entries/${ENTRY_ID}/links/end`, body: { kind: 'activity', targetId: ACTIVITY_ID }
  },

  {
    name: 'post', operationId: 'createPost', summary: '设岗 · A post',
    path: `${T}/posts`, body: { title: '敲门问安岗', field: 'elder_care', category: '老人陪护', grid: '第1网格', expectedYearMinutes: 6240 }, makes: 'postId'
  },
  { name: 'readPost', operationId: 'readPost', summary: '岗位 · The post', path: `${T}/posts/${MADE_ID}` },
  {
    name: 'changedPost', operationId: 'changePost', summary: '全年 120 小时 · 120 hours a year',
    path: `${T}/posts/${MADE_ID}`, method: 'PATCH', body: { expectedYearMinutes: 7200 }
  },
  { name: 'unclaimed', operationId: 'listPosts', summary: '今年无人认领 · Unclaimed this year', path: `${T}/posts?unclaimedIn=2025` },
  {
    name: 'postClaims', operationId: 'claimPosts', summary: '认领今年 · Claimed for this year',
    path: `${T}/post-claims`, body: { year: 2025, claims: [{ postId: MADE_ID, holder: { member: 3 } }] }, makes: 'claims.0.claimId', madeAs: ENTRY_ID
  },
  {
    name: 'post_claimed', operationId: 'claimPosts', summary: '已有人认领 · Claimed already',
    path: `${T}/post-claims`, body: { year: 2025, claims: [{ postId: MADE_ID, holder: { member: 1 } }] }
  },
  { name: 'holdingTeam', operationId: 'createTeam', summary: '将认领岗位的团队 · A team that will hold a post', path: `${T}/teams`, body: { team: '和事佬队', name: '和事佬调解队', leader: 1 } },
  {
    name: 'handover', operationId: 'handOverPost', summary: '交给团队 · Handed over to a team',
    path: `${T}/post-claims/${ENTRY_ID}/handover`, body: { to: { team: '和事佬队' } }, makes: 'claimId', madeAs: ENTRY_ID
  },
  { name: 'listPostClaims', operationId: 'listPostClaims', summary: '今年的认领 · Of this year', path: `${T}/post-claims?year=2025` },
  { name: 'endedClaim', operationId: 'endPostClaim', summary: '不再担任 · Given up', path: `${T}/post-claims/${ENTRY_ID}/end`, body: { reason: 'no_time' } },
  { name: 'endedPost', operationId: 'endPost', summary: '撤岗 · The post ends', path: `${T}/posts/${MADE_ID}/end`, body: {} },

  {
    name: 'secondWebhook', operationId: 'createWebhook', summary: '报名取消时通知 · To be told of who leaves',
    path: `${T}/webhooks`, body: { address: 'https://notice.example.org/sign-ups', events: ['activity_cancelled'] }, makes: 'webhook.webhookId'
  },
  {
    name: 'anotherActivity', operationId: 'createActivity', summary: '另一个活动 · Another activity',
    path: `${T}/activities`,
    body: { title: '周五理发', place: '社区活动室', category: '老人陪护', date: '2025-03-28', startMinute: 540, endMinute: 660, responsible: { member: 3 }, expectedMinutes: 120 },
    makes: 'activityId', madeAs: ACTIVITY_ID
  },
  {
    name: 'anotherCancelled', operationId: 'cancelActivity', summary: '人数不足 · Too few people',
    path: `${T}/activities/${ACTIVITY_ID}/cancellation`, body: { reason: 'too_few' }
  },
  {
    name: 'deliveries', operationId: 'listDeliveries', summary: '通知的结果 · What came of it',
    path: `${T}/webhooks/${MADE_ID}/deliveries`, makes: 'items.0.deliveryId', madeAs: ENTRY_ID
  },
  { name: 'resent', operationId: 'resendDelivery', summary: '重发 · Once more', path: `${T}/webhooks/${MADE_ID}/deliveries/${ENTRY_ID}/resend`, body: {} },
  { name: 'endedWebhook', operationId: 'endWebhook', summary: '停用 · Told nothing any more', path: `${T}/webhooks/${MADE_ID}/end`, body: {} },
  {
    name: 'webhook_ended', operationId: 'resendDelivery', summary: '已停用 · It has ended',
    path: `${T}/webhooks/${MADE_ID}/deliveries/${ENTRY_ID}/resend`, body: {}
  }
]
