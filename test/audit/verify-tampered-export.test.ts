import t from 'tap'
import { differenceMessage } from '../../src/audit/difference.ts'
import { exportJsonl } from '../../src/audit/export-jsonl.ts'
import { type ExportVerifyResult, verifyExport } from '../../src/audit/verify-export.ts'
import { asFile, collect } from './collect-output.ts'
import { memorySource } from './memory-source.ts'
import { sampleJournal, WHOLE } from './sample-journal.ts'

const FEBRUARY = { from: '2025-02-01', to: '2025-02-28' }

async function linesOf(range: { from: string; to: string }): Promise<string[]> {
  const text = await collect((output) => exportJsonl(memorySource(sampleJournal().journal), range, output))
  return text.split('\n').slice(0, -1)
}

const verifyLines = (lines: string[]): Promise<ExportVerifyResult> => verifyExport(asFile(`${lines.join('\n')}\n`))

type Path = (string | number)[]

function* valuePaths(value: unknown, path: Path = []): Generator<Path> {
  if (typeof value !== 'object' || value === null) yield path
  else
    for (const [key, part] of Object.entries(value))
      yield* valuePaths(part, [...path, Array.isArray(value) ? Number(key) : key])
}

function changeAt(line: string, path: Path): string {
  const record = JSON.parse(line) as Record<string | number, unknown>
  let parent = record
  for (const key of path.slice(0, -1)) parent = parent[key] as Record<string | number, unknown>
  const last = path.at(-1) as string | number
  const value = parent[last]
  if (typeof value === 'number') parent[last] = value + 1
  else if (typeof value === 'string')
    parent[last] = /[0-9a-f]$/.test(value) ? `${value.slice(0, -1)}${value.endsWith('1') ? '2' : '1'}` : `${value}x`
  else parent[last] = 'x'
  return JSON.stringify(record)
}

/** The words of the header and the footer, which say nothing about the books. */
const WORDS = /^(notice|units|community\.(name|timeZone)|checkpoint)/

/** A later end, or an earlier beginning, may hold the same transactions. */
const BOUNDS = /^range/

async function undetected(range: { from: string; to: string }): Promise<string[]> {
  const lines = await linesOf(range)
  const missed: string[] = []
  for (const [at, line] of lines.entries()) {
    for (const path of valuePaths(JSON.parse(line))) {
      const name = path.join('.')
      if (WORDS.test(name) || BOUNDS.test(name)) continue
      const result = await verifyLines(lines.with(at, changeAt(line, path)))
      if (result.ok) missed.push(`${at + 1} ${name} ${line}`)
    }
  }
  return missed
}

t.test('a change to any one field of a whole export is found', async (t) => {
  t.same(await undetected(WHOLE), [])
})

t.test('a change to any one field of one month is found', async (t) => {
  // The order between a range's own numbers and others' is not in the file, so these can only be compared with each other.
  t.same(
    (await undetected(FEBRUARY)).filter((missed) => !/^\d+ lastVersion .*"opening"/.test(missed)),
    []
  )
})

t.test('a line left out, doubled or moved is found', async (t) => {
  for (const range of [WHOLE, FEBRUARY]) {
    const lines = await linesOf(range)
    for (let at = 0; at < lines.length; at++) {
      t.notOk((await verifyLines(lines.toSpliced(at, 1))).ok, `without line ${at + 1}`)
      t.notOk((await verifyLines(lines.toSpliced(at, 0, lines[at] as string))).ok, `line ${at + 1} twice`)
      if (at === 0) continue
      const swapped = lines.with(at, lines[at - 1] as string).with(at - 1, lines[at] as string)
      t.notOk((await verifyLines(swapped)).ok, `line ${at + 1} before the one above`)
    }
  }
})

t.test('the place is named', async (t) => {
  const lines = await linesOf(WHOLE)
  const at = lines.findIndex((line) => line.includes('"number":5,'))
  const result = await verifyLines(lines.with(at, (lines[at] as string).replace('"amount":-6000', '"amount":-6001')))
  t.match(result.differences[0], { code: 'leaf_differs', number: 5, fileLine: at + 1 })
  t.ok(result.differences.some((each) => each.code === 'not_balanced' && each.unit === 'POINT'))
  t.match(differenceMessage(result.differences[0]!, 'zh'), `文件第 ${at + 1} 行:第 5 号`)
})

t.test('a file that is no export, or ends early, is not taken for one', async (t) => {
  const lines = await linesOf(WHOLE)
  for (const text of [
    '',
    '\n',
    '{}\n',
    'x',
    lines[0] as string,
    `${lines[0]}\n`,
    `${lines.join('\n')}`,
    `\uFEFF${lines.join('\n')}\n`,
    `${lines.join('\r\n')}\r\n`,
    `${lines.join('\n')}\n\n`
  ]) {
    const result = await verifyExport(asFile(text))
    t.notOk(result.ok, JSON.stringify(text.slice(0, 20)))
  }
  const bytes = Buffer.from(`${lines.join('\n')}\n`)
  bytes[bytes.indexOf('台')] = 0xff
  t.notOk(
    (
      await verifyExport(
        (async function* () {
          yield bytes
        })()
      )
    ).ok,
    'not UTF-8'
  )
})

t.test('a field twice, a field that is not sealed and odd spelling are found', async (t) => {
  const lines = await linesOf(WHOLE)
  const at = lines.findIndex((line) => line.includes('"number":5,'))
  const line = lines[at] as string
  for (const spelled of [
    line.replace('"number":5', '"number":4,"number":5'),
    line.replace('"leaf"', '"remark":"ok","leaf"'),
    line.replace('"number":5', '"number": 5'),
    line.replace('"number":5', '"number":5.0')
  ]) {
    t.notOk((await verifyLines(lines.with(at, spelled))).ok, spelled.slice(0, 60))
  }
})

t.test('a line that is missing is said once, and what follows from it is not said again and again', async (t) => {
  for (const range of [WHOLE, { from: '2025-02-05', to: WHOLE.to }]) {
    const lines = await linesOf(range)
    const transactions = lines.flatMap((line, index) => (line.startsWith('{"type":"transaction"') ? [index] : []))
    const missing = transactions[Math.floor(transactions.length / 4)] as number
    const after = transactions.filter((index) => index > missing).length
    const { ok, differences } = await verifyLines(lines.toSpliced(missing, 1))
    t.equal(ok, false)
    t.ok(after >= 6, 'many lines follow it')
    t.equal(differences.filter((each) => each.code === 'number_not_next').length, 1)
    t.equal(differences.filter((each) => each.code === 'total_differs' && /after|extent/.test(each.field ?? '')).length, 0)
    const twice = await verifyLines(lines.toSpliced(transactions.at(-3) as number, 1).toSpliced(missing, 1))
    t.equal(twice.differences.filter((each) => each.code === 'number_not_next').length, 2, 'but a second gap is said too')
  }
})
