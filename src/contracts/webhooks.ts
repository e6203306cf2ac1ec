import { z } from 'zod'
import { communityPath } from './communities.ts'
import { instant } from './dates.ts'
import { line } from './names.ts'
import { DELIVERY_FAILURES, DELIVERY_STATES, NOTICE_EVENTS } from './notice-codes.ts'
import { page, paging } from './paging.ts'

const events = z.array(z.enum(NOTICE_EVENTS)).min(1).max(NOTICE_EVENTS.length).meta({ description: '要通知的事 · What it is told of' })

export const newWebhook = z.strictObject({
  address: line(500).meta({ description: '接收地址,须为 https · The address; https only', examples: ['https://notice.example.org/timebank'] }),
  events
})
export const webhook = z
  .strictObject({ webhookId: z.string(), address: z.string(), events, createdBy: z.string(), createdAt: instant, endedAt: instant.nullable() })
  .meta({ id: 'Webhook' })
export const createdWebhook = z
  .strictObject({
    webhook,
    secret: z.string().nullable().meta({ description: '签名密钥,只显示这一次 · What calls are signed with; shown this once' })
  })
  .meta({ id: 'CreatedWebhook' })
export const webhookPage = page(webhook).meta({ id: 'WebhookPage' })
export const webhookPath = communityPath.extend({ webhookId: z.uuid() })

export const delivery = z
  .strictObject({
    deliveryId: z.string(),
    noticeId: z.string().meta({ description: '同一通知发往各地址时相同 · The same for every address that is told' }),
    event: z.enum(NOTICE_EVENTS),
    content: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.number()), z.null()])).meta({
      description: '只有编号、日期和代码 · Numbers, dates and codes alone'
    }),
    state: z.enum(DELIVERY_STATES),
    attempts: z.int(),
    nextAttemptAt: instant.nullable(),
    lastAttemptAt: instant.nullable(),
    status: z.int().nullable().meta({ description: '对方的 HTTP 状态 · What the address answered' }),
    failure: z.enum(DELIVERY_FAILURES).nullable(),
    recordedAt: instant
  })
  .meta({ id: 'Delivery' })
export const deliveryPage = page(delivery).meta({ id: 'DeliveryPage' })
export const deliveryPath = webhookPath.extend({ deliveryId: z.uuid() })
export const deliveryQuery = z.strictObject({ state: z.enum(DELIVERY_STATES).optional(), ...paging })
