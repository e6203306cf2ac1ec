import { and, eq, inArray } from 'drizzle-orm'
import { insertMembers } from '../communities/members.ts'
import { isCareTag } from '../contracts/care-tags.ts'
import { createMemberReader, type MemberField, memberSheet, type SheetMember } from '../sheet/member-sheet.ts'
import { importKind } from './import-kind.ts'
import { recordReasonText } from './record-reason-text.ts'

/** The register of members. A card that the community knows already is `card_taken`. */
export const importMembers = importKind<MemberField, SheetMember>({
  name: 'members',
  sheet: memberSheet,
  async judge({ service, communityId }) {
    const { store } = service.bank
    const { card } = store.tables
    // Cards that are dead stay taken: nobody gets the number of a lost card.
    const known = new Set((await store.db.select({ card: card.card }).from(card).where(eq(card.communityId, communityId))).map((row) => row.card))
    const read = createMemberReader()
    return async (records) =>
      records.map((record) => {
        const result = read(record)
        if (!result.ok) return { value: null, reason: result.reasons[0]?.reason ?? 'bad_card' }
        if (!result.value.careTags.every(isCareTag)) return { value: null, reason: 'bad_care_tag' }
        return known.has(result.value.card) ? { value: null, reason: 'card_taken' } : { value: result.value, reason: null }
      })
  },
  async post({ service, communityId }, rows) {
    const { store } = service.bank
    const { card } = store.tables
    return store.write(async (db) => {
      await insertMembers(service, db, communityId, rows.map(({ value }) => ({ ...value, careTags: [...value.careTags] })))
      // Who is there under the card is who this row made, now or before the import was broken off: the preview saw the card free.
      const cards = rows.map(({ value }) => value.card)
      const found = await db
        .select({ card: card.card, number: card.memberNumber })
        .from(card)
        .where(and(eq(card.communityId, communityId), inArray(card.card, cards)))
      const numbers = new Map(found.map((each) => [each.card, each.number]))
      return rows.map(({ row, value }) => ({ row, number: numbers.get(value.card) ?? null, reason: null }))
    })
  },
  report: ({ row, value, reason, line }) =>
    value === null ? { record: row, line, accepted: false, reason } : { record: row, line, accepted: true, card: value.card },
  reasonText: recordReasonText
})
