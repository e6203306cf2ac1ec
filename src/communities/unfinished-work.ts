import { and, asc, eq } from 'drizzle-orm'
import { readByKey } from '../ledger/read-books.ts'
import type { Service } from './communities.ts'
import { eraseData } from './erase-data.ts'
import { joinMembers } from './join-members.ts'

/** A merge or an erasure: posted to the journal first, then carried out in the tables around it. */
export type Work = { kind: 'merge'; member: number; into: number } | { kind: 'erasure'; member: number }

/** Notes what is about to be posted, so that a crash after the posting leaves a trace. */
export async function beginWork({ bank, clock }: Service, communityId: string, idempotencyKey: string, work: Work): Promise<void> {
  const { unfinishedWork } = bank.store.tables
  const intoNumber = work.kind === 'merge' ? work.into : null
  await bank.store.write((db) =>
    db
      .insert(unfinishedWork)
      .values({ communityId, idempotencyKey, kind: work.kind, memberNumber: work.member, intoNumber, begunAt: clock.now() })
      .onConflictDoNothing()
  )
}

/** Carries out what was posted; harmless when repeated. */
export async function finishWork(service: Service, communityId: string, idempotencyKey: string, work: Work): Promise<void> {
  if (work.kind === 'merge') await joinMembers(service, communityId, { from: work.member, into: work.into })
  else await eraseData(service, communityId, work.member)
  await dropWork(service, communityId, idempotencyKey)
}

export async function dropWork({ bank }: Service, communityId: string, idempotencyKey: string): Promise<void> {
  const { unfinishedWork } = bank.store.tables
  await bank.store.write((db) =>
    db.delete(unfinishedWork).where(and(eq(unfinishedWork.communityId, communityId), eq(unfinishedWork.idempotencyKey, idempotencyKey)))
  )
}

/** Finishes at start what a crash broke off between its posting and the rest; what was never posted is dropped. */
export async function finishBrokenOff(service: Service): Promise<number> {
  const { unfinishedWork } = service.bank.store.tables
  const rows = await service.bank.store.db.select().from(unfinishedWork).orderBy(asc(unfinishedWork.begunAt))
  for (const { communityId, idempotencyKey, kind, memberNumber, intoNumber } of rows) {
    const posted = await readByKey(service.bank.store, communityId, idempotencyKey)
    const work: Work = kind === 'merge' ? { kind, member: memberNumber, into: intoNumber ?? 0 } : { kind: 'erasure', member: memberNumber }
    if (posted === undefined) await dropWork(service, communityId, idempotencyKey)
    else await finishWork(service, communityId, idempotencyKey, work)
  }
  return rows.length
}
