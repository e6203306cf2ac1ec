import { z } from 'zod'
import { line } from './names.ts'

/** How long a page is and where it begins; `after` is the `next` of the page before and means nothing else. */
export const paging = {
  limit: z.coerce.number().int().min(1).max(200).default(50).meta({ description: '每页条数 · Items on a page' }),
  after: line(200).optional().meta({ description: '上一页的 next · The `next` of the page before' })
}

export function page<T extends z.ZodType>(item: T) {
  return z.strictObject({
    items: z.array(item),
    next: z.string().nullable().meta({ description: '下一页的 after;末页为 null · `after` for the next page; null on the last' })
  })
}
