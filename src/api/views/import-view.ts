import type { z } from 'zod'
import type { importRowPage, importRun } from '../../contracts/imports.ts'
import type { ImportKind } from '../../imports/import-kind.ts'
import { type ImportRow, type ImportView, reportRow } from '../../imports/read-import.ts'
import type { Language } from '../../refusal.ts'
import { instantOrNull, instantText } from './instants.ts'

export function importView(given: ImportView, posted?: number): z.infer<typeof importRun> {
  const { importId, kind, state, fileName, fileHash, preparedBy, confirmedBy, records, accepted, rejected, repeated } = given
  return {
    importId, kind: kind as z.infer<typeof importRun>['kind'], state, fileName, fileHash, preparedBy, confirmedBy, records, accepted, rejected, repeated,
    ...(posted === undefined ? {} : { posted }),
    createdAt: instantText(given.createdAt),
    confirmedAt: instantOrNull(given.confirmedAt)
  }
}

export function importRowView(kind: ImportKind, given: ImportRow, language: Language): z.infer<typeof importRowPage>['items'][number] {
  const { row, place, accepted, reason, number, cells } = given
  return {
    row,
    line: place.line ?? place.row,
    ...(place.sheet === undefined ? {} : { sheet: place.sheet }),
    accepted,
    reason,
    message: reason === null ? null : kind.reasonText(reason, language),
    number,
    cells,
    outcome: reportRow(kind, given)
  }
}
