import { z } from 'zod'
import { instant } from './dates.ts'
import { code, communityId, line } from './names.ts'
import { page, paging } from './paging.ts'

const settings = {
  name: line(100).meta({ examples: ['台城花园社区'] }),
  areaId: communityId.meta({ description: '所属街道 · The subdistrict it belongs to', examples: ['xuanwumen'] }),
  language: z.enum(['zh', 'en']).meta({ description: '打印和发送所用语言 · Of what is printed and sent' }),
  cardPrefix: z
    .string()
    .regex(/^[A-Z]{2,6}$/)
    .meta({ description: '积分卡号前缀,2–6 个大写字母,全服务唯一 · What card numbers begin with; of one community alone', examples: ['TC'] }),
  fourEyes: z.boolean().meta({ description: '经办与审核须为两人 · Who records a thing never approves it' })
}

/** Without a card prefix it gets a free one; without an area it belongs to none yet. */
export const newCommunity = z.strictObject({
  communityId,
  name: settings.name,
  timeZone: line(64).default('Asia/Shanghai'),
  areaId: settings.areaId.optional(),
  language: settings.language.optional(),
  cardPrefix: settings.cardPrefix.optional(),
  fourEyes: settings.fourEyes.optional()
})

/** What is not named stays as it is. */
export const communityChange = z.strictObject(settings).partial()

export const community = z
  .strictObject({
    communityId,
    name: z.string(),
    timeZone: z.string(),
    areaId: z.string().nullable(),
    language: settings.language,
    cardPrefix: z.string(),
    fourEyes: settings.fourEyes,
    archivedAt: instant.nullable().meta({ description: '归档时刻;此后只可查阅 · From then on it is only read' }),
    archiveReason: z.string().nullable()
  })
  .meta({ id: 'Community' })

export const newArchiving = z.strictObject({
  reason: code.meta({ description: '归档原因代码,如 merged、dissolved · Why, as a code', examples: ['merged'] })
})

export const communityPage = page(community).meta({ id: 'CommunityPage' })
export const communityPath = z.strictObject({ communityId: z.string().meta({ description: '社区代码 · The community', examples: ['taicheng'] }) })
export const listQuery = z.strictObject(paging)
export const communityQuery = z.strictObject({
  area: z.string().min(1).max(32).optional().meta({ description: '只列此区或街道之下 · Only those below this district or subdistrict' }),
  ...paging
})

const inhabitants = z.int().min(0).meta({ description: '成员人数 · Members' })

/** Null where it is not known of the members. */
export const places = z
  .strictObject({
    items: z.array(
      z.strictObject({
        grid: z.string().nullable().meta({ description: '网格 · The grid' }),
        members: inhabitants,
        buildings: z.array(z.strictObject({ building: z.string().nullable().meta({ description: '楼栋 · The building' }), members: inhabitants }))
      })
    )
  })
  .meta({ id: 'Places' })
