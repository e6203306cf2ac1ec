import { z } from 'zod'
import { communityPath } from './communities.ts'
import { instant, plainDate } from './dates.ts'
import { line, memberNumber } from './names.ts'
import { memberPath } from './members.ts'
import { page } from './paging.ts'
import { reason } from './reasons.ts'

const minutes = z.int().min(0)
const hours = {
  verifiedMinutes: minutes.meta({ description: '认证时长(分钟) · Verified hours, in minutes' }),
  honoraryMinutes: minutes.meta({ description: '荣誉时长(分钟) · Honorary hours' }),
  teamMinutes: minutes.meta({ description: '团队服务时长(分钟),计入团队 · Served in teams, whose hours they are' })
}
const certificateNumber = line(64).meta({ description: '证明编号 · The number of the certificate', examples: ['TC-2025-000001'] })

export const newCertificate = z.strictObject({
  from: plainDate.meta({ description: '服务日期从 · Service dates from' }),
  through: plainDate.meta({ description: '到(含) · Through' }),
  responsible: line(50).meta({ description: '负责人 · Responsible person', examples: ['王主任'] }),
  handler: line(50).meta({ description: '经办人 · Handler', examples: ['小陈'] }),
  contact: line(50).meta({ description: '联系方式 · Contact', examples: ['025-84400000'] }),
  fullIdNumberReason: line(200).optional().meta({ description: '本人要求写明完整证件号时的用途;缺省遮盖 · What for, where the member asks for the whole ID number; masked where absent' }),
  replaces: certificateNumber.optional().meta({ description: '所替换的证明 · The certificate that it is issued in place of' })
})

const states = z.enum(['valid', 'figures_changed', 'superseded', 'revoked']).meta({
  description: '有效;所载时长此后有更正;已被替换;已撤销 · Good; some of its hours were reversed since; replaced; withdrawn'
})
const hash = z.string().regex(/^[0-9a-f]{64}$/).meta({ description: '所载内容的 SHA-256 · SHA-256 of what it states' })

export const certificate = z
  .strictObject({
    number: z.string(),
    member: memberNumber,
    from: plainDate,
    through: plainDate,
    ...hours,
    idNumberInFull: z.boolean(),
    issuedBy: z.string(),
    issuedOn: plainDate,
    issuedAt: instant,
    statementHash: hash,
    state: states,
    supersededBy: z.string().nullable(),
    revokedAt: instant.nullable(),
    revokeReason: z.string().nullable()
  })
  .meta({ id: 'Certificate' })

export const certificatePage = page(certificate).meta({ id: 'CertificatePage' })
export const certificatePath = memberPath.extend({ certificate: certificateNumber })
export const newRevocation = z.strictObject({ reason: z.string({ error: 'reason_needed' }).pipe(reason) })

export const verificationPath = communityPath.extend({ certificate: certificateNumber })
export const verificationQuery = z.strictObject({
  code: z.string().min(1).max(64).meta({ description: '验证码,连字符和大小写不论 · The verification code; hyphens and case do not matter', examples: ['0A1B2-C3D4E-F5G6H-J7K8M'] })
})

/** The least that tells whether a paper is good. */
export const verification = z
  .strictObject({
    number: z.string(),
    state: states,
    name: z.string().nullable().meta({ description: '姓名,已遮盖 · The name, masked', examples: ['夏*浩'] }),
    from: plainDate,
    through: plainDate,
    ...hours,
    issuer: z.string().nullable(),
    issuedOn: plainDate,
    statementHash: hash,
    supersededBy: z.string().nullable()
  })
  .meta({ id: 'CertificateVerification' })
