import { z } from 'zod'

const acceptLanguage = z.string().max(200).optional().meta({
  description: '答复所用语言,缺省中文 · The language of messages, Chinese where absent', examples: ['zh-CN']
})

export const readHeaders = z.object({ 'accept-language': acceptLanguage })

/** Every write carries a key that its client makes before the first try. */
export const writeHeaders = z.object({
  'idempotency-key': z
    .string({ error: 'key_required' })
    .regex(/^[\x21-\x7e]{1,180}$/, 'key_required')
    .meta({
      description: '幂等键,重试时不变;1–180 个可见字符 · The same on every retry; 1 to 180 visible characters',
      examples: ['0196a2f0-6f3e-7b51-9c1d-2f6a8e4b7c10']
    }),
  'accept-language': acceptLanguage
})
