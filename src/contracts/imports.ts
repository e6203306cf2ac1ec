import { z } from 'zod'
import { communityPath } from './communities.ts'
import { instant } from './dates.ts'
import { counter, line } from './names.ts'
import { page, paging } from './paging.ts'

export const IMPORT_KINDS = ['members', 'goods', 'hours'] as const

export const importKindQuery = z.strictObject({
  kind: z.enum(IMPORT_KINDS).meta({ description: '成员名册、物资清单或时长登记表 · Members, goods or hours' })
})

export const importPath = communityPath.extend({
  importId: z.string().min(1).max(64).meta({ description: '导入编号 · The import', examples: ['0196a2f0-6f3e-7b51-9c1d-2f6a8e4b7c10'] })
})

/** The fields beside the file. A column is named by its heading, its letter, or a number from 1. */
export const importFields = z.strictObject({
  mapping: z.record(z.string().max(64), z.union([line(100), z.int().min(1).max(16_384)])).optional(),
  counter: counter.optional()
})

/** An import as it stands: nothing is posted before it is confirmed. */
export const importRun = z
  .strictObject({
    importId: z.string(),
    kind: z.enum(IMPORT_KINDS),
    state: z.enum(['previewing', 'previewed', 'confirming', 'confirmed']),
    fileName: z.string(),
    fileHash: z.string().meta({ description: '文件的 SHA-256 · SHA-256 of the file' }),
    preparedBy: z.string(),
    confirmedBy: z.string().nullable(),
    records: z.int(),
    accepted: z.int(),
    rejected: z.record(z.string(), z.int()).meta({ description: '按原因计数 · Counts by reason' }),
    repeated: z.boolean().meta({ description: '同一文件先前已导入 · The same file was imported before' }),
    posted: z.int().optional().meta({ description: '已入账的行数,仅在入账过程中 · Rows posted so far, while posting' }),
    createdAt: instant,
    confirmedAt: instant.nullable()
  })
  .meta({ id: 'Import' })

export const importPage = page(importRun).meta({ id: 'ImportPage' })

export const importRowQuery = z.strictObject({
  accepted: z.enum(['true', 'false']).optional().meta({ description: '只看通过或未通过的 · Only accepted or rejected rows' }),
  ...paging
})

/** What became of one record, with its place in the file. */
const importRow = z.strictObject({
  row: z.int(),
  line: z.int().meta({ description: '文件中的行 · Line of the file' }),
  sheet: z.string().optional(),
  accepted: z.boolean(),
  reason: z.string().nullable(),
  message: z.string().nullable().meta({ description: '未通过的原因 · Why it was rejected' }),
  number: z.int().nullable().meta({ description: '入账后的凭证序号或成员编号 · The transaction or the member, once posted' }),
  cells: z.array(z.string()),
  outcome: z.looseObject({})
})

export const importRowPage = page(importRow).meta({ id: 'ImportRowPage' })
