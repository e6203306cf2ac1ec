import { z } from 'zod'
import { codeText, decimal, hoursText, pointsText, positiveDecimal } from './values.ts'

/** What evidence is worth: each of them serves where an earlier one is asked for. */
export const EVIDENCE = ['none', 'paper_list', 'check_in', 'check_in_and_out'] as const
export type Evidence = (typeof EVIDENCE)[number]

/** The common five helps, where a community names no categories of its own. */
const FIVE_HELPS = { 助老: '1', 助幼: '1', 助困: '1', 助残: '1', 助学: '1' }

const capMinutes = (most: number) => z.int().min(0).max(most).nullable().default(null)

/** How hours become points. */
export const earning = z.strictObject({
  pointsPerHour: positiveDecimal.default('1').meta({ description: '系数为 1 时 60 折算分钟得多少积分 · Points for 60 convertible minutes at coefficient 1' }),
  categoryCoefficients: z
    .record(codeText, decimal)
    .refine((all) => Object.keys(all).length > 0, 'names no category')
    .default(FIVE_HELPS)
    .meta({ description: '服务类别及其系数;其他类别不收 · Service categories, each with its coefficient; a service of another category is refused' }),
  minimumMinutes: z.int().min(0).max(1440).default(0).meta({ description: '短于此的记录只记时长 · A shorter record gives minutes, no points' }),
  shortRecordCountsAsMinutes: z.int().min(0).max(1440).default(0).meta({ description: '短于此的记录按此计 · A shorter record counts as this long' }),
  stepMinutes: z.int().min(1).max(1440).default(1).meta({ description: '取整的档;60 为只计整小时 · Convertible minutes are rounded to a multiple of this; 60 counts whole hours only' }),
  roundingDirection: z.enum(['down', 'up', 'nearest']).default('down').meta({ description: '取整方向;nearest 为四舍五入 · Direction of rounding; `nearest` rounds half a step up' }),
  roundedPer: z.enum(['record', 'day', 'month']).default('record').meta({ description: '按每次、每日或每月合计取整 · What is rounded: each record, or what a day or a month adds up to' }),
  pointsRounding: z.enum(['down to 0.01', 'down to 1']).default('down to 0.01').meta({ description: '积分的取整,每次记录一次 · How the points of a record are rounded, once' }),
  evidenceRequired: z.enum(EVIDENCE).default('none').meta({ description: '折算所需的依据:名单、签到、签到加签退 · Evidence without which hours do not convert: a paper list or better, a check-in or better, check-in and check-out' }),
  withoutEvidence: z.enum(['honorary', 'refused']).default('honorary').meta({ description: '缺少依据的记录 · What becomes of a record without that evidence' }),
  minimumAgeYears: z.int().min(0).max(150).default(0).meta({ description: '志愿者最低年龄 · Youngest volunteer' }),
  minorsWithGuardian: z.boolean().default(true).meta({ description: '未到年龄者可由监护人陪同 · Whether the younger may serve with a guardian' }),
  servicesBeforeJoining: z
    .enum(['accepted', 'refused'])
    .default('accepted')
    .meta({ description: '早于登记日的服务:登记日是在本系统登记的日子,旧台账常早于此 · Services before the day a member was registered here; old sheets are often older than that' }),
  paidStaffInDutyHoursEarn: z.boolean().default(true).meta({ description: '工作人员上班时间的服务是否计分;否则为荣誉时长 · Whether paid staff earn in duty hours; honorary else' }),
  ownRelativesEarn: z.boolean().default(true).meta({ description: '服务自己亲属是否计分;否则为荣誉时长 · Whether serving one’s own relatives earns; honorary else' }),
  backfilledHoursConvert: z.boolean().default(true).meta({ description: '补录的时长是否计分;否则为荣誉时长 · Whether what was recorded afterwards becomes points; honorary else' }),
  recordCapMinutes: capMinutes(1440).meta({ description: '一次记录至多折算 · Most convertible minutes of one record' }),
  activityCapMinutes: capMinutes(527_040).meta({ description: '一人在一个活动中至多折算(按自然年) · Most convertible minutes of one member in one activity, within a calendar year' }),
  dayCapMinutes: capMinutes(1440).meta({ description: '一人一日至多折算 · Most convertible minutes of one member on one day' }),
  monthCapMinutes: capMinutes(44_640).meta({ description: '一人一月至多折算 · Most convertible minutes of one member in a calendar month' }),
  capExcessGoesTo: z
    .enum(['verified_minutes', 'honorary_minutes', 'donation_pool', 'refused'])
    .default('verified_minutes')
    .meta({ description: '超出以上上限的部分:只记认证时长、记荣誉时长、积分入公益池、或不收 · What is over these caps: verified minutes without points, honorary minutes, points of the donation pool, or the record is refused' }),
  balanceCapPoints: pointsText.nullable().default(null).meta({ description: '个人积分上限 · Most points that a member may have' }),
  balanceCapHours: hoursText.nullable().default(null).meta({ description: '存储时长上限,按每小时积分折成积分 · Most stored hours, at the points of an hour; the lower of the two caps holds' }),
  balanceCapCountsHeld: z.boolean().default(true).meta({ description: '上限是否计入预扣积分 · Whether the balance cap counts held points' }),
  balanceExcessGoesTo: z.enum(['donation_pool', 'honorary_minutes']).default('donation_pool').meta({ description: '超出余额上限的部分 · What is over the balance cap' }),
  groupHours: z.enum(['members', 'donated']).default('members').meta({ description: '团队时长:分给队员,或只能捐赠 · Hours volunteered as a group: to the members, or only donated' }),
  groupSplit: z.enum(['equal', 'by_minutes']).default('equal').meta({ description: '团队积分的分法,零头归第一人 · How a team’s points are split; odd hundredths go to the members in their order' }),
  approvalLevels: z.int().min(0).max(3).default(1).meta({ description: '审核级数 · How many people approve one after another' }),
  publicNoticeDays: z.int().min(0).max(365).default(0).meta({ description: '入账前公示天数 · Days of public notice before points are posted' })
})
