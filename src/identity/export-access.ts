import { stringify } from 'csv-stringify/sync'
import { csvCell } from '../sheet/csv-cell.ts'
import type { AccessEntry } from './read-access-log.ts'

const COLUMNS = ['at', 'community', 'actor', 'operation', 'outcome', 'subject', 'reason', 'requestId', 'address', 'times', 'id'] as const
const HEADINGS = ['时刻 At', '社区 Community', '操作者 Actor', '操作 Operation', '结果 Outcome', '对象 Subject', '原因 Reason', '请求 Request', '网段 Network', '次数 Times', '编号 Id']

/** An entry as it is shown and exported. */
export function accessView({ communityId, entryId, at, ...entry }: AccessEntry) {
  return { id: entryId, at: new Date(at).toISOString(), community: communityId === '' ? null : communityId, ...entry }
}

/** The log as a file, one piece after the other. Text that a spreadsheet would run as a formula is defused. */
export async function* accessFile(entries: AsyncIterable<AccessEntry>, format: 'csv' | 'jsonl'): AsyncGenerator<string> {
  if (format === 'csv') yield `\uFEFF${stringify([HEADINGS])}`
  for await (const entry of entries) {
    const view = accessView(entry)
    yield format === 'jsonl' ? `${JSON.stringify(view)}\n` : stringify([COLUMNS.map((column) => csvCell(view[column]))])
  }
}
