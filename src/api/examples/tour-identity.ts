import { ASSIGNMENT_ID, KEY_ID, T, TOUR_ADMINISTRATOR, type TourRequest } from './tour-request.ts'

const { user, password } = TOUR_ADMINISTRATOR

/** Signing in, users, keys, and the PIN of a resident. */
export const IDENTITY: TourRequest[] = [
  { name: 'sign_in', operationId: 'signIn', summary: '管理员登录 · An administrator signs in', path: '/v1/session', body: { user, password } },
  {
    name: 'sign_in_failed', operationId: 'signIn', summary: '密码不对 · A wrong password',
    path: '/v1/session', body: { user, password: 'another example' }
  },
  { name: 'session', operationId: 'readSession', summary: '我是谁 · Who am I', path: '/v1/session', signedIn: true },
  {
    name: 'user', operationId: 'createUser', summary: '兑换点的工作人员 · A clerk',
    path: '/v1/users', body: { user: 'li.mei', roles: [{ role: 'clerk', scope: 'community', communityId: 'taicheng' }] }, signedIn: true
  },
  {
    name: 'userAgain', operationId: 'createUser', summary: '同一请求重试:密码不再显示 · The same request again: the password is not shown twice',
    path: '/v1/users', body: { user: 'li.mei', roles: [{ role: 'clerk', scope: 'community', communityId: 'taicheng' }] }, keyOf: 'user', signedIn: true
  },
  { name: 'user_exists', operationId: 'createUser', summary: '用户名已被使用 · The name is taken', path: '/v1/users', body: { user: 'li.mei' }, signedIn: true },
  {
    name: 'program', operationId: 'createUser', summary: '街道的数据平台 · A program',
    path: '/v1/users', body: { user: 'platform', kind: 'program', roles: [{ role: 'auditor', scope: 'service' }] }, signedIn: true
  },
  { name: 'users', operationId: 'listUsers', summary: '全部账号 · All users', path: '/v1/users', signedIn: true },
  { name: 'readUser', operationId: 'readUser', summary: '账号及其角色 · A user and its roles', path: '/v1/users/li.mei', signedIn: true },
  { name: 'unknown_user', operationId: 'readUser', summary: '没有这个账号 · No such user', path: '/v1/users/nobody', signedIn: true },
  {
    name: 'role', operationId: 'grantRole', summary: '兼任协调员 · Coordinator as well',
    path: '/v1/users/li.mei/roles', body: { role: 'coordinator', scope: 'community', communityId: 'taicheng' }, signedIn: true
  },
  {
    name: 'not_to_oneself', operationId: 'grantRole', summary: '不能给自己授予没有的角色 · Not to oneself',
    path: '/v1/users/admin/roles', body: { role: 'approver', scope: 'community', communityId: 'taicheng' }, actor: 'admin'
  },
  {
    name: 'roleEnded', operationId: 'endRole', summary: '收回角色 · The role ends',
    path: `/v1/users/li.mei/roles/${ASSIGNMENT_ID}`, method: 'DELETE', signedIn: true
  },
  { name: 'disabled', operationId: 'disableUser', summary: '停用 · Disabled', path: '/v1/users/li.mei/disable', method: 'POST', signedIn: true },
  {
    name: 'last_administrator', operationId: 'disableUser', summary: '最后一名管理员 · The last administrator',
    path: '/v1/users/admin/disable', method: 'POST', signedIn: true
  },
  { name: 'enabled', operationId: 'enableUser', summary: '恢复 · Enabled', path: '/v1/users/li.mei/enable', method: 'POST', signedIn: true },
  { name: 'passwordReset', operationId: 'resetPassword', summary: '重设密码 · A new first password', path: '/v1/users/li.mei/reset-password', method: 'POST', signedIn: true },
  {
    name: 'key', operationId: 'createApiKey', summary: '一把只能读的密钥 · A key that only reads',
    path: '/v1/users/platform/keys', body: { name: '街道数据平台', operations: ['readTrialBalance', 'listTransactions'], expiresAt: '2025-06-30T16:00:00Z' },
    signedIn: true
  },
  { name: 'keys', operationId: 'listApiKeys', summary: '各把密钥 · The keys', path: '/v1/users/platform/keys', signedIn: true },
  {
    name: 'keyRevoked', operationId: 'revokeApiKey', summary: '停用密钥 · The key is revoked',
    path: `/v1/users/platform/keys/${KEY_ID}`, method: 'DELETE', signedIn: true
  },
  { name: 'pin', operationId: 'setPin', summary: '设密码 · A PIN is set', path: `${T}/members/1/pin`, method: 'PUT', body: { pin: '739146' }, signedIn: true },
  {
    name: 'pin_too_simple', operationId: 'setPin', summary: '过于简单 · Too simple',
    path: `${T}/members/1/pin`, method: 'PUT', body: { pin: '123456', reason: 'owner_request' }, signedIn: true
  },
  {
    name: 'resident', operationId: 'signInResident', summary: '居民登录 · A resident signs in',
    path: '/v1/session/resident', body: { communityId: 'taicheng', card: 'TC100001', pin: '739146' }
  },
  {
    name: 'pin_wrong', operationId: 'giveGift', summary: '密码不对 · A wrong PIN',
    path: `${T}/gifts`, body: { from: 1, to: 3, points: '1.00', pin: '802611' }
  },
  {
    name: 'enrolled', operationId: 'enrolSecondFactor', summary: '登记动态口令 · A second factor',
    path: '/v1/session/second-factor', body: { password }, signedIn: true
  },
  {
    name: 'confirmed', operationId: 'confirmSecondFactor', summary: '首个动态口令 · The first code',
    path: '/v1/session/second-factor', method: 'PUT', body: { code: '492039' }, signedIn: true
  },
  {
    name: 'second_factor_required', operationId: 'signIn', summary: '还须动态口令 · A code is needed too',
    path: '/v1/session', body: { user, password }
  },
  {
    name: 'factorOff', operationId: 'disableSecondFactor', summary: '停用动态口令 · Turned off',
    path: '/v1/session/second-factor/disable', body: { password }, signedIn: true
  },
  {
    name: 'passwordChanged', operationId: 'changePassword', summary: '修改密码 · A new password',
    path: '/v1/session/password', method: 'PUT', body: { current: password, next: 'a longer example' }, signedIn: true
  },
  { name: 'everywhere', operationId: 'signOutEverywhere', summary: '在所有地方退出 · Signed out everywhere', path: '/v1/session/all', method: 'DELETE', signedIn: true },
  {
    name: 'signedInAgain', operationId: 'signIn', summary: '以新密码登录 · With the new password',
    path: '/v1/session', body: { user, password: 'a longer example' }
  },
  { name: 'signedOut', operationId: 'signOut', summary: '退出 · Signed out', path: '/v1/session', method: 'DELETE', signedIn: true }
]
