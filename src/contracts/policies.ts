import { z } from 'zod'
import { policyContent, policyInput } from '../policy/content.ts'
import { circumstances } from './circumstances.ts'
import { plainDate } from './dates.ts'
import { line, transactionNumber } from './names.ts'
import { reason } from './reasons.ts'

const policy = policyInput.meta({ description: '规则的各项参数,未写的取缺省值;也接受不分组的旧写法 · The parameters, what is left out takes its default; the older flat spelling is taken too' })

export const newPolicy = z.strictObject({
  from: plainDate.optional().meta({ description: '自何日的服务起生效,缺省今天 · First service date it judges, today where absent' }),
  through: plainDate.optional().meta({ description: '到何日为止;缺省到下一版 · Last service date it judges; until the next version where absent' }),
  policy,
  reason: reason.optional(),
  note: circumstances.note
})

const wholePolicy = policyContent.meta({ id: 'Policy' })

/** One version. The first judges every earlier date too. */
export const policyVersion = z
  .strictObject({
    version: z.int().min(1),
    from: plainDate,
    through: plainDate.nullable(),
    author: line(64),
    approvedBy: line(64).nullable(),
    recordedAt: z.iso.datetime(),
    policy: wholePolicy
  })
  .meta({ id: 'PolicyVersion' })

export const policyList = z.strictObject({ items: z.array(policyVersion) }).meta({ id: 'PolicyList' })
export const policyOnQuery = z.strictObject({
  on: plainDate.optional().meta({ description: '服务日期,缺省今天 · Service date, today where absent' })
})

/** The rules of a city as a complete policy. */
const policyPreset = z
  .strictObject({
    name: z.string(),
    place: z.strictObject({ zh: z.string(), en: z.string() }),
    year: z.int().nullable().meta({ description: '文件年份,未注明为空 · Year of the text, null where none is stated' }),
    rules: z.string().meta({ description: '规则原意 · The rules in words' }),
    parameters: wholePolicy,
    defaults: z.array(z.string()).meta({ description: '该市没有规定、取缺省值的参数 · Parameters on which the city is silent, at their defaults' })
  })
  .meta({ id: 'PolicyPreset' })
export const policyPresets = z.strictObject({ items: z.array(policyPreset) }).meta({ id: 'PolicyPresetList' })

export const dryRun = z.strictObject({
  policy,
  from: plainDate.optional().meta({ description: '服务日期起,缺省上季度 · First service date, last quarter where absent' }),
  through: plainDate.optional().meta({ description: '服务日期止 · Last service date' })
})

const pointsText = z.string().regex(/^-?\d+\.\d\d$/)
const dryRunTotals = z.strictObject({
  records: z.int().meta({ description: '个人和团队的服务条数 · Services of members and of teams' }),
  teamServices: z.int().meta({ description: '其中团队服务 · Those of teams among them' }),
  changed: z.int().meta({ description: '有变的条数;合计不变而队员所得有变的也算 · Those that would change, if only in what members of a team get' }),
  refused: z.int(),
  postedPoints: pointsText,
  wouldBePoints: pointsText,
  differencePoints: pointsText
})

/** What one member of a team gets for its service. */
const dryRunShare = z.strictObject({
  member: z.int().nullable().meta({ description: '公益积分池为空 · Null for the donation pool' }),
  minutes: z.int(),
  postedPoints: pointsText,
  wouldBePoints: pointsText,
  differencePoints: pointsText
})

/** What each record earned and would have earned, in the order of posting. Points before the balance cap; streamed. */
export const dryRunReport = z
  .strictObject({
    from: plainDate,
    through: plainDate,
    records: z.array(
      z.strictObject({
        number: transactionNumber,
        member: z.int().nullable().meta({ description: '团队服务为空 · Null for a service of a team' }),
        team: z.string().nullable().meta({ description: '团队,个人服务为空 · The team; null for a service of a member alone' }),
        serviceDate: plainDate,
        category: z.string(),
        minutes: z.int(),
        policyVersion: z.int(),
        postedPoints: pointsText,
        wouldBePoints: pointsText,
        differencePoints: pointsText,
        refusal: z.string().nullable(),
        shares: z.array(dryRunShare).meta({ description: '团队服务各队员和公益积分池所得,合计为该条;个人服务为空 · What each member of the team and the donation pool get, together the record; empty for a member alone' })
      })
    ),
    totals: dryRunTotals
  })
  .meta({ id: 'PolicyDryRun' })

/** Why a record gave its points. */
export const explanation = z
  .strictObject({
    number: transactionNumber,
    policyVersion: z.int(),
    points: pointsText,
    lines: z.strictObject({ zh: z.array(z.string()), en: z.array(z.string()) })
  })
  .meta({ id: 'Explanation' })
