import type { Command } from 'commander'
import { createArea, listAreas, renameArea } from '../communities/areas.ts'
import { logged } from './logged.ts'
import { inSession, type Run } from './session.ts'
import { orRefused } from './terminal.ts'

export function addAreaCommands(program: Command, run: Run): void {
  const area = program.command('area').description('区和街道 · districts and subdistricts')
  area
    .command('create <id>')
    .description('登记区;带 --district 为街道 · register a district or, with --district, a subdistrict')
    .requiredOption('--name <name>', '名称 · its name')
    .option('--district <id>', '街道所属的区 · the district of a subdistrict')
    .action((areaId: string, { name, district }: { name: string; district?: string }, command: Command) =>
      inSession(run, command, async (session) => {
        const { service, terminal, actor, key } = session
        const level = district === undefined ? 'district' : 'subdistrict'
        const area = { areaId, level, parentId: district ?? null, name } as const
        const what = { communityId: '', operation: 'createArea', subject: () => `area:${areaId}` }
        const asked = { actor, idempotencyKey: key, request: ['area', area] }
        const { answer: created } = await logged(session, what, async () => orRefused(await createArea(service, area, asked)))
        terminal.result(created, () => terminal.say(`已登记 ${created.name}(${areaId})`, `Registered ${created.name} (${areaId})`))
      })
    )
  area
    .command('list')
    .description('列出区和街道 · list districts and subdistricts')
    .action((_flags, command: Command) =>
      inSession(run, command, async ({ service, terminal }) => {
        const { items } = await listAreas(service, { limit: 100_000 })
        terminal.result(items, () => {
          for (const district of items.filter((each) => each.level === 'district')) {
            terminal.print(`${district.areaId}\t${district.name}`)
            for (const below of items.filter((each) => each.parentId === district.areaId)) terminal.print(`  ${below.areaId}\t${below.name}`)
          }
        })
      })
    )
  area
    .command('rename <id>')
    .description('更名 · rename a district or a subdistrict')
    .requiredOption('--name <name>', '新名称 · its new name')
    .action((areaId: string, { name }: { name: string }, command: Command) =>
      inSession(run, command, async (session) => {
        const { service, terminal } = session
        const what = { communityId: '', operation: 'renameArea', subject: () => `area:${areaId}` }
        const { answer: renamed } = await logged(session, what, async () => orRefused(await renameArea(service, areaId, name)))
        terminal.result(renamed, () => terminal.say(`已更名为 ${renamed.name}`, `Renamed to ${renamed.name}`))
      })
    )
}
