import { z } from 'zod'
import { amountOfUnit, minutes, pointsText } from './amounts.ts'
import { communityPath } from './communities.ts'
import { plainDate } from './dates.ts'
import { accountId, line, memberNumber, transactionNumber } from './names.ts'
import { page, paging } from './paging.ts'
import { transaction } from './transaction.ts'

export const newMember = z.strictObject({
  card: line(64).meta({ description: '积分卡号,社区内唯一 · Points card, unique in the community', examples: ['TC100001'] }),
  name: line(100),
  sex: line(16).nullish(),
  birthDate: plainDate.nullish(),
  phone: line(32).nullish(),
  building: line(64).nullish(),
  grid: line(64).nullish(),
  role: line(64).nullish().meta({ description: '居民、志愿者 … · Resident, volunteer …' }),
  careTags: z.array(line(64)).max(32).default([]).meta({ description: '关怀标签 · Care tags' })
})

export const member = z
  .strictObject({
    number: memberNumber,
    card: z.string(),
    name: z.string(),
    sex: z.string().nullable(),
    birthDate: z.string().nullable(),
    phone: z.string().nullable(),
    building: z.string().nullable(),
    grid: z.string().nullable(),
    role: z.string().nullable(),
    careTags: z.array(z.string())
  })
  .meta({ id: 'Member' })

export const memberPage = page(member).meta({ id: 'MemberPage' })
export const memberPath = communityPath.extend({
  member: z.coerce.number().int().min(1).meta({ description: '成员编号 · The number of the member', examples: [1] })
})
export const cardPath = communityPath.extend({ card: z.string().min(1).max(64).meta({ description: '积分卡号 · Points card', examples: ['TC100001'] }) })

export const memberQuery = z.strictObject({
  card: line(64).optional().meta({ description: '卡号,须完整 · The whole card number' }),
  name: line(100).optional().meta({ description: '姓名,须完整 · The whole name' }),
  phone: line(32).optional().meta({ description: '电话,须完整 · The whole phone number' }),
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
  transaction
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
