import t from 'tap'
import { layerOffences } from './layer-rules.ts'
import { readSourceFiles } from './source-files.ts'

t.test('every file of src keeps to the layers', async (t) => {
  const files = readSourceFiles(['src'], ['.ts', '.tsx'])
  t.ok(files.length > 0, 'there are files to look at')
  for (const file of files) t.same(layerOffences(file), [], file.path)
})

const offendersAndReasons: [path: string, text: string, reason: RegExp][] = [
  ['src/ledger/post.ts', "import { api } from '../api/app.ts'", /'\.\.\/api\/app\.ts': api is above ledger/],
  ['src/ledger/post.ts', "import type { Api } from '../api/app.ts'", /api is above ledger/],
  ['src/ledger/post.ts', "const app = await import('../api/app.ts')", /api is above ledger/],
  ['src/ledger/post.ts', "export * from '../hours/roster.ts'", /hours is above ledger/],
  ['src/hours/roster.ts', "import { stock } from '../redemption/stock.ts'", /hours and redemption are siblings/],
  ['src/api/app.ts', "import { page } from '../web/page.ts'", /api and web are siblings/],
  ['src/journal/merkle.ts', "import { open } from '../store/open.ts'", /store is above journal/],
  ['src/journal/merkle.ts', "import { cell } from '../sheet/cell.ts'", /journal imports only leaves/],
  ['src/points.ts', "import { cell } from './sheet/cell.ts'", /sheet is above leaves/],
  ['src/points.ts', "import { x } from '../test/x.ts'", /outside src/],
  ['src/things/a.ts', '', /no layer is named/],
  ['src/stray.ts', '', /no layer is named/],
  ['src/ledger/a.ts', "import { x } from '../things/a.ts'", /no layer is named for src\/things\/a\.ts/],
  ['src/ledger/a.ts', "import Database from 'better-sqlite3'", /only src\/store may/],
  ['src/hours/a.ts', "import pg from 'pg'", /only src\/store may/],
  ['src/hours/a.ts', "import { drizzle } from 'drizzle-orm/node-postgres'", /only src\/store may/],
  ['src/journal/a.ts', "import { eq } from 'drizzle-orm'", /below the store/],
  ['src/ledger/decide-gift.ts', "import { readFileSync } from 'node:fs'", /'node:fs': a decision is pure/],
  ['src/ledger/decide-gift.ts', "import type { Row } from '../store/tables.ts'", /a decision is pure/],
  ['src/ledger/decide-gift.ts', "import { systemClock } from '../clock.ts'", /imports a clock/],
  ['src/ledger/decide-gift.ts', "import * as clock from '../clock.ts'", /imports a clock/],
  ['src/ledger/decide-gift.ts', 'const now = Date.now()', /mentions Date\.now/],
  ['src/hours/a.ts', "db.run('INSERT INTO journal_entry VALUES (1)')", /writes the journal/],
  ['src/hours/a.ts', 'db.run(`UPDATE lot\n SET remaining = ' + '$' + '{n}`)', /writes the journal/],
  [
    'src/hours/a.ts',
    "import { journalEntry } from '../store/journal-tables.ts'\ndb.insert(journalEntry)",
    /writes the journal: \.insert\(journalEntry/
  ],
  ['src/hours/utils.ts', '', /does not say what is inside/],
  ['src/hours/date-helpers.ts', '', /does not say what is inside/],
  ['src/hours/session-manager.ts', '', /does not say what is inside/],
  ['src/hours/long.ts', '\n'.repeat(401), /has 401 lines/]
]

t.test('each offence is found, and named', async (t) => {
  for (const [path, text, reason] of offendersAndReasons) {
    t.match(layerOffences({ path, text }), [reason], `${path}: ${text.slice(0, 60)}`)
  }
})

const allowed: [path: string, text: string][] = [
  ['src/ledger/post.ts', "import { open } from '../store/open.ts'; import { eq } from 'drizzle-orm'"],
  ['src/ledger/post-batch.ts', "db.run('INSERT INTO journal_entry VALUES (1)')"],
  ['src/store/open-sqlite.ts', "import Database from 'better-sqlite3'; db.run('INSERT INTO journal_entry VALUES (1)')"],
  ['src/policy/content.ts', "import { parsePoints } from '../points.ts'; import { z } from 'zod'"],
  ['src/ledger/decide-gift.ts', "import { addDays } from '../clock.ts'"],
  ['src/hours/a.ts', "// INSERT INTO journal_entry is for others\ndb.run('INSERT INTO roster VALUES (1)')"],
  ['src/hours/a.ts', "db.run('SELECT * FROM account'); say('update the account')"],
  ['src/main.ts', "import './api/app.ts'; import './web/pages.ts'; import './cli/timebank.ts'"],
  ['src/hours/long.ts', '\n'.repeat(400)]
]

t.test('what is allowed passes', async (t) => {
  for (const [path, text] of allowed) t.same(layerOffences({ path, text }), [], `${path}: ${text.slice(0, 60)}`)
})
