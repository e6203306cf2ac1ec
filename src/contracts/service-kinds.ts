import { z } from 'zod'
import { communityPath } from './communities.ts'
import { code, line } from './names.ts'
import { page } from './paging.ts'
import { CATEGORY_FINDINGS, FIVE_HELPS } from './planning-codes.ts'

const ended = z.boolean().meta({ description: '已停用:旧的保留,新的不再用 · It stays on what bears it, and nothing new gets it' })
const fieldCode = code.meta({ description: '服务领域的代码 · The code of a service field', examples: ['elder_care'] })
const help = z.enum(FIVE_HELPS).meta({ description: '五助:助老 elderly、助幼 young、助困 in_need、助残 disabled、助学 learning · One of the five helps' })

export const fieldPath = communityPath.extend({ field: fieldCode })
export const newServiceField = z.strictObject({ name: line(64).meta({ examples: ['为老服务'] }), ended: ended.default(false) })
export const serviceField = z.strictObject({ field: z.string(), name: z.string(), ended }).meta({ id: 'ServiceField' })
export const serviceFieldPage = page(serviceField).meta({ id: 'ServiceFieldPage' })

export const categoryPath = communityPath.extend({ category: code.meta({ description: '服务类别,与规则中的系数同名 · A category, named as in the policy', examples: ['老人陪护'] }) })
export const newCategory = z.strictObject({ field: fieldCode.nullable().default(null), help: help.nullable().default(null), ended: ended.default(false) })
export const category = z
  .strictObject({
    category: z.string(),
    field: z.string().nullable(),
    help: help.nullable(),
    ended,
    registered: z.boolean().meta({ description: '社区已登记;否则只见于规则 · Registered here, or only named by the policy' }),
    inPolicy: z.boolean().meta({ description: '有规则写到它;没有的不能折算积分 · Some policy names it; what none names earns nothing' })
  })
  .meta({ id: 'ServiceCategory' })
export const categoryList = z.strictObject({ items: z.array(category) }).meta({ id: 'ServiceCategoryList' })
export const categoryCheck = z
  .strictObject({ items: z.array(z.strictObject({ category: z.string(), finding: z.enum(CATEGORY_FINDINGS) })) })
  .meta({ id: 'CategoryCheck' })

export const brandPath = communityPath.extend({ brand: code.meta({ description: '服务品牌的代码 · The code of a brand', examples: ['xiaohonghua'] }) })
export const newBrand = z.strictObject({ name: line(64).meta({ examples: ['小红花'] }), field: fieldCode.nullable().default(null), ended: ended.default(false) })
export const brand = z.strictObject({ brand: z.string(), name: z.string(), field: z.string().nullable(), ended }).meta({ id: 'Brand' })
export const brandPage = page(brand).meta({ id: 'BrandPage' })
