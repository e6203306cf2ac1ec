import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { OPERATIONS } from '../../src/identity/operations.ts'
import { ROLES } from '../../src/roles.ts'
import { root } from '../source-files.ts'

const FILE = join(root, 'docs', 'access.md')
const TABLE = /(<!-- operations -->\n)[\s\S]*?(<!-- \/operations -->)/

/** The rules as people read them: a line an operation, a column a role. */
function table(): string {
  const row = (cells: string[]): string => `| ${cells.join(' | ')} |\n`
  const lines = Object.entries(OPERATIONS).map(([operationId, { scope, does, roles, reason, secondPerson }]) => {
    const needs = [...(reason ? [reason === 'always' ? '原因 reason' : '变更须原因 reason for a change'] : []), ...(secondPerson ? ['另一人 second person'] : [])]
    return row([`\`${operationId}\``, scope, does, ...ROLES.map((role) => (roles.includes(role) ? '●' : '')), needs.join(', ')])
  })
  return [row(['operation', 'scope', 'kept', ...ROLES, 'needs']), row(['---', '---', '---', ...ROLES.map(() => ':-:'), '---']), ...lines].join('')
}

// `TIMEBANK_RECORD_EXAMPLES=1 node build/test/api/access-document.test.js` writes the table anew.
t.test('the table of the documentation is the table of the service', async (t) => {
  const text = readFileSync(FILE, 'utf8')
  const made = text.replace(TABLE, (_, begin: string, end: string) => `${begin}${table()}${end}`)
  if (process.env['TIMEBANK_RECORD_EXAMPLES'] === '1') writeFileSync(FILE, made)
  t.equal(readFileSync(FILE, 'utf8'), made)
  t.match(made, '| `confirmImport` | community | change | ● |  | ● |')
})
