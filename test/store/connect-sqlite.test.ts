import { statSync } from 'node:fs'
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
