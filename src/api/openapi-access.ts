import type { OperationRule } from '../identity/operation-rule.ts'
import { OPERATIONS } from '../identity/operations.ts'
import type { Role } from '../roles.ts'
import type { OpenApiDocument, OpenApiOperation } from './openapi-types.ts'

/** The cookie that a session goes by. */
export const SESSION_COOKIE = 'timebank.session_token'

const NAMES: Record<Role, { zh: string; en: string }> = {
  administrator: { zh: '管理员', en: 'administrator' },
  coordinator: { zh: '社工', en: 'coordinator' },
  approver: { zh: '审核人', en: 'approver' },
  clerk: { zh: '柜台', en: 'counter clerk' },
  auditor: { zh: '审计员', en: 'auditor' },
  manager: { zh: '主管', en: 'manager' },
  partner: { zh: '社区合伙人', en: 'partner' },
  resident: { zh: '居民', en: 'resident' },
  program: { zh: '程序', en: 'program' }
}

const WHERE: Record<OperationRule['scope'], { zh: string; en: string }> = {
  public: { zh: '无需登录', en: 'Without signing in' },
  account: { zh: '凡已登录者', en: 'Whoever is signed in' },
  service: { zh: '全服务的', en: 'In the whole service:' },
  level: { zh: '任何一级的(限本级及以下)', en: 'At any level, for that level and below:' },
  area: { zh: '本级或上级的', en: 'There or above:' },
  community: { zh: '本社区或上级的', en: 'In the community or above:' },
  member: { zh: '本社区或上级的(居民仅限本人)', en: 'In the community or above, a resident for themselves alone:' }
}

const PROBLEMS = {
  '401': '请先登录 · Sign in first',
  '403': '角色不允许,或还缺另一人、原因 · The role may not, or another person or a reason is needed',
  '429': '过于频繁,稍后再试 · Too often; try again later'
}

/** Says of every operation who may do it, and how whoever asks is known. */
export function describeAccess(document: OpenApiDocument): void {
  document.components.securitySchemes = {
    session: { type: 'apiKey', in: 'cookie', name: SESSION_COOKIE, description: '登录后的会话 · The session of who signed in; writes also carry X-CSRF-Token' },
    key: { type: 'http', scheme: 'bearer', description: '程序的密钥 · The key of a program' }
  }
  document.security = [{ session: [] }, { key: [] }]
  for (const operation of Object.values(document.paths).flatMap((path) => Object.values(path))) {
    const rule = OPERATIONS[operation.operationId]
    if (rule) describe(operation, rule)
    if (!rule || rule.scope === 'public') operation.security = []
  }
}

function describe(operation: OpenApiOperation, rule: OperationRule): void {
  operation['x-scope'] = rule.scope
  operation['x-roles'] = [...rule.roles]
  operation.description = [operation.description, rolesSentence(rule), needsSentence(rule)].filter((sentence) => sentence).join('\n\n')
  if (rule.scope === 'public') return
  const content = operation.responses['400']?.content ?? operation.responses['404']?.content ?? {}
  for (const [status, description] of Object.entries(PROBLEMS)) {
    // Their examples are put in with all others.
    operation.responses[status] ??= { description, content: JSON.parse(JSON.stringify(content)) as typeof content }
  }
}

function rolesSentence({ scope, roles }: OperationRule): string {
  const { zh, en } = WHERE[scope]
  if (roles.length === 0) return `**${zh} · ${en}.**`
  return `**${zh}${roles.map((role) => NAMES[role].zh).join('、')} · ${en} ${roles.map((role) => NAMES[role].en).join(', ')}.**`
}

function needsSentence({ reason, secondPerson }: OperationRule): string {
  const needs = [
    ...(reason === 'always' ? ['须写明原因 · A reason is needed.'] : []),
    ...(reason === 'sometimes' ? ['变更时须写明原因 · A change needs a reason.'] : []),
    ...(secondPerson ? ['须由另一人办理 · Another person than before must do it.'] : [])
  ]
  return needs.join(' ')
}
