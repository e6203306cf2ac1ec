import { setTimeout as wait } from 'node:timers/promises'
import { dateIn } from '../clock.ts'
import { hashOf } from '../communities/request-hash.ts'
import type { Action, Command, CommandBase } from '../ledger/command.ts'
import type { Posted } from '../ledger/post.ts'
import type { Refusal } from '../refusal.ts'
import type { ImportContext, RowToPost } from './import-kind.ts'

/**
 * Submits one action a row, all at once and in order, so that they are committed in groups. The keys come from the
 * import and the row. Who handed the sheet in prepared them, and who confirmed it approved them, unless it is the same
 * person. A full queue is waited for.
 */
export async function postRows<Value>(
  context: ImportContext,
  rows: RowToPost<Value>[],
  actionOf: (row: RowToPost<Value>) => { action: Action; base?: Partial<CommandBase> }
): Promise<(Posted | Refusal)[]> {
  const { service, communityId, importId, actor, preparedBy, fileHash } = context
  const timeZone = (await service.directory.timeZoneOf(communityId)) ?? 'UTC'
  const today = dateIn(timeZone, service.clock.now())
  const commands = rows.map((row): Command => {
    const { action, base } = actionOf(row)
    return {
      community: communityId,
      today,
      idempotencyKey: `import:${importId}:${row.row}`,
      requestHash: hashOf([importId, row.row]),
      preparedBy,
      approvedBy: actor === preparedBy ? undefined : actor,
      postedBy: actor,
      sourceHash: fileHash,
      sourceRow: String(row.place.line ?? row.place.row),
      ...base,
      ...action
    }
  })
  const outcomes = await Promise.all(commands.map((command) => service.bank.ledger.submit(command)))
  for (const [index, outcome] of outcomes.entries()) {
    if (!outcome.refused || outcome.code !== 'busy') continue
    outcomes[index] = await retry(context, commands[index] as Command)
  }
  return outcomes
}

async function retry({ service }: ImportContext, command: Command): Promise<Posted | Refusal> {
  for (;;) {
    await wait(50)
    const outcome = await service.bank.ledger.submit(command)
    if (!outcome.refused || outcome.code !== 'busy') return outcome
  }
}
