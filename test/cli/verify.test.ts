import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { connectSqlite } from '../../src/store/connect-sqlite.ts'
import { type CommandLine, commandLine, freshFolder, json } from './command-line.ts'

interface Verified {
  ok: boolean
  database: string[]
  communities: Record<string, { ok: boolean; differences: { code: string; number?: number }[] }>
}

/** A database with the demo, and the command line on it. */
async function demo(t: Parameters<typeof freshFolder>[0]): Promise<{ timebank: CommandLine; file: string; folder: string }> {
  const folder = freshFolder(t)
  const file = join(folder, 'timebank.db')
  const timebank = commandLine(file)
  await json(timebank('demo', '--json'))
  return { timebank, file, folder }
}

async function verify(timebank: CommandLine): Promise<Verified & { code: number | null }> {
  const { code, out } = await timebank('verify', '--json')
  return { ...(JSON.parse(out) as Verified), code }
}

t.test('books that nobody touched verify, and the exit code says so', async (t) => {
  const { timebank } = await demo(t)
  t.match(await verify(timebank), { ok: true, database: [], code: 0, communities: { taicheng: { ok: true }, bihu: { ok: true } } })
})

t.test('whoever alters the schema to alter a balance is found by verify, and refused by everything else', async (t) => {
  const { timebank, file } = await demo(t)
  const connection = connectSqlite(file)
  const triggers = connection.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'account'").all() as { name: string; sql: string }[]
  for (const { name } of triggers) connection.exec(`DROP TRIGGER ${name}`)
  connection.exec("UPDATE account SET balance = balance - 100000 WHERE community_id = 'taicheng' AND account_id = 'P2101.2'")
  const found = await verify(timebank)
  t.equal(found.code, 1)
  t.same(found.database, ['schema_changed'])
  t.ok(found.communities['taicheng']?.differences.length)
  t.match(await timebank('statement', '2', '--community', 'taicheng', '--json'), { code: 70, err: /damaged/ })
  for (const { sql } of triggers) connection.exec(sql)
  connection.close()
  const repaired = await verify(timebank)
  t.same(repaired.database, [], 'the schema is as it was')
  t.equal(repaired.code, 1, 'and the balance is found all the same')
  t.equal((await timebank('rebuild', '--check', '--json')).code, 1)
})

t.test('books whose community was deleted are found', async (t) => {
  const { timebank, file } = await demo(t)
  const connection = connectSqlite(file)
  connection.exec("DELETE FROM community WHERE community_id = 'bihu'")
  connection.close()
  t.match(await verify(timebank), { ok: false, code: 1, database: ['community_missing: bihu'] })
})

t.test('an export that was changed by one digit does not verify', async (t) => {
  const { timebank, folder } = await demo(t)
  const file = join(folder, 'books.jsonl')
  await json(timebank('export', '--community', 'taicheng', '--format', 'jsonl', '--out', file, '--json'))
  t.equal((await timebank('verify', '--file', file)).code, 0)
  const text = readFileSync(file, 'utf8')
  const at = text.indexOf('"minutes":') + '"minutes":'.length
  writeFileSync(file, `${text.slice(0, at)}9${text.slice(at)}`)
  const changed = await timebank('verify', '--file', file, '--json')
  t.equal(changed.code, 1)
  t.match(JSON.parse(changed.out), { ok: false })
})
