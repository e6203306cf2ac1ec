import { type Command, Option } from 'commander'
import { archiveCommunity, changeCommunity } from '../communities/change-community.ts'
import { type Community, createCommunity, listCommunities } from '../communities/communities.ts'
import { communitySubject } from '../identity/subjects.ts'
import { logged } from './logged.ts'
import { inSession, type Run, type Session } from './session.ts'
import { orRefused } from './terminal.ts'

interface SettingFlags {
  area?: string
  language?: 'zh' | 'en'
  cardPrefix?: string
  fourEyes?: 'on' | 'off'
}

function withSettings(command: Command): Command {
  return command
    .option('--area <id>', '所属街道 · the subdistrict it belongs to')
    .addOption(new Option('--language <language>', '打印和发送所用语言 · of what is printed and sent').choices(['zh', 'en']))
    .option('--card-prefix <letters>', '卡号前缀,2–6 个大写字母 · 2 to 6 capitals that card numbers begin with')
    .addOption(new Option('--four-eyes <state>', '经办与审核须为两人 · who records never approves').choices(['on', 'off']))
}

function settingsOf({ area, language, cardPrefix, fourEyes }: SettingFlags) {
  return { areaId: area, language, cardPrefix, fourEyes: fourEyes === undefined ? undefined : fourEyes === 'on' }
}

/** A community as scripts read it: instants are written as in the API. */
function shown({ archivedAt, ...community }: Community) {
  return { ...community, archivedAt: archivedAt === null ? null : new Date(archivedAt).toISOString() }
}

export function addCommunityCommands(program: Command, run: Run): void {
  const community = program.command('community').description('社区 · communities')
  withSettings(
    community
      .command('create <id>')
      .description('新建社区 · open a community')
      .requiredOption('--name <name>', '名称 · its name')
      .option('--time-zone <zone>', '时区 · its time zone', 'Asia/Shanghai')
  ).action((communityId: string, flags: SettingFlags & { name: string; timeZone: string }, command: Command) =>
    inSession(run, command, async (session) => {
      const { service, terminal, actor, key } = session
      const { name, timeZone } = flags
      const request = { communityId, name, timeZone, ...settingsOf(flags) }
      const what = { communityId: '', operation: 'createCommunity', subject: () => communitySubject(communityId, request.fourEyes) }
      const asked = { actor, idempotencyKey: key, request: ['community', request] }
      const { answer: created } = await logged(session, what, async () => orRefused(await createCommunity(service, request, asked)))
      terminal.result(shown(created), () => terminal.say(`已建社区 ${created.name}(${communityId})`, `Opened ${created.name} (${communityId})`))
    })
  )
  community
    .command('list')
    .description('列出社区 · list communities')
    .option('--area <id>', '只列此区或街道之下 · only those below this district or subdistrict')
    .action((flags: { area?: string }, command: Command) =>
      inSession(run, command, async ({ service, terminal }) => {
        const { items } = await listCommunities(service, { area: flags.area, limit: 100_000 })
        terminal.result(items.map(shown), () => {
          for (const { communityId, name, timeZone, areaId, cardPrefix, archivedAt } of items) {
            terminal.print([communityId, name, timeZone, areaId ?? '-', cardPrefix, archivedAt === null ? '' : '已归档 archived'].join('\t').trimEnd())
          }
        })
      })
    )
  community
    .command('rename <id>')
    .description('社区更名 · rename a community')
    .requiredOption('--name <name>', '新名称 · its new name')
    .action((communityId: string, { name }: { name: string }, command: Command) => change(run, command, communityId, { name }))
  withSettings(community.command('set <id>').description('改属街道或修改设置 · move or set up a community')).action(
    (communityId: string, flags: SettingFlags, command: Command) => change(run, command, communityId, settingsOf(flags))
  )
  community
    .command('archive <id>')
    .description('归档,不可恢复;此后只可查阅 · archive for good; it is only read from then on')
    .requiredOption('--reason <code>', '原因代码,如 merged · why, as a code')
    .action((communityId: string, { reason }: { reason: string }, command: Command) =>
      inSession(run, command, async (session) => {
        const { service, terminal } = session
        const what = { communityId: await knownOf(session, communityId), operation: 'archiveCommunity', reason, subject: () => communitySubject(communityId, undefined) }
        const { answer: archived } = await logged(session, what, async () => orRefused(await archiveCommunity(service, communityId, reason)))
        terminal.result(shown(archived), () => terminal.say(`${archived.name} 已归档`, `${archived.name} is archived`))
      })
    )
}

function change(run: Run, command: Command, communityId: string, changes: Parameters<typeof changeCommunity>[2]): Promise<void> {
  return inSession(run, command, async (session) => {
    const { service, terminal } = session
    const what = { communityId: await knownOf(session, communityId), operation: 'changeCommunity', subject: () => communitySubject(communityId, changes.fourEyes) }
    const { answer: changed } = await logged(session, what, async () => orRefused(await changeCommunity(service, communityId, changes)))
    terminal.result(shown(changed), () => terminal.say(`已修改 ${changed.name}(${communityId})`, `Changed ${changed.name} (${communityId})`))
  })
}

/** The community in whose log it stands; what is none stands in that of the service. */
async function knownOf({ service }: Session, communityId: string): Promise<string> {
  return (await service.directory.timeZoneOf(communityId)) === undefined ? '' : communityId
}
