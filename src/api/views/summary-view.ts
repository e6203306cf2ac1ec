import type { z } from 'zod'
import type { summary } from '../../contracts/summaries.ts'

/** A summary as answers write it. */
export type SummaryView = z.infer<typeof summary>
