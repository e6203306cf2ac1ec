import type { DifferenceLog } from './difference.ts'
import { type ExportLine, exportLine } from './jsonl-format.ts'

/** A line of an export, or null, with the reason in the log. A line has one spelling: no blanks, no field twice. */
export function parseExportLine(text: string, log: DifferenceLog): ExportLine | null {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    log.add({ code: 'line_unreadable', found: 'JSON' })
    return null
  }
  if (JSON.stringify(value) !== text) log.add({ code: 'line_unreadable', found: 'spelling' })
  const parsed = exportLine.safeParse(value)
  if (parsed.success) return parsed.data
  for (const issue of parsed.error.issues.slice(0, 10)) {
    if (issue.code === 'unrecognized_keys')
      for (const field of issue.keys) log.add({ code: 'field_unknown', field: [...issue.path, field].join('.') })
    else log.add({ code: 'line_unreadable', found: `${issue.path.join('.')}: ${issue.message}` })
  }
  return null
}
