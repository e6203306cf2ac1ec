import { chmodSync, statSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { connectSqlite } from '../../src/store/connect-sqlite.ts'
import { temporaryFolder } from '../temporary-folder.ts'

t.test('a database is made for its owner alone, and what is deleted is written over', (t) => {
  const file = join(temporaryFolder('timebank-connect-'), 'timebank.db')
  const connection = connectSqlite(file)
  connection.exec("create table secret (text); insert into secret values ('13900001111'); delete from secret")
  for (const name of [file, `${file}-wal`, `${file}-shm`]) t.equal((statSync(name).mode & 0o777).toString(8), '600', name)
  t.equal(connection.pragma('secure_delete', { simple: true }), 1)
  connection.close()
  t.end()
})

t.test('a file that others can read is narrowed, and that is said', async (t) => {
  const file = join(temporaryFolder('timebank-connect-'), 'timebank.db')
  const first = connectSqlite(file)
  first.exec('create table secret (text)')
  const beside = [file, `${file}-wal`, `${file}-shm`]
  for (const name of beside) chmodSync(name, 0o644)
  const warnings: Error[] = []
  const listen = (warning: Error): number => warnings.push(warning)
  process.on('warning', listen)
  t.teardown(() => process.off('warning', listen))
  connectSqlite(file).close()
  await new Promise(setImmediate)
  t.same(warnings.map((each) => (each as NodeJS.ErrnoException).code), Array(3).fill('TIMEBANK_FILE_RIGHTS'))
  for (const name of beside) t.equal((statSync(name).mode & 0o777).toString(8), '600', name)
  first.close()
})
