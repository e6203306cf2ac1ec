import { CERTIFICATE_CODE, MADE_ID, type TourRequest } from './tour-request.ts'
import { MEIYUAN } from './tour-teams.ts'

const NUMBER = 'MY-2025-000001'
const CERTIFICATE = { from: '2025-01-01', through: '2025-03-20', responsible: '王主任', handler: '小陈', contact: '025-84400000' }

/** What a volunteer can show: a certificate, a star, totals and registers. */
export const OUTCOMES: TourRequest[] = [
  { name: 'certificate', operationId: 'issueCertificate', summary: '开具证明 · A certificate is issued', path: `${MEIYUAN}/members/1/certificates`, body: CERTIFICATE },
  { name: 'nothing_to_certify', operationId: 'issueCertificate', summary: '这段时间没有服务 · No service in this time', path: `${MEIYUAN}/members/1/certificates`, body: { ...CERTIFICATE, through: '2025-01-31' } },
  { name: 'certificates', operationId: 'listCertificates', summary: '已开具的 · Those that were issued', path: `${MEIYUAN}/members/1/certificates` },
  { name: 'readCertificate', operationId: 'readCertificate', summary: '一份证明 · One of them', path: `${MEIYUAN}/members/1/certificates/${NUMBER}` },
  { name: 'printCertificate', operationId: 'printCertificate', summary: '打印 · To be printed', path: `${MEIYUAN}/members/1/certificates/${NUMBER}/page` },
  { name: 'verification', operationId: 'verifyCertificate', summary: '任何人凭验证码查验 · Anybody with the code', path: `${MEIYUAN}/certificates/${NUMBER}/verification?code=${CERTIFICATE_CODE}`, role: 'nobody' },
  { name: 'certificate_not_found', operationId: 'verifyCertificate', summary: '验证码不符 · Another code', path: `${MEIYUAN}/certificates/${NUMBER}/verification?code=AAAAA-AAAAA-AAAAA-AAAAA`, role: 'nobody' },
  { name: 'revokedCertificate', operationId: 'revokeCertificate', summary: '开错了 · Issued by mistake', path: `${MEIYUAN}/members/1/certificates/${NUMBER}/revocation`, body: { reason: 'clerk_error' } },
  { name: 'certificate_not_valid', operationId: 'revokeCertificate', summary: '已撤销 · Withdrawn already', path: `${MEIYUAN}/members/1/certificates/${NUMBER}/revocation`, body: { reason: 'clerk_error' } },
  { name: 'hoursTotal', operationId: 'readHoursTotal', summary: '时长合计 · Hours of a member', path: `${MEIYUAN}/members/3/hours-total` },
  { name: 'memberYear', operationId: 'readMemberYear', summary: '年度小结 · A year of a member', path: `${MEIYUAN}/members/1/year-summary?year=2025` },
  { name: 'yearSummary', operationId: 'summarizeYear', summary: '按团队 · By team', path: `${MEIYUAN}/year-summary?year=2025&by=team` },
  { name: 'memberExpiring', operationId: 'listMemberExpiringPoints', summary: '一年内到期的 · Within a year', path: `${MEIYUAN}/members/3/expiring-points?withinDays=366` },
  { name: 'expiring', operationId: 'listExpiringPoints', summary: '一个月内到期的 · Within a month', path: `${MEIYUAN}/expiring-points` },
  { name: 'register', operationId: 'exportRegister', summary: '三月活动台账 · The activities of March', path: `${MEIYUAN}/register?register=activities&from=2025-03-01&to=2025-03-31` },
  { name: 'starLevels', operationId: 'readStarLevels', summary: '通行的星级 · The common stars', path: `${MEIYUAN}/star-levels` },
  { name: 'setStarLevels', operationId: 'putStarLevels', summary: '小社区的星级 · Of a small community', path: `${MEIYUAN}/star-levels`, method: 'PUT', body: { levels: [1, 20], noticeDays: 5 } },
  { name: 'starCandidates', operationId: 'listStarCandidates', summary: '已达到的成员 · Who has reached one', path: `${MEIYUAN}/stars/candidates` },
  { name: 'star', operationId: 'proposeStar', summary: '提出并公示 · Proposed, and on notice', path: `${MEIYUAN}/stars`, body: { member: 3, level: 1 }, makes: 'starId', actor: 'coordinator' },
  { name: 'star_already', operationId: 'proposeStar', summary: '正在公示 · On notice already', path: `${MEIYUAN}/stars`, body: { member: 3, level: 1 } },
  { name: 'star_not_reached', operationId: 'proposeStar', summary: '时长不足 · Too few hours', path: `${MEIYUAN}/stars`, body: { member: 1, level: 2 } },
  { name: 'stars', operationId: 'listStars', summary: '公示中 · On notice', path: `${MEIYUAN}/stars?state=on_notice` },
  { name: 'memberStars', operationId: 'listMemberStars', summary: '成员的星级 · Of a member', path: `${MEIYUAN}/members/3/stars` },
  { name: 'notice_not_over', operationId: 'awardStar', summary: '公示未满 · The notice is not over', path: `${MEIYUAN}/stars/${MADE_ID}/award`, body: {} },
  { name: 'awardedStar', operationId: 'awardStar', summary: '公示期满 · The notice is over', path: `${MEIYUAN}/stars/${MADE_ID}/award`, body: {}, at: '2025-03-28T02:00:00Z' },
  { name: 'anotherStar', operationId: 'proposeStar', summary: '更高一星 · One star more', path: `${MEIYUAN}/stars`, body: { member: 3, level: 2 }, makes: 'starId' },
  { name: 'starObjection', operationId: 'objectToStar', summary: '有异议,停止 · Objected to, and stopped', path: `${MEIYUAN}/stars/${MADE_ID}/objection`, body: { objection: '三月五日没有到场' } },
  { name: 'star_not_on_notice', operationId: 'awardStar', summary: '已停止 · It was stopped', path: `${MEIYUAN}/stars/${MADE_ID}/award`, body: {} }
]
