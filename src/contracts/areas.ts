import { z } from 'zod'
import { communityId, line } from './names.ts'
import { page, paging } from './paging.ts'

const areaId = communityId.meta({ description: '区或街道的代码:小写字母、数字、连字符 · Small letters, digits and hyphens', examples: ['xuanwu'] })
const level = z.enum(['district', 'subdistrict']).meta({ description: '区或街道 · District or subdistrict' })
const name = line(100).meta({ examples: ['玄武区'] })

export const newArea = z.strictObject({
  areaId,
  level,
  parentId: areaId.nullish().meta({ description: '街道所属的区 · The district of a subdistrict' }),
  name
})

export const areaChange = z.strictObject({ name })

export const area = z.strictObject({ areaId: z.string(), level, parentId: z.string().nullable(), name: z.string() }).meta({ id: 'Area' })

export const areaPage = page(area).meta({ id: 'AreaPage' })
export const areaPath = z.strictObject({ areaId: z.string().meta({ description: '区或街道 · The district or subdistrict', examples: ['xuanwu'] }) })
export const areaQuery = z.strictObject({
  level: level.optional(),
  parent: z.string().min(1).max(32).optional().meta({ description: '只列此区的街道 · Only the subdistricts of this district' }),
  ...paging
})
