import { IMPORT_ID, MADE_ID, type TourRequest } from './tour-request.ts'

const Y = '/v1/communities/yuhuatai'

const CATEGORIES = { categoryCoefficients: { 老人陪护: '1.5', 陪同就医: '1' } }
const VISIT = { member: 1, serviceDate: '2025-03-08', startTime: '08:30', endTime: '10:00', category: '老人陪护', activity: '上门探访', method: 'list', evidence: 'paper_list' }

/** From what somebody saw to points: another community, where the last policy wants a public notice. */
export const RECORDS: TourRequest[] = [
  {
    name: 'recordsCommunity', operationId: 'createCommunity', summary: '雨花台社区 · Yuhuatai',
    path: '/v1/communities', body: { communityId: 'yuhuatai', name: '雨花台社区' }
  },
  {
    name: 'recordsPolicy', operationId: 'publishPolicy', summary: '投诉成立则清零 · A complaint zeroes the record',
    path: `${Y}/policies`, body: { from: '2025-01-01', policy: { earning: CATEGORIES, services: { complaintZeroes: 'points_and_hours' } } }
  },
  {
    name: 'noticePolicy', operationId: 'publishPolicy', summary: '3 月 20 日起公示五天 · Five days of public notice from 20 March',
    path: `${Y}/policies`, body: { from: '2025-03-20', policy: { earning: { ...CATEGORIES, publicNoticeDays: 5 } }, reason: 'ordered' }
  },
  {
    name: 'recordsMember', operationId: 'createMember', summary: '探访员 · A visitor',
    path: `${Y}/members`, body: { card: 'YH100001', name: '赵敏' }
  },
  {
    name: 'recordSettings', operationId: 'putRecordSettings', summary: '周日和 3 月 8 日不开放 · Closed on Sundays and on 8 March', method: 'PUT',
    path: `${Y}/record-settings`, body: { closedWeekdays: [7], closedDates: ['2025-03-08'], staffMembers: { zhao: 1 } }
  },
  { name: 'readRecordSettings', operationId: 'readRecordSettings', summary: '不开放的日子 · When it is closed', path: `${Y}/record-settings` },
  {
    name: 'recordedService', operationId: 'recordService', summary: '不开放日的服务,标出 · On a day when it is closed: flagged',
    path: `${Y}/service-records`, body: { service: VISIT }, actor: 'coordinator', makes: 'records.0.recordId'
  },
  {
    name: 'overlap', operationId: 'recordService', summary: '时间重叠 · At the same time as another',
    path: `${Y}/service-records`, body: { service: { ...VISIT, activity: '陪同', startTime: '09:00' } }, actor: 'coordinator'
  },
  { name: 'serviceRecords', operationId: 'listServiceRecords', summary: '有疑点的 · The doubtful ones', path: `${Y}/service-records?doubtful=true` },
  { name: 'memberRecords', operationId: 'listMemberRecords', summary: '本人的服务记录 · One’s own records', path: `${Y}/members/1/service-records` },
  { name: 'readServiceRecord', operationId: 'readServiceRecord', summary: '一条记录 · One record', path: `${Y}/service-records/${MADE_ID}` },
  { name: 'unknown_record', operationId: 'readServiceRecord', summary: '没有这条记录 · No such record', path: `${Y}/service-records/none` },
  {
    name: 'changedRecord', operationId: 'changeServiceRecord', summary: '到十点半 · Until half past ten', method: 'PATCH',
    path: `${Y}/service-records/${MADE_ID}`, body: { startTime: '08:30', endTime: '10:30' }, actor: 'coordinator'
  },
  {
    name: 'submission', operationId: 'submitServiceRecords', summary: '提交审核 · Submitted',
    path: `${Y}/record-submissions`, body: { records: [MADE_ID] }, actor: 'coordinator'
  },
  {
    name: 'flags_unanswered', operationId: 'approveServiceRecord', summary: '疑点还没有答复 · Nobody has answered the doubt',
    path: `${Y}/service-records/${MADE_ID}/approval`, body: {}, actor: 'approver'
  },
  {
    name: 'flagAnswer', operationId: 'answerRecordFlag', summary: '看过照片 · There is a photograph',
    path: `${Y}/service-records/${MADE_ID}/flag-answers`, body: { flag: 'closed_day', answer: 'seen_document', note: '有现场照片' }, actor: 'approver'
  },
  {
    name: 'approvedRecord', operationId: 'approveServiceRecord', summary: '通过,入账 · Approved and posted',
    path: `${Y}/service-records/${MADE_ID}/approval`, body: {}, actor: 'approver'
  },
  { name: 'approvedInFull', operationId: 'readServiceRecord', summary: '带备注 · With its notes', path: `${Y}/service-records/${MADE_ID}` },
  {
    name: 'record_not_open', operationId: 'approveServiceRecord', summary: '另一人已经审核 · Somebody else approved it',
    path: `${Y}/service-records/${MADE_ID}/approval`, body: {}, actor: 'manager'
  },
  {
    name: 'recordCorrection', operationId: 'correctServiceRecord', summary: '实为一个半小时 · It was an hour and a half',
    path: `${Y}/service-records/${MADE_ID}/correction`, body: { reason: 'wrong_amount', service: { ...VISIT, serviceDate: '2025-03-07' } }, actor: 'coordinator',
    makes: 'replacement.recordId'
  },
  {
    name: 'approvedCorrection', operationId: 'approveServiceRecord', summary: '更正后的通过 · The correction is approved',
    path: `${Y}/service-records/${MADE_ID}/approval`, body: {}, actor: 'approver'
  },
  {
    name: 'zeroing', operationId: 'zeroServiceRecord', summary: '投诉成立 · A complaint was upheld',
    path: `${Y}/service-records/${MADE_ID}/zeroing`, body: { note: '没有上门' }, actor: 'approver'
  },
  {
    name: 'recordedBatch', operationId: 'recordServices', summary: '三条,其中一条在将来 · Three, one of them in the future',
    path: `${Y}/record-batches`,
    body: { services: [{ ...VISIT, serviceDate: '2025-03-05' }, { ...VISIT, serviceDate: '2025-03-06' }, { ...VISIT, serviceDate: '2025-03-27' }], submit: true },
    actor: 'coordinator'
  },
  {
    name: 'hoursPreview', operationId: 'previewImport', summary: '时长登记表 · A sheet of hours',
    path: `${Y}/imports?kind=hours`, file: { name: '时长.csv', text: '卡号,姓名,服务日期,时长,服务类别,活动名称,记录方式\r\nYH100001,赵敏,2025-03-04,2,陪同就医,门诊,签到\r\n' },
    actor: 'coordinator'
  },
  {
    name: 'submittedImport', operationId: 'submitImport', summary: '提交审核,不直接入账 · Submitted, not posted',
    path: `${Y}/imports/${IMPORT_ID}/submission`, method: 'POST', actor: 'coordinator'
  },
  {
    name: 'bulkApproval', operationId: 'approveServiceRecords', summary: '三月上旬没有疑点的 · What is unremarkable of early March',
    path: `${Y}/record-approvals`, body: { filter: { through: '2025-03-10' } }, actor: 'approver', makes: 'runId'
  },
  { name: 'approvalRun', operationId: 'readApprovalRun', summary: '结果 · What it came to', path: `${Y}/record-approvals/${MADE_ID}` },
  { name: 'unknown_approval_run', operationId: 'readApprovalRun', summary: '没有这次批量审核 · No such bulk approval', path: `${Y}/record-approvals/none` },
  {
    name: 'recordToReturn', operationId: 'recordService', summary: '登记并提交 · Recorded and submitted',
    path: `${Y}/service-records`, body: { service: { ...VISIT, serviceDate: '2025-03-12' }, submit: true }, actor: 'coordinator', makes: 'records.0.recordId'
  },
  {
    name: 'returnedRecord', operationId: 'returnServiceRecord', summary: '退回 · Returned',
    path: `${Y}/service-records/${MADE_ID}/return`, body: { reason: 'wrong_person', note: '签名不是本人' }, actor: 'approver'
  },
  {
    name: 'withdrawnRecord', operationId: 'withdrawServiceRecord', summary: '撤回 · Withdrawn',
    path: `${Y}/service-records/${MADE_ID}/withdrawal`, method: 'POST', actor: 'coordinator'
  },
  {
    name: 'recordOfToday', operationId: 'recordService', summary: '今天的服务 · A service of today',
    path: `${Y}/service-records`, body: { service: { ...VISIT, serviceDate: '2025-03-20' }, submit: true }, actor: 'coordinator', makes: 'records.0.recordId'
  },
  {
    name: 'recordOnNotice', operationId: 'approveServiceRecord', summary: '通过,先公示 · Approved, and on public notice',
    path: `${Y}/service-records/${MADE_ID}/approval`, body: {}, actor: 'approver'
  },
  {
    name: 'objection', operationId: 'objectToServiceRecord', summary: '邻居有异议 · A neighbour objects',
    path: `${Y}/service-records/${MADE_ID}/objections`, body: { reason: 'not_served', note: '那天没有来' }, actor: 'coordinator'
  },
  { name: 'duePosting', operationId: 'postDueRecords', summary: '公示都未期满 · Nothing is due', path: `${Y}/record-due-postings`, method: 'POST' }
]
