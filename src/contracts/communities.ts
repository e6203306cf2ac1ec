import { z } from 'zod'
import { communityId, line } from './names.ts'
import { page, paging } from './paging.ts'

export const newCommunity = z.strictObject({
  communityId,
  name: line(100).meta({ examples: ['台城花园社区'] }),
  timeZone: line(64).default('Asia/Shanghai')
})

export const community = z
  .strictObject({ communityId, name: z.string(), timeZone: z.string() })
  .meta({ id: 'Community' })

export const communityPage = page(community).meta({ id: 'CommunityPage' })
export const communityPath = z.strictObject({ communityId: z.string().meta({ description: '社区代码 · The community', examples: ['taicheng'] }) })
export const listQuery = z.strictObject(paging)
