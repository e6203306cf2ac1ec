import type { Command } from 'commander'
import { createCommunity, listCommunities } from '../communities/communities.ts'
import { inSession, type Run } from './session.ts'
import { orRefused } from './terminal.ts'

export function addCommunityCommands(program: Command, run: Run): void {
  const community = program.command('community').description('社区 · communities')
  community
    .command('create <id>')
    .description('新建社区 · open a community')
    .requiredOption('--name <name>', '名称 · its name')
    .option('--time-zone <zone>', '时区 · its time zone', 'Asia/Shanghai')
    .action((communityId: string, options: { name: string; timeZone: string }, command: Command) =>
      inSession(run, command, async ({ service, terminal }) => {
        const created = orRefused(await createCommunity(service, { communityId, name: options.name, timeZone: options.timeZone }))
        terminal.result(created, () => terminal.say(`已建社区 ${created.name}(${communityId})`, `Opened ${created.name} (${communityId})`))
      })
    )
  community
    .command('list')
    .description('列出社区 · list communities')
    .action((_options, command: Command) =>
      inSession(run, command, async ({ service, terminal }) => {
        const { items } = await listCommunities(service, { limit: 1000 })
        terminal.result(items, () => {
          for (const each of items) terminal.print(`${each.communityId}\t${each.name}\t${each.timeZone}`)
        })
      })
    )
}
