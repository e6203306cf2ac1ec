import { type Command, Option } from 'commander'
import { checkOperations, createApiKey, listApiKeys, revokeApiKey } from '../identity/api-keys.ts'
import { checkFit, checkPlace, grantRole, rolesOf } from '../identity/assignments.ts'
import { createUser } from '../identity/create-user.ts'
import type { Assignment } from '../identity/roles.ts'
import { roleText, userSubject } from '../identity/subjects.ts'
import { openUserBook, type UserBook } from '../identity/user-book.ts'
import { disableUser, enableUser, findUser, listUsers, resetPassword, type User } from '../identity/users.ts'
import { refuse } from '../refusal.ts'
import { ROLES, type Role } from '../roles.ts'
import { logged } from './logged.ts'
import { inSession, type Run, type Session } from './session.ts'
import { orRefused, RefusedError } from './terminal.ts'

const HOUR_MILLISECONDS = 60 * 60_000

/** Where a role holds: a community, an area, or everywhere. */
interface Place {
  community?: string
  area?: string
}

interface WithRole extends Place {
  role: Role
}

function assignmentOf({ role, community, area }: WithRole): Assignment {
  if (community !== undefined && area !== undefined) throw new RefusedError(refuse('invalid_request', { detail: '--community --area' }))
  if (community !== undefined) return { role, scope: 'community', communityId: community }
  return area === undefined ? { role, scope: 'service' } : { role, scope: 'area', areaId: area }
}

/** A role that fits, whose place exists: nobody is made before that is sure. */
async function placed(book: UserBook, kind: User['kind'], options: WithRole): Promise<Assignment> {
  const assignment = assignmentOf(options)
  const wrong = checkFit(kind, assignment) ?? (await checkPlace(book, assignment))
  if (wrong) throw new RefusedError(wrong)
  return assignment
}

interface AccountSession extends Session {
  book: UserBook
}

/** Keeps what is done to a user in the log of the community that the user belongs to, whatever comes of it. */
async function loggedOfUser<T>(session: AccountSession, operation: string, { name, assignment, part = '' }: Done, work: () => Promise<T>): Promise<T> {
  const level = (await findUser(session.book, name))?.level ?? assignment
  const communityId = level?.scope === 'community' ? level.communityId : ''
  const subject = `${userSubject(name, ...(assignment ? [assignment] : []))}${part}`
  return logged(session, { communityId, operation, subject: () => subject }, work)
}

/** To whom something is done. */
interface Done {
  name: string
  /** The role that is granted along with it. */
  assignment?: Assignment
  /** Of the subject, as `/key:…`. */
  part?: string
}

/** The database of the command, with its users. What is changed holds for a running service within a second. */
function withAccounts<T>(run: Run, command: Command, work: (session: AccountSession) => Promise<T>): Promise<T> {
  return inSession(run, command, (session) => work({ ...session, book: openUserBook(session.service) }))
}

const roleOption = () => new Option('--role <role>', '角色 · the role').choices(ROLES).makeOptionMandatory()

export function addAccountCommands(program: Command, run: Run): void {
  const account = program.command('account').description('账号 · users who sign in, and programs')
  account
    .command('create <name>')
    .description('新建账号,首次密码只显示这一次 · create a user; the first password is shown this once')
    .addOption(roleOption())
    .option('--community <id>', '限于社区 · in this community only')
    .option('--area <id>', '限于区或街道 · in this district or subdistrict only')
    .action((name: string, options: WithRole, command: Command) =>
      withAccounts(run, command, async (session) => {
        const { book, terminal, actor } = session
        const assignment = await placed(book, 'staff', options)
        const { password } = await loggedOfUser(session, 'createUser', { name, assignment }, async () => {
          const { role: _, ...level } = assignment
          return orRefused(await createUser(book, { name, kind: 'staff', level, roles: [assignment], by: actor }))
        })
        terminal.result({ user: name, password, role: assignment }, () => {
          terminal.say(`已建账号 ${name}(${roleText(assignment)})`, `Created ${name} (${roleText(assignment)})`)
          terminal.say(`首次密码:${password}`, `First password: ${password}`)
        })
      })
    )
  account
    .command('list')
    .description('列出账号 · list users')
    .action((_options, command: Command) =>
      withAccounts(run, command, async ({ book, terminal }) => {
        const { items } = await listUsers(book, { limit: 10_000 })
        const users = await Promise.all(items.map(async (user) => ({ ...user, roles: (await rolesOf(book, user.id)).map((each) => each.assignment) })))
        terminal.result(users.map(({ id: _, ...user }) => user), () => {
          for (const { name, kind, roles, disabledAt } of users) {
            terminal.print([name, kind, roles.map(roleText).join(' '), disabledAt === null ? '' : '停用 disabled'].join('\t').trimEnd())
          }
        })
      })
    )
  account
    .command('reset-password <name>')
    .description('重设密码,新的首次密码只显示这一次 · reset a password; the new one is shown this once')
    .action((name: string, _options, command: Command) =>
      withAccounts(run, command, async (session) => {
        const { book, terminal } = session
        const { password } = await loggedOfUser(session, 'resetPassword', { name }, async () => orRefused(await resetPassword(book, name)))
        terminal.result({ user: name, password }, () => terminal.say(`首次密码:${password}`, `First password: ${password}`))
      })
    )
  addSwitch(account, run, { action: 'disable', operation: 'disableUser', description: '停用账号 · disable a user', change: disableUser, said: ['已停用', 'Disabled'] })
  addSwitch(account, run, { action: 'enable', operation: 'enableUser', description: '恢复账号 · enable a user', change: enableUser, said: ['已恢复', 'Enabled'] })
}

interface Switch {
  action: string
  operation: string
  description: string
  change: typeof disableUser
  said: [zh: string, en: string]
}

function addSwitch(account: Command, run: Run, { action, operation, description, change, said: [zh, en] }: Switch): void {
  account
    .command(`${action} <name>`)
    .description(description)
    .action((name: string, _options, command: Command) =>
      withAccounts(run, command, async (session) => {
        const { book, terminal } = session
        const { user } = await loggedOfUser(session, operation, { name }, async () => orRefused(await change(book, name)))
        terminal.result({ user: name, disabledAt: user.disabledAt }, () => terminal.say(`${zh} ${name}`, `${en} ${name}`))
      })
    )
}

interface KeyOptions extends WithRole {
  hours?: string
  days?: string
  operations?: string
  quiet?: boolean
}

export function addKeyCommands(program: Command, run: Run): void {
  const key = program.command('key').description('接口密钥 · API keys of programs')
  key
    .command('create <program>')
    .description('为程序新建密钥,只显示这一次 · create a key for a program; it is shown this once')
    .addOption(roleOption())
    .option('--community <id>', '限于社区 · in this community only')
    .option('--area <id>', '限于区或街道 · in this district or subdistrict only')
    .option('--hours <number>', '有效小时数 · hours that it is good for')
    .option('--days <number>', '有效天数,缺省 90 · days that it is good for (90)')
    .option('--operations <names>', '限于这些操作,以逗号分隔 · only these operations, with commas')
    .option('--quiet', '只输出密钥 · print the key alone')
    .action((name: string, options: KeyOptions, command: Command) =>
      withAccounts(run, command, async (session) => {
        const { book, service, terminal, actor } = session
        const assignment = await placed(book, 'program', options)
        const hours = options.hours === undefined ? Number(options.days ?? 90) * 24 : Number(options.hours)
        if (!(hours > 0)) throw new RefusedError(refuse('invalid_request', { detail: '--hours --days' }))
        const expiresAt = Math.round(service.clock.now() + hours * HOUR_MILLISECONDS)
        const operations = options.operations?.split(',').map((each) => each.trim()) ?? null
        const unknown = checkOperations(operations)
        if (unknown) throw new RefusedError(unknown)
        const made = await loggedOfUser(session, 'createApiKey', { name, assignment }, async () => {
          await programOf(book, name, assignment)
          orRefused(await grantRole(book, { name, assignment, by: actor }))
          return orRefused(await createApiKey(book, { user: name, name, operations, expiresAt, by: actor }))
        })
        terminal.result({ user: name, key: made.key, keyId: made.apiKey.keyId, expiresAt: new Date(expiresAt).toISOString() }, () => {
          terminal.print(made.key ?? '')
          if (options.quiet) return
          terminal.say(`${name} 的密钥,只显示这一次;${new Date(expiresAt).toISOString()} 到期`, `The key of ${name}, shown this once; it ends ${new Date(expiresAt).toISOString()}`)
        })
      })
    )
  key
    .command('list <program>')
    .description('列出密钥 · list the keys of a program')
    .action((name: string, _options, command: Command) =>
      withAccounts(run, command, async ({ book, terminal }) => {
        const keys = orRefused(await listApiKeys(book, name))
        terminal.result(keys, () => {
          for (const { keyId, start, expiresAt, revokedAt } of keys) {
            terminal.print(`${keyId}\t${start}…\t${new Date(expiresAt).toISOString()}${revokedAt === null ? '' : '\t停用 revoked'}`)
          }
        })
      })
    )
  key
    .command('revoke <program> <key>')
    .description('停用密钥,以其编号 · revoke a key, by its id')
    .action((name: string, keyId: string, _options, command: Command) =>
      withAccounts(run, command, async (session) => {
        const { book, terminal } = session
        const revoke = async () => orRefused(await revokeApiKey(book, { user: name, keyId }))
        const { apiKey } = await loggedOfUser(session, 'revokeApiKey', { name, part: `/key:${keyId}` }, revoke)
        terminal.result({ user: name, keyId, revokedAt: apiKey.revokedAt }, () => terminal.say('已停用', 'Revoked'))
      })
    )
}

/** A program of that name, new where there is none. A key is not made for staff by mistake. */
async function programOf(book: UserBook, name: string, { role: _, ...level }: Assignment): Promise<User> {
  const known = await findUser(book, name)
  if (known?.kind === 'staff') throw new RefusedError(refuse('user_exists', { user: name }))
  return known ?? orRefused(await createUser(book, { name, kind: 'program', level })).user
}
