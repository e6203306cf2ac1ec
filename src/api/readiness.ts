import type { Service } from '../communities/communities.ts'

const MOST_MILLISECONDS = 2000

type Check = 'ok' | 'failed'

export interface Readiness {
  status: Check
  database: Check
  writer: Check
  queue: Check
}

/** Whether the database answers, the writer lives, and commands are committed as fast as they come. */
export async function checkReadiness({ bank }: Service, { mostWaiting }: { mostWaiting: number }): Promise<Readiness> {
  const { community } = bank.store.tables
  const [database, writer] = await Promise.all([
    inTime(() => bank.store.db.select({ communityId: community.communityId }).from(community).limit(1)),
    // Begins a transaction, writes nothing and commits it.
    inTime(() => bank.store.write(async () => undefined))
  ])
  const queue = bank.ledger.length < mostWaiting * 0.9 ? 'ok' : 'failed'
  return { status: [database, writer, queue].every((each) => each === 'ok') ? 'ok' : 'failed', database, writer, queue }
}

async function inTime(work: () => PromiseLike<unknown>): Promise<Check> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<Check>((resolve) => {
    timer = setTimeout(resolve, MOST_MILLISECONDS, 'failed')
  })
  try {
    return await Promise.race([late, Promise.resolve(work()).then((): Check => 'ok')])
  } catch {
    return 'failed'
  } finally {
    clearTimeout(timer)
  }
}
