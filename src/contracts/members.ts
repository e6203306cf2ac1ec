import { z } from 'zod'
import { amountOfUnit, minutes, pointsText } from './amounts.ts'
import { careTag } from './care-tags.ts'
import { communityPath } from './communities.ts'
import { instant, plainDate } from './dates.ts'
import { accountId, code, line, memberNumber, memberOrContact, transactionNumber } from './names.ts'
import { page, paging } from './paging.ts'
import { statementTransaction } from './transaction.ts'

const person = {
  name: line(100),
  sex: line(16).nullish(),
  birthDate: plainDate.nullish(),
  phone: line(32).nullish(),
  idNumber: line(32).nullish().meta({ description: '身份证号,加密保存 · The ID number; it is kept sealed', examples: ['320102194012045427'] }),
  address: line(200).nullish().meta({ description: '住址,加密保存 · The address; it is kept sealed' })
}

const membership = {
  building: line(64).nullish(),
  grid: line(64).nullish(),
  role: line(64).nullish().meta({ description: '居民、志愿者 … · Resident, volunteer …' }),
  careTags: z.array(careTag).max(7),
  volunteer: z
    .strictObject({
      skills: z.array(line(64)).max(32).default([]),
      teams: z.array(line(64)).max(32).default([]),
      employer: line(100).nullable().default(null)
    })
    .optional()
    .meta({ description: '志愿者档案;编号由系统给出 · The profile of a volunteer; the number is given by the service' })
}

export const newMember = z.strictObject({
  card: line(64).optional().meta({ description: '积分卡号;缺省则发新卡 · Points card; one of our own where absent', examples: ['TC100001'] }),
  ...person,
  ...membership,
  careTags: membership.careTags.default([]),
  guardian: z
    .strictObject({ relative: memberOrContact, evidence: code })
    .optional()
    .meta({ description: '监护人,未满 18 岁必填 · The guardian; required under 18' })
})

/** Only what is named changes; null clears it. */
export const memberChange = z.strictObject({ ...person, ...membership }).partial()

export const member = z
  .strictObject({
    number: memberNumber,
    card: z.string().nullable(),
    name: z.string(),
    sex: z.string().nullable(),
    birthDate: z.string().nullable(),
    phone: z.string().nullable().meta({ description: '已遮盖 · Masked', examples: ['154****9081'] }),
    idNumber: z.string().nullable().meta({ description: '已遮盖 · Masked' }),
    building: z.string().nullable(),
    grid: z.string().nullable(),
    role: z.string().nullable(),
    careTags: z.array(z.string()).optional().meta({ description: '仅向需要的角色显示 · Shown only to roles that need them' }),
    volunteer: z.strictObject({ number: z.string(), skills: z.array(z.string()), teams: z.array(z.string()), employer: z.string().nullable() }).nullable(),
    joinedOn: plainDate,
    diedOn: plainDate.nullable(),
    mergedInto: memberNumber.nullable().meta({ description: '已并入的成员 · The member that carries on for this one' }),
    guardianMissing: z.boolean().meta({ description: '未成年而未登记监护人 · Under age, without a guardian' })
  })
  .meta({ id: 'Member' })

const formerData = z.strictObject({
  name: z.string(),
  sex: z.string().nullable(),
  birthDate: plainDate.nullable(),
  phone: z.string().nullable(),
  idNumber: z.string().nullable(),
  address: z.string().nullable(),
  mergedAt: instant
})

/** Everything in clear. */
export const fullMember = z
  .strictObject({
    ...member.shape,
    address: z.string().nullable(),
    home: z.boolean(),
    formerly: z.array(formerData).meta({ description: '合并之前所知的资料 · What was known before two records became one' })
  })
  .meta({ id: 'FullMember' })

export const memberPage = page(member).meta({ id: 'MemberPage' })
export const memberPath = communityPath.extend({
  member: z.coerce.number().int().min(1).meta({ description: '成员编号 · The number of the member', examples: [1] })
})
export const cardPath = communityPath.extend({ card: line(64).meta({ description: '积分卡号 · Points card', examples: ['TC100001'] }) })

export const memberQuery = z.strictObject({
  card: line(64).optional().meta({ description: '卡号,须完整 · The whole card number' }),
  name: line(100).optional().meta({ description: '姓名,须完整 · The whole name' }),
  phone: line(32).optional().meta({ description: '电话,须完整 · The whole phone number' }),
  idNumber: line(32).optional().meta({ description: '身份证号,须完整 · The whole ID number' }),
  guardianMissing: z.enum(['true']).optional().meta({ description: '只看缺监护人的未成年人 · Only minors without a guardian' }),
  ...paging
})

/** Points that expire together, with the entry that they arose from. */
export const lot = z.strictObject({
  expiresOn: plainDate,
  remaining: amountOfUnit,
  originNumber: transactionNumber,
  originLine: z.int()
})

/** What a member has. Held points are no part of `points`. */
export const memberBalances = z
  .strictObject({
    points: pointsText,
    held: pointsText,
    toRecover: pointsText,
    verifiedMinutes: minutes,
    honoraryMinutes: minutes,
    frozen: z.boolean(),
    lots: z.array(lot)
  })
  .meta({ id: 'MemberBalances' })

export const STATEMENT_ACCOUNTS = ['points', 'held', 'toRecover', 'verified', 'honorary'] as const

export const statementQuery = z.strictObject({
  account: z.enum(STATEMENT_ACCOUNTS).default('points').meta({ description: '看哪个账户 · Which account' }),
  ...paging
})

const statementLine = z.strictObject({
  account: accountId,
  change: amountOfUnit.meta({ description: '变动,按账户的正常方向 · The change, on the normal side' }),
  balance: amountOfUnit.meta({ description: '变动后余额 · The running balance' }),
  transaction: statementTransaction
})

/** The newest line first. */
export const statement = z
  .strictObject({
    member: memberNumber,
    account: z.enum(STATEMENT_ACCOUNTS),
    unit: z.enum(['POINT', 'MINUTE']),
    balances: memberBalances,
    lines: page(statementLine)
  })
  .meta({ id: 'Statement' })
