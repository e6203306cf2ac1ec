import { BYTE_ORDER_MARK, csvLine } from '../sheet/csv-line.ts'
import { REPORT_NOTICE_LINE } from './report-notice.ts'

export { BYTE_ORDER_MARK, csvLine }

/** The last line of every file, as wide as the others. */
export function noticeLine(width: number): string {
  return csvLine([REPORT_NOTICE_LINE, ...Array<null>(width - 1).fill(null)])
}
