import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, posix, relative, sep } from 'node:path'
import t from 'tap'
import ts from 'typescript'
import { readSourceFiles, root, type SourceFile } from './source-files.ts'

const code = readSourceFiles(['src', 'test', 'scripts'], ['.ts', '.tsx', '.mjs'])
const tests = code.filter((file) => file.path.endsWith('.test.ts'))

/** Folders whose content is made, installed or private to this machine. */
const passedOver = new Set(['node_modules', 'build', 'data', '.git', '.tap', '.set-up.lock', 'fixtures'])
const written = /\.(ts|tsx|mjs|cjs|js|json|md|sql|ya?ml|sh|html|css)$|^(run|\.taprc|\.npmrc|\.gitignore)$/

function writtenFiles(folder: string): SourceFile[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return passedOver.has(entry.name) ? [] : writtenFiles(path)
    if (!entry.isFile() || !written.test(entry.name)) return []
    return [{ path: relative(root, path).split(sep).join('/'), text: readFileSync(path, 'utf8') }]
  })
}

const everything = writtenFiles(root)

/** `path:line: text` of every line that matches. */
function linesWith(files: SourceFile[], pattern: RegExp): string[] {
  return files.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : []))
  )
}

function anyTypes({ path, text }: SourceFile): string[] {
  const found: string[] = []
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  const visit = (node: ts.Node): void => {
    if (node.kind === ts.SyntaxKind.AnyKeyword) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart())
      found.push(`${path}:${line + 1}: ${text.split('\n')[line]?.trim()}`)
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

t.test('nothing is typed any', async (t) => {
  t.ok(code.length > 0, 'there is code to look at')
  t.same(
    code.flatMap((file) => anyTypes(file)),
    []
  )
  t.match(anyTypes({ path: 'a.ts', text: 'const x = 1\nlet y: Record<string, any>' }), ['a.ts:2: let y'])
})

t.test('nothing is left for later', async (t) => {
  // The words are put together here, so that this file does not find itself.
  const words = [
    ['TO', 'DO'],
    ['FIX', 'ME']
  ].map((halves) => halves.join(''))
  t.same(linesWith(everything, new RegExp(`\\b(?:${words.join('|')})\\b`)), [])
})

t.test('no file names a place on one machine', async (t) => {
  const places = [...['root', 'work', 'Users'].map((folder) => `/${folder}/`), `${root}/`]
  const pattern = places.map((place) => place.replace(/[^\w/]/g, '\\$&')).join('|')
  t.same(linesWith(everything, new RegExp(`(?:^|[^\\w.}])(?:${pattern})`)), [])
})

t.test('package-lock.json names no registry, so that any mirror serves', async (t) => {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { resolved?: string; link?: boolean; integrity?: string }>
  }
  const resolved = Object.entries(packages).filter(([, { resolved }]) => resolved !== undefined)
  t.same(
    resolved.map(([path, { resolved }]) => `${path}: ${resolved}`),
    []
  )
  const unproved = Object.entries(packages).filter(([path, { integrity, link }]) => path !== '' && !link && !integrity)
  t.same(
    unproved.map(([path]) => path),
    [],
    'every package is pinned by its hash'
  )
})

t.test('no test is switched off, or runs alone', async (t) => {
  const switched = new RegExp(`\\.(?:${['skip', 'only', 'todo'].join('|')})\\(|\\b(?:skip|only|todo): *(?:true|['"\`])`)
  t.same(linesWith(tests, switched), [])
})

const ASSERTION =
  /\b\w+\.(?:ok|notOk|equal|not|same|notSame|strictSame|strictNotSame|match|notMatch|matchOnly|matchStrict|has|notHas|hasStrict|hasProp|hasProps|hasOwnProp|rejects|resolves|resolveMatch|throws|doesNotThrow|emits|error|type|matchSnapshot|fail)\(/

/** Whether a test file asserts something itself, or through a suite of the test folder that it imports. */
function asserts({ path, text }: SourceFile): boolean {
  if (ASSERTION.test(text)) return true
  return ts
    .preProcessFile(text, true, true)
    .importedFiles.map(({ fileName }) => posix.join(posix.dirname(path), fileName))
    .some((imported) =>
      code.some((file) => file.path === imported && imported.startsWith('test/') && ASSERTION.test(file.text))
    )
}

t.test('every test file asserts something', async (t) => {
  t.ok(tests.length > 0, 'there are tests')
  t.same(
    tests.filter((file) => !asserts(file)).map((file) => file.path),
    []
  )
})

function brokenLinks({ path, text }: SourceFile): string[] {
  const prose = text.replace(/^```[\s\S]*?^```/gm, '')
  const targets = [...prose.matchAll(/\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)|^\[[^\]]+\]:\s*(\S+)/gm)].map(
    ([, inline, reference]) => inline ?? reference ?? ''
  )
  return targets
    .filter((target) => target !== '' && !/^(?:[a-z][a-z+.-]*:|#)/i.test(target))
    .map((target) => decodeURIComponent(target.split('#')[0] ?? ''))
    .filter((target) => !existsSync(join(root, dirname(path), target)))
    .map((target) => `${path}: ${target}`)
}

t.test('what the documents link to is there', async (t) => {
  const documents = everything.filter((file) => file.path.endsWith('.md'))
  t.same(
    documents.flatMap((file) => brokenLinks(file)),
    []
  )
  t.same(brokenLinks({ path: 'README.md', text: '[a](no-such.md) [b](package.json#x) [c](https://x.org)' }), [
    'README.md: no-such.md'
  ])
})

t.test('what is to be run directly may be', async (t) => {
  for (const path of ['.ci/run', 'scripts/timebank.mjs']) {
    t.ok((statSync(join(root, path)).mode & 0o111) !== 0 || process.platform === 'win32', path)
  }
})
