import { z } from 'zod'
import { communityId, line, memberNumber } from './names.ts'
import { ROLES } from '../roles.ts'

/** Whatever is longer is refused before it is hashed. */
const MOST_PASSWORD_CHARACTERS = 128

/** Free of control characters; never shown in examples, answers or logs. */
export const password = z.string().min(1).max(MOST_PASSWORD_CHARACTERS).meta({ format: 'password', description: '密码,最多 128 个字符 · At most 128 characters' })
export const pin = z.string().regex(/^\d{6}$/).meta({ format: 'password', description: '六位数字密码 · A PIN of six digits' })
/** The code of an app, or one of the backup codes. */
const code = z.string().regex(/^(\d{6}|[A-Za-z0-9]{5}-[A-Za-z0-9]{5})$/).meta({ description: '动态口令,或备用码 · Six digits, or a backup code' })

export const userName = z
  .string()
  .regex(/^[a-z](?:[a-z0-9]|[._-](?=[a-z0-9])){2,31}$/, 'bad_code')
  .meta({ description: '用户名:小写字母开头 · Small letters and digits, a letter first', examples: ['coordinator'] })

export const newSession = z.strictObject({
  user: line(64).meta({ description: '用户名 · The user name', examples: ['coordinator'] }),
  password,
  code: code.optional()
})
export const newResidentSession = z.strictObject({
  communityId,
  card: line(64).meta({ description: '积分卡号 · The points card', examples: ['TC100002'] }),
  pin
})
export const newPassword = z.strictObject({ current: password, next: password })
export const ownPassword = z.strictObject({ password })
export const secondFactorCode = z.strictObject({ code: z.string().regex(/^\d{6}$/).meta({ description: '动态口令 · Six digits' }) })

/** A role and where it holds. */
export const assignment = z.discriminatedUnion('scope', [
  z.strictObject({ role: z.enum(ROLES), scope: z.literal('service') }),
  z.strictObject({ role: z.enum(ROLES), scope: z.literal('area'), areaId: line(64) }),
  z.strictObject({ role: z.enum(ROLES), scope: z.literal('community'), communityId })
])

/** A level of the tree, to which a user belongs. */
export const level = z.discriminatedUnion('scope', [
  z.strictObject({ scope: z.literal('service') }),
  z.strictObject({ scope: z.literal('area'), areaId: line(64) }),
  z.strictObject({ scope: z.literal('community'), communityId })
])

/** Who is signed in. The token goes with every write of this session, in `X-CSRF-Token`; a key needs none. */
export const session = z
  .strictObject({
    user: z.string(),
    kind: z.enum(['staff', 'program', 'resident']),
    roles: z.array(assignment),
    member: z.strictObject({ communityId: z.string(), number: memberNumber }).nullable(),
    mustChangePassword: z.boolean(),
    secondFactor: z.boolean(),
    expiresAt: z.string().nullable(),
    csrfToken: z.string().nullable().meta({ description: '写操作随附于 X-CSRF-Token · Goes with every write in X-CSRF-Token' })
  })
  .meta({ id: 'Session' })

/** Shown once. */
export const enrolment = z
  .strictObject({
    uri: z.string().meta({ description: '供动态口令应用扫描 · For the app, as a QR code' }),
    backupCodes: z.array(z.string()).meta({ description: '备用码,每个用一次,只显示这一次 · Each good once; shown this once' })
  })
  .meta({ id: 'SecondFactorEnrolment' })

export const nothing = z.strictObject({}).meta({ id: 'Nothing' })
