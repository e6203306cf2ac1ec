import { z } from 'zod'
import { pointsText } from './amounts.ts'
import { notice } from './books.ts'
import { plainDate } from './dates.ts'

const range = {
  from: plainDate.default('1900-01-01').meta({ description: '业务日期起,含当日 · Business dates from, that day included' }),
  through: plainDate.default('9999-12-31').meta({ description: '业务日期止,含当日 · Business dates through, that day included' })
}

export const areaSummaryQuery = z.strictObject(range)

export const communitySummaryQuery = z.strictObject({
  ...range,
  by: z.enum(['grid', 'building']).default('grid').meta({ description: '每网格或每楼栋一行 · A row for each grid or each building' })
})

const number = (description: string) => z.int().meta({ description })
const points = (description: string) => pointsText.meta({ description })

const figures = z
  .strictObject({
    members: number('现有成员(未离开、未并入他人)· Members now: not left, not merged'),
    activeVolunteers: number('期内有服务记录的成员,个人或随团队 · Members with a service in the range, alone or in a team'),
    serviceRecords: number('期内服务记录,减去冲销;团队一次服务计一条 · Services recorded, less those reversed; a service of a team is one'),
    verifiedMinutes: number('期内认证时长(分钟)· Verified minutes'),
    honoraryMinutes: number('期内荣誉时长(分钟)· Honorary minutes'),
    teamMinutes: number('期内团队时长(分钟),不属于个别成员,列在 common 行 · Team minutes; they are of no member, and stand in the row `common`'),
    carriedInMinutes: number('期内建账转入时长(分钟)· Minutes brought along from paper books'),
    pointsIssued: points('期内发放(服务、专项、奖励)· Issued for service, by a fund, or awarded'),
    pointsCarriedIn: points('期内建账转入 · Brought along from paper books'),
    pointsRedeemed: points('期内兑换物资和服务 · Redeemed for goods and services'),
    pointsExpired: points('期内过期失效 · Expired'),
    pointsForfeited: points('期内扣罚 · Forfeited'),
    goodsRedeemed: number('期内兑出物资(件)· Pieces of goods redeemed'),
    transactions: number('期内凭证 · Transactions'),
    pointsOutstanding: points('期末未兑付积分(个人与预扣)· Outstanding at the end: personal and held points'),
    donatedPool: points('期末公益积分池 · The donation pool at the end')
  })
  .meta({ id: 'SummaryFigures' })

const place = {
  level: z.enum(['district', 'subdistrict', 'community', 'grid', 'building', 'common']).meta({
    description: 'common:不属于任何成员的部分 · common: what belongs to no member'
  }),
  id: z.string().nullable().meta({ description: '区、街道或社区的代码 · Of a district, a subdistrict or a community' }),
  name: z.string().nullable().meta({ description: '名称;未登记为 null · Null where it is not known of the members' }),
  grid: z.string().nullable().meta({ description: '楼栋所在网格 · The grid of a building' })
}

/** The total is the sum of the rows. Members count in the grid and building where they live now. */
export const summary = z
  .strictObject({
    notice,
    place: z.strictObject(place),
    range: z.strictObject({ from: plainDate, through: plainDate }),
    rows: z.array(z.strictObject({ ...place, figures })),
    total: figures
  })
  .meta({ id: 'Summary' })
