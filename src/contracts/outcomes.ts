import { z } from 'zod'
import { pointsText } from './amounts.ts'
import { plainDate } from './dates.ts'
import { memberNumber } from './names.ts'
import { page, paging } from './paging.ts'

const minutes = z.int()
const sums = {
  verifiedMinutes: minutes.meta({ description: '认证分钟 · Verified minutes' }),
  honoraryMinutes: minutes.meta({ description: '荣誉分钟 · Honorary minutes' }),
  teamMinutes: minutes.meta({ description: '团队分钟 · Minutes in teams' })
}

export const hoursTotal = z
  .strictObject({ member: memberNumber, ...sums, years: z.array(z.strictObject({ year: z.int(), ...sums })) })
  .meta({ id: 'HoursTotal' })

const year = z.coerce.number().int().min(1900).max(9999).meta({ description: '年份,按服务日期 · The year, by service dates', examples: [2025] })
const by = z.enum(['volunteer', 'team', 'post', 'brand', 'category']).meta({ description: '按志愿者、团队、岗位、品牌或类别 · By volunteer, team, post, brand or category' })

export const yearQuery = z.strictObject({ year, by: by.default('category') })
export const memberYearQuery = z.strictObject({ year, by: z.enum(['team', 'post', 'brand', 'category']).default('category') })
const group = z.strictObject({
  key: z.string().nullable().meta({ description: '成员编号或代码;无则 null · A member number or a code; null where there is none' }),
  services: z.int().min(0),
  ...sums,
  points: pointsText
})
export const yearSummary = z.strictObject({ year: z.int(), by, groups: z.array(group), total: group }).meta({ id: 'YearSummary' })

const withinDays = z.coerce.number().int().min(0).max(366).default(30).meta({ description: '今后多少天内 · Within so many days', examples: [30] })
export const expiringQuery = z.strictObject({ withinDays, ...paging })
export const expiringPage = page(z.strictObject({ member: memberNumber, expiresOn: plainDate, points: pointsText })).meta({ id: 'ExpiringPointsPage' })

export const registerQuery = z.strictObject({
  register: z.enum(['services', 'activities']).default('services').meta({ description: '服务台账或活动台账 · The register of services, or of activities' }),
  from: plainDate.meta({ description: '业务日期从 · Business dates from' }),
  to: plainDate.meta({ description: '到(含) · Through' }),
  format: z.enum(['csv', 'xlsx']).default('csv')
})
