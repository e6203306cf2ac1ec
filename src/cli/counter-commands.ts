import type { Command } from 'commander'
import { reasonOf } from '../audit/summary-text.ts'
import { kindText } from '../transaction-kinds.ts'
import { findMemberByCard } from '../communities/cards.ts'
import { findMember, type MemberView } from '../communities/member-view.ts'
import { pointsAccount } from '../ledger/chart.ts'
import { readMemberBalances, readStatement } from '../ledger/read-books.ts'
import { formatPoints } from '../points.ts'
import { NEVER_EXPIRES } from '../policy/validity.ts'
import { redeemGoods } from '../redemption/redeem-goods.ts'
import { refuse } from '../refusal.ts'
import { inSession, type Run, type Session } from './session.ts'
import { orRefused, RefusedError } from './terminal.ts'

export function addCounterCommands(program: Command, run: Run): void {
  program
    .command('redeem <member> <goods...>')
    .description('兑换物资,如 redeem TC100002 G005 G002:2 · redeem goods')
    .requiredOption('--community <id>', '社区 · the community')
    .option('--counter <name>', '兑换点 · the counter', 'main')
    .action((who: string, goods: string[], options: { community: string; counter: string }, command: Command) =>
      inSession(run, command, async ({ service, terminal, actor, key }) => {
        const member = await memberBy(service, options.community, who)
        const request = { member: member.number, counter: options.counter, lines: goods.map(lineOf) }
        const outcome = orRefused(await redeemGoods(service, options.community, request, { actor, idempotencyKey: key, request }))
        const posted = outcome.transactions.at(-1)
        const { points } = await readMemberBalances(service.bank.store, options.community, member.number)
        terminal.result({ number: posted?.number, voucherNumber: posted?.voucherNumber, balance: formatPoints(points) }, () =>
          terminal.say(
            `凭证号 ${posted?.voucherNumber},${member.name} 余额 ${formatPoints(points)}`,
            `Voucher ${posted?.voucherNumber}; ${member.name} has ${formatPoints(points)} left`
          )
        )
      })
    )

  program
    .command('statement <member>')
    .description('积分流水 · statement of a member, by number or card')
    .requiredOption('--community <id>', '社区 · the community')
    .option('--limit <n>', '最多行数 · lines at most', '50')
    .action((who: string, options: { community: string; limit: string }, command: Command) =>
      inSession(run, command, async ({ service, terminal }) => {
        const { store } = service.bank
        const member = await memberBy(service, options.community, who)
        const balances = await readMemberBalances(store, options.community, member.number)
        const limit = Math.max(1, Math.min(10_000, Number(options.limit) || 50))
        const { items } = await readStatement(store, options.community, { accountId: pointsAccount(member.number), limit })
        const lines = items.map(({ change, balance, transaction: t }) => ({
          number: t.number, voucherNumber: t.voucherNumber, kind: t.kind, serviceDate: t.serviceDate, businessDate: t.businessDate,
          change: formatPoints(change), balance: formatPoints(balance), reverses: t.reverses, reason: reasonOf(t)
        }))
        const value = {
          member: { number: member.number, card: member.card, name: member.name },
          points: formatPoints(balances.points), held: formatPoints(balances.held), toRecover: formatPoints(balances.toRecover),
          verifiedMinutes: balances.verifiedMinutes, honoraryMinutes: balances.honoraryMinutes,
          lots: balances.lots.map(({ expiresOn, remaining, originNumber }) => ({ expiresOn, points: formatPoints(remaining), originNumber })),
          lines
        }
        terminal.result(value, () => {
          terminal.say(`${member.name}(${member.card ?? '无卡'}) 积分 ${value.points}`, `${member.name} (${member.card ?? 'no card'}): ${value.points} points`)
          for (const lot of value.lots) {
            if (lot.expiresOn === NEVER_EXPIRES) terminal.say(`  ${lot.points} 长期有效`, `  ${lot.points} never expire`)
            else terminal.say(`  ${lot.points} 有效至 ${lot.expiresOn}`, `  ${lot.points} good through ${lot.expiresOn}`)
          }
          for (const line of lines) terminal.print(`${line.businessDate}  ${kindText(line.kind).padEnd(14)} ${line.change.padStart(10)} ${line.balance.padStart(10)}  #${line.number}${line.reason ? `  ${line.reason[terminal.language]}` : ''}`)
        })
      })
    )
}

/** A member by number or by card. */
async function memberBy(service: Session['service'], communityId: string, who: string): Promise<MemberView> {
  if ((await service.directory.timeZoneOf(communityId)) === undefined) throw new RefusedError(refuse('unknown_community', { community: communityId }))
  const byNumber = /^\d{1,9}$/.test(who) ? await findMember(service, communityId, Number(who), { careTags: false }) : undefined
  return byNumber && !('refused' in byNumber) ? byNumber : orRefused(await findMemberByCard(service, communityId, who, { careTags: false }))
}

function lineOf(text: string): { sku: string; pieces: number } {
  const [sku = '', pieces = '1'] = text.split(':')
  if (!/^[1-9]\d{0,5}$/.test(pieces)) throw new RefusedError(refuse('bad_amount', { value: text }))
  return { sku, pieces: Number(pieces) }
}
