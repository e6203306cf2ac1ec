import { z } from 'zod'
import { line } from './names.ts'
import { page } from './paging.ts'
import { assignment, level, userName } from './session.ts'

const MOST_OPERATIONS = 200

export const newUser = z.strictObject({
  user: userName,
  kind: z.enum(['staff', 'program']).default('staff').meta({ description: '工作人员以密码登录,程序用密钥 · Staff sign in, programs have keys' }),
  roles: z.array(assignment).max(20).default([]),
  level: level.optional().meta({
    description: '所属层级,由该级及上级的管理员管理;缺省为各角色所在之处,或自己管理的一级 · Whose administrators keep the user; the place of the roles, or one’s own level, where absent'
  })
})

export const grantedRole = z
  .strictObject({ assignmentId: z.string(), assignment, grantedBy: z.string(), grantedAt: z.string() })
  .meta({ id: 'GrantedRole' })

const userFields = {
  user: z.string(),
  kind: z.enum(['staff', 'program']),
  level,
  mustChangePassword: z.boolean(),
  secondFactor: z.boolean(),
  disabledAt: z.string().nullable()
}

export const user = z.strictObject(userFields).meta({ id: 'User' })
export const userWithRoles = z.strictObject({ ...userFields, roles: z.array(grantedRole) }).meta({ id: 'UserWithRoles' })
export const userPage = page(user).meta({ id: 'UserPage' })

/** What is shown once is not shown again to the same request. */
const shown = z
  .enum(['now', 'before', 'none'])
  .meta({ description: 'now:只显示这一次;before:先前已显示,不再显示;none:没有 · `now`: this once; `before`: it was, and is not shown again; `none`: there is none' })

export const createdUser = z
  .strictObject({
    ...userFields,
    roles: z.array(grantedRole),
    password: z.string().nullable().meta({ description: '首次密码,只显示这一次 · The first password, shown this once' }),
    shown
  })
  .meta({ id: 'CreatedUser' })

export const oneTimePassword = z
  .strictObject({ password: z.string().nullable().meta({ description: '首次密码,只显示这一次 · The first password, shown this once' }), shown })
  .meta({ id: 'OneTimePassword' })

export const userPath = z.strictObject({ user: line(64).meta({ description: '用户名 · The user name', examples: ['coordinator'] }) })
export const rolePath = userPath.extend({ assignment: line(64).meta({ description: '授权编号 · The assignment' }) })
export const keyPath = userPath.extend({ key: line(64).meta({ description: '密钥编号 · The id of the key' }) })

export const newApiKey = z.strictObject({
  name: line(64).meta({ description: '用途 · What it is for', examples: ['街道数据平台'] }),
  operations: z
    .array(z.string().regex(/^[A-Za-z]{1,64}$/))
    .min(1)
    .max(MOST_OPERATIONS)
    .nullable()
    .default(null)
    .meta({ description: '限于这些操作;null 为账号所许的全部 · Limited to these; null for all its user may do' }),
  expiresAt: z.iso.datetime().meta({ description: '到期,最多一年 · When it ends, a year at most' })
})

export const apiKey = z
  .strictObject({
    keyId: z.string(),
    name: z.string(),
    start: z.string(),
    operations: z.array(z.string()).nullable(),
    createdBy: z.string(),
    createdAt: z.string(),
    expiresAt: z.string(),
    lastUsedAt: z.string().nullable(),
    revokedAt: z.string().nullable()
  })
  .meta({ id: 'ApiKey' })

export const createdApiKey = z
  .strictObject({ key: z.string().nullable().meta({ description: '密钥,只显示这一次 · The key, shown this once' }), shown, apiKey })
  .meta({ id: 'CreatedApiKey' })
export const apiKeys = z.strictObject({ items: z.array(apiKey) }).meta({ id: 'ApiKeys' })
