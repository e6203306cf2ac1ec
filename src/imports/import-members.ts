import { and, eq } from 'drizzle-orm'
import { insertMembers } from '../communities/members.ts'
import { createMemberReader, type MemberField, memberSheet, type SheetMember } from '../sheet/member-sheet.ts'
import type { ImportKind } from './import-kind.ts'
import { recordReasonText } from './record-reason-text.ts'

/** The register of members. A card that the community knows already is `card_taken`. */
export const importMembers: ImportKind<MemberField, SheetMember> = {
  name: 'members',
  sheet: memberSheet,
  async judge({ service, communityId }) {
    const { store } = service.bank
    const { member } = store.tables
    const known = new Set((await store.db.select({ card: member.card }).from(member).where(eq(member.communityId, communityId))).map((row) => row.card))
    const read = createMemberReader()
    return async (records) =>
      records.map((record) => {
        const result = read(record)
        if (!result.ok) return { value: null, reason: result.reasons[0]?.reason ?? 'bad_card' }
        return known.has(result.value.card) ? { value: null, reason: 'card_taken' } : { value: result.value, reason: null }
      })
  },
  async post({ service, communityId, importId }, rows) {
    const { store } = service.bank
    const { importRow } = store.tables
    return store.write(async (db) => {
      const created = await insertMembers(service, db, communityId, rows.map(({ value }) => ({ ...value, careTags: [...value.careTags] })))
      const numbers = new Map(created.map((each) => [each.card, each.number]))
      // Kept in the same transaction: a row whose member is there is never inserted again.
      for (const { row, value } of rows) {
        const number = numbers.get(value.card)
        if (number === undefined) continue
        await db
          .update(importRow)
          .set({ number })
          .where(and(eq(importRow.communityId, communityId), eq(importRow.importId, importId), eq(importRow.row, row)))
      }
      return rows.map(({ row, value }) => {
        const number = numbers.get(value.card) ?? null
        return { row, number, reason: number === null ? 'card_taken' : null }
      })
    })
  },
  report: ({ row, value, reason, line }) =>
    value === null ? { record: row, line, accepted: false, reason } : { record: row, line, accepted: true, card: value.card },
  reasonText: recordReasonText
}
