import type { Service } from '../communities/communities.ts'
import { writeRejectedCsv } from '../sheet/rejected-csv.ts'
import type { ImportKind } from './import-kind.ts'
import { allImportRows, type ImportKey, readRun } from './read-import.ts'

/** The rejected rows as a file that the clerk mends and hands in again; streamed. */
export async function rejectedFile(service: Service, kind: ImportKind, key: ImportKey, language: 'zh' | 'en'): Promise<AsyncIterable<string>> {
  const run = await readRun(service, key)
  const rows = async function* () {
    for await (const { cells, reason } of allImportRows(service, key, { accepted: false })) {
      yield { original: cells, reason: reason ?? '', reasonText: kind.reasonText(reason ?? '', language) }
    }
  }
  return writeRejectedCsv({ headings: run?.headings ?? [], rows: rows() })
}
