import { z } from 'zod'
import { serviceMinutes } from './amounts.ts'
import { circumstances } from './circumstances.ts'
import { code, line, memberNumber } from './names.ts'

export const newHours = z.strictObject({
  member: memberNumber,
  category: code.meta({ description: '服务类别 · Service category', examples: ['老人陪护'] }),
  minutes: serviceMinutes,
  activity: line(100).optional().meta({ description: '活动,缺省同类别 · Activity, the category where absent' }),
  backfilled: z.boolean().default(false).meta({ description: '补录 · Recorded afterwards' }),
  expiredAccepted: z.boolean().optional().meta({ description: '积分已过期仍要入账 · Posted even where its points have expired' }),
  ...circumstances
})
