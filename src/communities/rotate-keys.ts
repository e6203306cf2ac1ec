import { and, eq, isNotNull, like, ne, not, or, type SQL } from 'drizzle-orm'
import type { Database, Store } from '../store/store.ts'
import { addKey, openVault } from '../vault-keys.ts'
import type { Vault } from '../vault.ts'
import { placeOfCancelNote } from './cancel-note.ts'
import { placeOfCard } from './cards.ts'
import { placeOfCertificate } from './certificate-place.ts'
import { openFormer, sealFormer } from './former-persons.ts'
import { openRow, sealRow } from './import-row-content.ts'
import { openWords, sealWords } from './list-words.ts'
import { placeOfNote } from './notes.ts'
import { openPerson, sealPerson } from './people.ts'
import { placeOfProxy } from './proxies.ts'
import { placeOfRelation } from './relations.ts'
import { placeOfPlanNote, placeOfVisitNote } from './visit-notes.ts'
import { openTarget, sealTarget } from './webhooks/target.ts'

const TOGETHER = 200

interface Sealing {
  store: Store
  vault: Vault
}

export interface Rotated {
  /** The key that seals now. */
  key: string
  /** Rows that were sealed anew. */
  rows: number
}

/**
 * Puts a new key in front of the file and seals everything with it, in batches. Where something is still sealed with
 * an older key, a rotation was broken off: it is taken up again with the key that was added then. The service must not
 * run meanwhile, since it would not know the new key.
 */
export async function rotateKeys(
  { store, file, now }: { store: Store; file: string; now: number },
  progress: (rows: number) => void = () => undefined
): Promise<Rotated> {
  const before = { store, vault: openVault(file) }
  const brokenOff = (await Promise.all(RESEALED.map((each) => each.old(before)))).some((old) => old.length > 0)
  if (!brokenOff) addKey(file)
  const sealing = { store, vault: openVault(file) }
  let rows = 0
  for (const each of RESEALED) {
    for (;;) {
      const count = await each.reseal(sealing)
      if (count === 0) break
      rows += count
      progress(rows)
    }
  }
  await keepOnlyCurrentCheck(sealing, now)
  return { key: sealing.vault.currentKey, rows }
}

/** Not sealed with the current key. */
function isOld(vault: Vault, ...columns: Parameters<typeof like>[0][]): SQL | undefined {
  return or(...columns.map((column) => and(isNotNull(column), not(like(column, `${vault.currentKey}.%`)))))
}

/** From now on the older keys open nothing in this database; they stay in the file for its backups. */
async function keepOnlyCurrentCheck({ store, vault }: Sealing, now: number): Promise<void> {
  const { vaultKey } = store.tables
  const current = vault.checks().filter(({ id }) => id === vault.currentKey)
  await store.write(async (db) => {
    await db.insert(vaultKey).values(current.map(({ id, check }) => ({ keyId: id, check, firstUsedAt: now }))).onConflictDoNothing()
    await db.delete(vaultKey).where(ne(vaultKey.keyId, vault.currentKey))
  })
}

/** One table with sealed columns: its rows of an older key, and the sealing of some of them anew. */
interface Resealed {
  old(sealing: Sealing): Promise<unknown[]>
  reseal(sealing: Sealing): Promise<number>
}

function resealed<Row>(old: (sealing: Sealing) => Promise<Row[]>, sealAnew: (sealing: Sealing, db: Database, row: Row) => Promise<unknown>): Resealed {
  return {
    old,
    async reseal(sealing) {
      const rows = await old(sealing)
      await sealing.store.write(async (db) => {
        for (const row of rows) await sealAnew(sealing, db, row)
      })
      return rows.length
    }
  }
}

const persons = resealed(
  async ({ store, vault }) => {
    const { person } = store.tables
    const columns = [person.phone, person.phoneIndex, person.idNumber, person.idNumberIndex, person.address]
    return store.db.select().from(person).where(isOld(vault, ...columns)).limit(TOGETHER)
  },
  ({ store, vault }, db, row) => {
    const { person } = store.tables
    return db.update(person).set(sealPerson(vault, openPerson(vault, row), row.personId)).where(eq(person.personId, row.personId))
  }
)

const formers = resealed(
  async ({ store, vault }) => store.db.select().from(store.tables.formerPerson).where(isOld(vault, store.tables.formerPerson.content)).limit(TOGETHER),
  ({ store, vault }, db, row) => {
    const { formerPerson } = store.tables
    const anew = sealFormer(vault, row.formerId, openFormer(vault, row))
    return db.update(formerPerson).set(anew).where(and(eq(formerPerson.personId, row.personId), eq(formerPerson.formerId, row.formerId)))
  }
)

const cards = resealed(
  async ({ store, vault }) => store.db.select().from(store.tables.card).where(isOld(vault, store.tables.card.sealed)).limit(TOGETHER),
  ({ store, vault }, db, row) => {
    const { card } = store.tables
    const place = placeOfCard(row.communityId, row.issuedAt)
    const number = vault.open(row.sealed ?? '', place)
    const anew = { card: vault.index(number, 'card'), sealed: vault.seal(number, place) }
    return db.update(card).set(anew).where(and(eq(card.communityId, row.communityId), eq(card.card, row.card)))
  }
)

const relations = resealed(
  async ({ store, vault }) => store.db.select().from(store.tables.relation).where(isOld(vault, store.tables.relation.relative)).limit(TOGETHER),
  ({ store, vault }, db, { communityId, relationId, relative }) => {
    const { relation } = store.tables
    const anew = again(vault, relative ?? '', placeOfRelation(relationId))
    return db.update(relation).set({ relative: anew }).where(and(eq(relation.communityId, communityId), eq(relation.relationId, relationId)))
  }
)

const proxies = resealed(
  async ({ store, vault }) => store.db.select().from(store.tables.proxy).where(isOld(vault, store.tables.proxy.agent)).limit(TOGETHER),
  ({ store, vault }, db, { communityId, proxyId, agent }) => {
    const { proxy } = store.tables
    const anew = again(vault, agent ?? '', placeOfProxy(proxyId))
    return db.update(proxy).set({ agent: anew }).where(and(eq(proxy.communityId, communityId), eq(proxy.proxyId, proxyId)))
  }
)

const notes = resealed(
  async ({ store, vault }) => store.db.select().from(store.tables.note).where(isOld(vault, store.tables.note.text)).limit(TOGETHER),
  ({ store, vault }, db, { communityId, commitment, text }) => {
    const { note } = store.tables
    const anew = again(vault, text, placeOfNote(commitment))
    return db.update(note).set({ text: anew }).where(and(eq(note.communityId, communityId), eq(note.commitment, commitment)))
  }
)

const importRows = resealed(
  async ({ store, vault }) => store.db.select().from(store.tables.importRow).where(isOld(vault, store.tables.importRow.content)).limit(TOGETHER),
  ({ store, vault }, db, { communityId, importId, row, content }) => {
    const { importRow } = store.tables
    const anew = sealRow(vault, { importId, row }, openRow(vault, { importId, row }, content))
    const ofRow = and(eq(importRow.communityId, communityId), eq(importRow.importId, importId), eq(importRow.row, row))
    return db.update(importRow).set({ content: anew }).where(ofRow)
  }
)

const certificates = resealed(
  async ({ store, vault }) => store.db.select().from(store.tables.certificate).where(isOld(vault, store.tables.certificate.statement)).limit(TOGETHER),
  ({ store, vault }, db, { communityId, certificateId, statement }) => {
    const { certificate } = store.tables
    const anew = again(vault, statement ?? '', placeOfCertificate(certificateId))
    return db.update(certificate).set({ statement: anew }).where(and(eq(certificate.communityId, communityId), eq(certificate.certificateId, certificateId)))
  }
)

const listEntries = resealed(
  async ({ store, vault }) => store.db.select().from(store.tables.listEntry).where(isOld(vault, store.tables.listEntry.words)).limit(TOGETHER),
  ({ store, vault }, db, { communityId, entryId, words }) => {
    const { listEntry } = store.tables
    const anew = sealWords(vault, entryId, openWords(vault, entryId, words))
    return db.update(listEntry).set({ words: anew }).where(and(eq(listEntry.communityId, communityId), eq(listEntry.entryId, entryId)))
  }
)

const cancelNotes = resealed(
  async ({ store, vault }) => store.db.select().from(store.tables.activity).where(isOld(vault, store.tables.activity.cancelNote)).limit(TOGETHER),
  ({ store, vault }, db, { communityId, activityId, cancelNote }) => {
    const { activity } = store.tables
    const anew = again(vault, cancelNote ?? '', placeOfCancelNote(activityId))
    return db.update(activity).set({ cancelNote: anew }).where(and(eq(activity.communityId, communityId), eq(activity.activityId, activityId)))
  }
)

const webhooks = resealed(
  async ({ store, vault }) => store.db.select().from(store.tables.webhook).where(isOld(vault, store.tables.webhook.target)).limit(TOGETHER),
  ({ store, vault }, db, { communityId, webhookId, target }) => {
    const { webhook } = store.tables
    const anew = sealTarget(vault, webhookId, openTarget(vault, webhookId, target))
    return db.update(webhook).set({ target: anew }).where(and(eq(webhook.communityId, communityId), eq(webhook.webhookId, webhookId)))
  }
)

const planNotes = resealed(
  async ({ store, vault }) => store.db.select().from(store.tables.visitPlan).where(isOld(vault, store.tables.visitPlan.note)).limit(TOGETHER),
  ({ store, vault }, db, { communityId, planId, note }) => {
    const { visitPlan } = store.tables
    const anew = again(vault, note ?? '', placeOfPlanNote(planId))
    return db.update(visitPlan).set({ note: anew }).where(and(eq(visitPlan.communityId, communityId), eq(visitPlan.planId, planId)))
  }
)

const visitNotes = resealed(
  async ({ store, vault }) => store.db.select().from(store.tables.careVisit).where(isOld(vault, store.tables.careVisit.note)).limit(TOGETHER),
  ({ store, vault }, db, { communityId, visitId, note }) => {
    const { careVisit } = store.tables
    const anew = again(vault, note ?? '', placeOfVisitNote(visitId))
    return db.update(careVisit).set({ note: anew }).where(and(eq(careVisit.communityId, communityId), eq(careVisit.visitId, visitId)))
  }
)

/** The same text sealed with the current key. */
function again(vault: Vault, sealed: string, place: string): string {
  return vault.seal(vault.open(sealed, place), place)
}

const RESEALED: Resealed[] = [
  persons, formers, cards, relations, proxies, notes, importRows, certificates, listEntries, cancelNotes, webhooks, planNotes, visitNotes
]
