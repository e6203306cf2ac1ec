import { z } from 'zod'
import { amountOfUnit } from './amounts.ts'
import { instant, plainDate } from './dates.ts'
import { accountId, transactionNumber } from './names.ts'
import { page } from './paging.ts'
import { reasonInWords } from './reasons.ts'

const unit = z.string().meta({ description: 'POINT, MINUTE, CNY 或 · or ITEM:<货号 sku>', examples: ['POINT'] })

/** Which part of a lot an entry opened (positive) or used (negative). */
const lotMove = z.strictObject({
  expiresOn: plainDate,
  originNumber: transactionNumber,
  originLine: z.int(),
  change: amountOfUnit,
  remaining: amountOfUnit,
  sponsor: z.string().optional(),
  deliveryNote: z.string().optional(),
  unitCost: amountOfUnit.optional()
})

const entry = z
  .strictObject({
    line: z.int(),
    account: accountId,
    unit,
    side: z.enum(['debit', 'credit']),
    amount: amountOfUnit,
    balance: amountOfUnit.meta({ description: '记账后余额,按账户的正常方向 · Balance after it, on the normal side' }),
    version: z.int(),
    lots: z.array(lotMove).optional()
  })
  .meta({ id: 'Entry' })

/** One transaction of the journal. A fact that it does not have is absent. Events have no entries. */
const facts = {
  number: transactionNumber,
  kind: z.string().meta({ examples: ['gift'] }),
  voucher: z.string().optional().meta({ description: '凭证号,按月连续 · Gapless within its month', examples: ['2025-03 记12'] }),
  serviceDate: plainDate,
  businessDate: plainDate,
  recordedAt: instant,
  preparedBy: z.string(),
  approvedBy: z.string().optional(),
  postedBy: z.string(),
  authorisation: z.string().optional(),
  policyVersion: z.int().optional(),
  member: z.int().optional(),
  account: accountId.optional(),
  category: z.string().optional(),
  minutes: z.int().optional(),
  convertibleMinutes: z.int().optional(),
  coefficient: z.string().optional(),
  evidence: z.string().optional(),
  sourceHash: z.string().optional(),
  sourceRow: z.string().optional(),
  attachments: z.int().optional(),
  till: z.string().optional(),
  priceVersion: z.string().optional(),
  summary: z.string(),
  reason: reasonInWords.optional(),
  reverses: z.int().optional(),
  replaces: z.int().optional(),
  corrects: z.int().optional(),
  closesThrough: plainDate.optional(),
  noteCommitment: z.string().optional(),
  content: z.looseObject({}).optional(),
  entries: z.array(entry)
}

export const transaction = z.strictObject(facts).meta({ id: 'Transaction' })

/** What one member is shown: an entry of another member's account has no balance, no version and no lots. */
const shownEntry = entry.partial({ balance: true, version: true }).meta({ id: 'StatementEntry' })
export const statementTransaction = z.strictObject({ ...facts, entries: z.array(shownEntry) }).meta({ id: 'StatementTransaction' })
export type StatementTransaction = z.infer<typeof statementTransaction>

/** A transaction with what is known beside it. */
export const transactionInFull = z
  .strictObject({
    ...facts,
    leaf: z.string().regex(/^[0-9a-f]{64}$/).meta({ description: '默克尔叶哈希 · Its leaf in the Merkle tree, SHA-256' }),
    reversedBy: z.int().nullable(),
    note: z.string().nullable().meta({ description: '备注原文,可能已删除 · The note itself, unless erased' })
  })
  .meta({ id: 'TransactionInFull' })

/**
 * The answer to a posting: what was asked for, and what had passed its day and was posted as expired along with it.
 * `transaction` is null where there was nothing to post.
 */
export const posting = z
  .strictObject({
    transaction: transaction.nullable(),
    expired: transaction.nullable()
  })
  .meta({ id: 'Posting' })

export const transactionPage = page(transaction).meta({ id: 'TransactionPage' })

export type TransactionView = z.infer<typeof transaction>
export type PostingView = z.infer<typeof posting>
