import { posix } from 'node:path'
import ts from 'typescript'
import type { SourceFile } from './source-files.ts'

/**
 * The layers of docs/design.md section 6, lowest first. A file imports from lower layers and from its own folder, never
 * from a sibling folder in the same layer. A name with an ending is a file in src itself; those of the first layer
 * count as one folder.
 */
export const layers = [
  [
    'refusal.ts', 'reason.ts', 'transaction-kinds.ts', 'clock.ts', 'id.ts', 'config.ts', 'points.ts', 'policy', 'package-root.ts', 'vault.ts',
    'vault-keys.ts', 'roles.ts', 'unsafe-settings.ts', 'plain-text.ts', 'file-rights.ts'
  ],
  ['contracts', 'sheet'],
  ['journal'],
  ['store'],
  ['ledger'],
  ['communities'],
  ['imports'],
  ['identity'],
  ['hours', 'redemption', 'exchange', 'audit'],
  ['api', 'cli', 'demo', 'web'],
  ['serve.ts', 'simulation'],
  ['main.ts']
]

const LEDGER = layers.findIndex((names) => names.includes('ledger'))
const MOST_LINES = 400

interface Place {
  layer: number
  /** The folder, or `leaves`. */
  unit: string
}

/** Where a file of src stands, undefined in a folder that no layer names. */
export function placeOf(path: string): Place | undefined {
  const [, first = ''] = path.split('/')
  const layer = layers.findIndex((names) => names.includes(first))
  return layer < 0 ? undefined : { layer, unit: layer === 0 ? 'leaves' : first }
}

function importsOf(file: SourceFile): string[] {
  return ts.preProcessFile(file.text, true, true).importedFiles.map((imported) => imported.fileName)
}

const show = (file: SourceFile, imported: string) => `${file.path} imports '${imported}'`

/** What is wrong with the imports of one file among its own project. */
function projectImports(file: SourceFile, place: Place): string[] {
  return importsOf(file)
    .filter((imported) => imported.startsWith('.'))
    .flatMap((imported) => {
      const target = posix.join(posix.dirname(file.path), imported)
      if (!target.startsWith('src/')) return [`${show(file, imported)}: outside src`]
      const to = placeOf(target)
      if (to === undefined) return [`${show(file, imported)}: no layer is named for ${target}`]
      if (to.unit === place.unit) return []
      if (to.layer === place.layer) return [`${show(file, imported)}: ${place.unit} and ${to.unit} are siblings`]
      if (to.layer > place.layer) return [`${show(file, imported)}: ${to.unit} is above ${place.unit}`]
      if (place.unit === 'journal' && to.layer !== 0) return [`${show(file, imported)}: journal imports only leaves`]
      return []
    })
}

const drivers = ['better-sqlite3', 'pg', 'pg-cursor', 'pg-pool', 'pg-native', 'postgres']

/** Database drivers are for src/store; the query functions of `drizzle-orm` itself are for what stands above it. */
function packageImports(file: SourceFile, place: Place): string[] {
  if (place.unit === 'store') return []
  return importsOf(file)
    .filter((imported) => !imported.startsWith('.'))
    .flatMap((imported) => {
      const [name] = imported.split('/')
      if (drivers.includes(name ?? '')) return [`${show(file, imported)}: only src/store may`]
      if (imported.startsWith('drizzle-orm/')) return [`${show(file, imported)}: only src/store may`]
      if (imported === 'drizzle-orm' && place.layer < LEDGER) return [`${show(file, imported)}: below the store`]
      return []
    })
}

const IMPURE = /\b(Date\.now|Math\.random|performance\.|process\.|new Date\(\s*\))/

/** Decisions are pure: time, ids and randomness are passed in. Plain date arithmetic of clock.ts is theirs to use. */
function decisionPurity(file: SourceFile): string[] {
  if (!/^src\/ledger\/decide(-[^/]*)?\.ts$/.test(file.path)) return []
  const imports = importsOf(file)
    .filter((imported) => imported.startsWith('node:') || imported.includes('/store/'))
    .map((imported) => `${show(file, imported)}: a decision is pure`)
  const clock =
    /import\s+(?:type\s+)?(\{[^}]*\}|\*[^'"]*)\s*from\s*['"][^'"]*\/clock\.ts['"]/.exec(file.text)?.[1] ?? ''
  if (/\*|\b(Clock|systemClock)\b/.test(clock))
    imports.push(`${file.path} imports a clock: a decision is told the time`)
  const impure = IMPURE.exec(file.text)?.[1]
  return impure === undefined ? imports : [...imports, `${file.path} mentions ${impure}: a decision is pure`]
}

const journalTables = 'journal_\\w+|voucher_month|account|lot_move|lot'
const WRITES_JOURNAL = new RegExp(
  `\\b(?:INSERT\\s+(?:OR\\s+\\w+\\s+)?INTO|REPLACE\\s+INTO|UPDATE|DELETE\\s+FROM|TRUNCATE(?:\\s+TABLE)?)\\s+(?:\\w+\\.)?["\`]?(?:${journalTables})\\b`,
  'i'
)

function literalsOf(file: SourceFile): string[] {
  const literals: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) literals.push(node.getText())
    ts.forEachChild(node, visit)
  }
  const kind = file.path.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS
  visit(ts.createSourceFile(file.path, file.text, ts.ScriptTarget.Latest, true, kind))
  return literals
}

/** Post is the only code that writes journal tables, in SQL as well as through drizzle. */
function journalWrites(file: SourceFile): string[] {
  if (file.path.startsWith('src/store/') || /^src\/ledger\/post[^/]*\.ts$/.test(file.path)) return []
  const found = literalsOf(file).map((literal) => WRITES_JOURNAL.exec(literal)?.[0])
  const tables = /import\s*\{([^}]*)\}\s*from\s*['"][^'"]*\/store\/journal-tables\.ts['"]/.exec(file.text)?.[1] ?? ''
  const names = tables
    .split(',')
    .map(
      (name) =>
        name
          .trim()
          .split(/\s+as\s+/)
          .at(-1) ?? ''
    )
    .filter((name) => name !== '')
  const builder =
    names.length > 0 ? new RegExp(`\\.(?:insert|update|delete)\\(\\s*(?:${names.join('|')})\\b`) : undefined
  return [...found, builder?.exec(file.text)?.[0]]
    .filter((match) => match !== undefined)
    .map((match) => `${file.path} writes the journal: ${match.replace(/\s+/g, ' ')}`)
}

const VAGUE_NAME = /(^|[-._])(utils?|helpers?|manager|misc|common)([-._]|$)/i

function nameAndSize(file: SourceFile): string[] {
  const name = posix.basename(file.path)
  const lines = file.text.replace(/\n$/, '').split('\n').length
  return [
    ...(VAGUE_NAME.test(name) ? [`${file.path}: the name does not say what is inside`] : []),
    ...(lines > MOST_LINES ? [`${file.path} has ${lines} lines; at most ${MOST_LINES}`] : [])
  ]
}

/** Every way in which a file of src breaks the layout, as sentences that name the file and the offending import. */
export function layerOffences(file: SourceFile): string[] {
  const place = placeOf(file.path)
  if (place === undefined) return [`${file.path}: no layer is named for it (test/layer-rules.ts)`]
  return [
    ...projectImports(file, place),
    ...packageImports(file, place),
    ...decisionPurity(file),
    ...journalWrites(file),
    ...nameAndSize(file)
  ]
}
