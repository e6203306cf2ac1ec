import { IMPORT_ID, T, type TourRequest } from './tour-request.ts'

const CHANGED = {
  pointsPerHour: '12', categoryCoefficients: { 老人陪护: '1.5' }, roundMinutesDownTo: 30, backfilledHoursConvert: false,
  pointsRounding: 'down to 0.01', timezone: 'Asia/Shanghai'
}

/** Who may not, and what auditors see of it. */
export const ACCESS: TourRequest[] = [
  {
    name: 'not_signed_in', operationId: 'readMember', summary: '没有登录 · Nobody is signed in',
    path: `${T}/members/1`, role: 'nobody'
  },
  {
    name: 'not_permitted', operationId: 'awardPoints', summary: '审计员不能发积分 · An auditor awards no points',
    path: `${T}/awards`, body: { member: 1, rule: '文明家庭', points: '1.00' }, role: 'auditor'
  },
  {
    name: 'reason_needed', operationId: 'publishPolicy', summary: '改规则须写明原因 · A changed policy needs a reason',
    path: `${T}/policies`, body: { from: '2025-03-20', policy: CHANGED }
  },
  {
    name: 'policyChanged', operationId: 'publishPolicy', summary: '规则调整 · Rules changed',
    path: `${T}/policies`, body: { from: '2025-03-20', policy: CHANGED, reason: 'rule_changed' }, actor: 'manager'
  },
  {
    name: 'importOfOwn', operationId: 'previewImport', summary: '又一份名册 · Another register',
    path: `${T}/imports?kind=members`, file: { name: '成员二.csv', text: '卡号,姓名\r\nTC100005,姚雪梅\r\n' }, actor: 'coordinator'
  },
  {
    name: 'second_person_needed', operationId: 'confirmImport', summary: '交表的人不能自己确认 · Not by whoever handed it in',
    path: `${T}/imports/${IMPORT_ID}/confirm`, method: 'POST', actor: 'coordinator'
  },
  {
    name: 'access', operationId: 'listAccess', summary: '谁登记了成员 · Who registered members',
    path: `${T}/access-log?operation=createMember&outcome=done&limit=1`, role: 'auditor'
  },
  {
    name: 'accessExport', operationId: 'exportAccess', summary: '被拒的操作 · What was refused',
    path: `${T}/access-log/export?format=csv&outcome=not_permitted`, role: 'auditor'
  },
  {
    name: 'serviceAccess', operationId: 'listServiceAccess', summary: '没有登录的请求 · Requests of nobody known',
    path: '/v1/access-log?outcome=not_signed_in', role: 'auditor'
  },
  { name: 'exceptions', operationId: 'listExceptions', summary: '一人改了规则 · A policy changed alone', path: `${T}/exceptions`, role: 'auditor' }
]
