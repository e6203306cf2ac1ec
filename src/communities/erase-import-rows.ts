import { and, asc, eq, gt } from 'drizzle-orm'
import type { Service } from './communities.ts'
import { cardOf } from './card-number.ts'
import { readFormers } from './former-persons.ts'
import { openRow, sealRow } from './import-row-content.ts'
import { openPerson, phoneOf } from './people.ts'
import { placeOfCard } from './cards.ts'

const TOGETHER = 500

interface Own {
  members: number[]
  transactions: Set<number>
}

/**
 * Blanks the rows of imports that name a member: those that made the member or were posted for them, and others in
 * which the name, a card, the phone or the ID number stands. A row that was still to be posted is rejected.
 */
export async function eraseImportRows(service: Service, communityId: string, own: Own): Promise<void> {
  const { bank, vault } = service
  const { importRun, importRow } = bank.store.tables
  const words = await wordsFor(service, communityId, own.members)
  const runs = await bank.store.db
    .select({ importId: importRun.importId, kind: importRun.kind })
    .from(importRun)
    .where(eq(importRun.communityId, communityId))
  for (const { importId, kind } of runs) {
    for (let after = 0; ; ) {
      const rows = await bank.store.db
        .select()
        .from(importRow)
        .where(and(eq(importRow.communityId, communityId), eq(importRow.importId, importId), gt(importRow.row, after)))
        .orderBy(asc(importRow.row))
        .limit(TOGETHER)
      const last = rows.at(-1)
      if (!last) break
      after = last.row
      const naming = rows.flatMap((row) => {
        const content = openRow(vault, { importId, row: row.row }, row.content)
        const posted = row.number !== null && (kind === 'members' ? own.members.includes(row.number) : own.transactions.has(row.number))
        return posted || content.cells.some((cell) => words.has(plain(cell))) ? [{ ...row, content }] : []
      })
      if (naming.length === 0) continue
      await bank.store.write(async (db) => {
        for (const { row, content, number, accepted, reason } of naming) {
          const blank = sealRow(vault, { importId, row }, { ...content, cells: content.cells.map(() => ''), value: null })
          const refused = accepted && number === null
          await db
            .update(importRow)
            .set({ content: blank, accepted: accepted && !refused, reason: refused ? 'member_erased' : reason })
            .where(and(eq(importRow.communityId, communityId), eq(importRow.importId, importId), eq(importRow.row, row)))
        }
      })
    }
  }
}

/** What a member is recognised by in a cell. */
async function wordsFor(service: Service, communityId: string, members: number[]): Promise<Set<string>> {
  const { bank, vault } = service
  const { member, person, card } = bank.store.tables
  const words: string[] = []
  for (const number of members) {
    const [row] = await bank.store.db
      .select()
      .from(member)
      .innerJoin(person, eq(person.personId, member.personId))
      .where(and(eq(member.communityId, communityId), eq(member.number, number)))
    if (!row) continue
    const formers = await readFormers(service, communityId, { personId: row.person.personId, home: false })
    for (const { name, phone, idNumber } of [openPerson(vault, row.person), ...formers]) {
      words.push(name, ...(phone === null ? [] : [phone, phoneOf(phone)]), ...(idNumber === null ? [] : [idNumber]))
    }
    const cards = await bank.store.db
      .select()
      .from(card)
      .where(and(eq(card.communityId, communityId), eq(card.memberNumber, number)))
    for (const each of cards) words.push(each.sealed === null ? each.card : vault.open(each.sealed, placeOfCard(communityId, each.issuedAt)))
  }
  return new Set(words.map(plain).filter((word) => word !== ''))
}

/** As cells are compared: cards, phones and names alike, without blanks, hyphens and case. */
function plain(text: string): string {
  return cardOf(text).replace(/-/g, '')
}
