import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import { createCommunity, listCommunities } from '../communities/communities.ts'
import { publishPolicy } from '../communities/publish-policy.ts'
import { refuse } from '../refusal.ts'
import { logged } from './logged.ts'
import { inSession, type Run } from './session.ts'
import { isFile, orRefused, RefusedError } from './terminal.ts'

export function addCommunityCommands(program: Command, run: Run): void {
  const community = program.command('community').description('社区 · communities')
  community
    .command('create <id>')
    .description('新建社区 · open a community')
    .requiredOption('--name <name>', '名称 · its name')
    .option('--time-zone <zone>', '时区 · its time zone', 'Asia/Shanghai')
    .action((communityId: string, options: { name: string; timeZone: string }, command: Command) =>
      inSession(run, command, async (session) => {
        const { service, terminal } = session
        const what = { communityId: '', operation: 'createCommunity', subject: () => `community:${communityId}` }
        const created = await logged(session, what, async () => orRefused(await createCommunity(service, { communityId, name: options.name, timeZone: options.timeZone })))
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

  program
    .command('policy')
    .description('积分规则 · policies')
    .command('set <file>')
    .description('发布规则 · publish a policy')
    .requiredOption('--community <id>', '社区 · the community')
    .option('--from <date>', '生效日期 · the first service date it judges')
    .option('--reason <code>', '变更原因,首版无需 · why it is changed; not for the first version')
    .action((file: string, options: { community: string; from?: string; reason?: string }, command: Command) =>
      inSession(run, command, async ({ service, terminal, actor, key }) => {
        const policy = readJson(file)
        const { from, reason } = options
        const action = { action: 'publish_policy', policy, from } as const
        const outcome = orRefused(await publishPolicy(service, options.community, { policy, from, reason }, { actor, idempotencyKey: key, request: action }))
        const version = outcome.transactions.at(-1)?.policyVersion
        terminal.result({ community: options.community, version }, () => terminal.say(`规则第 ${version} 版已发布`, `Published version ${version} of the policy`))
      })
    )
}

function readJson(file: string): unknown {
  if (!isFile(file)) throw new RefusedError(refuse('no_such_file', { file }))
  try {
    return JSON.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''))
  } catch (error) {
    throw new RefusedError(refuse('invalid_request', { detail: `${file}: ${(error as Error).message}` }))
  }
}
