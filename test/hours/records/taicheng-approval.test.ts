import { readFileSync } from 'node:fs'
import t, { type Test } from 'tap'
import { openBank } from '../../../src/ledger/open-bank.ts'
import { json, onEveryDatabase, openTaicheng } from '../../cli/command-line.ts'
import { taichengFile } from '../../taicheng-files.ts'

interface Expected {
  accepted: number
  totalMinutes: number
  totalPoints: string
  members: Record<string, { minutes: number; points: string; records: number }>
}

interface Run {
  records: number
  posted: number
  passedOver: Record<string, number>
  outcomes: { recordId: string }[]
}

interface Listed {
  records: { recordId: string; number: number | null; flags: { code: string }[] }[]
}

const EXPECTED = JSON.parse(readFileSync(taichengFile('hours-2025-03.expected.json'), 'utf8')) as Expected

for (const file of ['hours-2025-03.csv', 'hours-2025-03.xlsx']) {
  onEveryDatabase(t, `the month of ${file}, submitted and approved in bulk, gives the points that the import gives`, async (t, timebank, database) => {
    await openTaicheng(timebank)
    const at = ['--community', 'taicheng', '--json']
    const handedIn = ['import', 'hours', taichengFile(file), ...at, '--submit', '--actor', '社工']
    t.match(await json(timebank(...handedIn)), { accepted: EXPECTED.accepted, state: 'confirmed' })
    t.match(await json(timebank(...handedIn)), { accepted: EXPECTED.accepted, repeated: true })
    const submitted = await json<Listed>(timebank('records', 'list', ...at, '--state', 'submitted', '--limit', '1000'))
    t.equal(submitted.records.length, EXPECTED.accepted, 'every accepted row waits, once')
    t.same(await earned(timebank), [], 'and none is posted')

    const own = await json<Run>(timebank('records', 'approve', ...at, '--actor', '社工'))
    t.match(own, { records: EXPECTED.accepted, posted: 0, passedOver: { second_person_needed: Number } }, 'who handed it in approves nothing')
    // In three parts, the last days first: the order of a day is that of the sheet all the same.
    const parts = [['--from', '2025-03-21'], ['--through', '2025-03-10'], []]
    const runs: Run[] = []
    for (const part of parts) runs.push(await json<Run>(timebank('records', 'approve', ...part, ...at, '--actor', '审核员')))
    const posted = runs.reduce((sum, run) => sum + run.posted, 0)
    const doubtful = submitted.records.filter(({ flags }) => flags.length > 0)
    t.equal(posted, EXPECTED.accepted - doubtful.length)
    t.ok(doubtful.length < EXPECTED.accepted / 10, `${doubtful.length} of ${EXPECTED.accepted} are doubtful`)
    t.same(await totals(timebank), { points: Number(EXPECTED.totalPoints), minutes: EXPECTED.totalMinutes })
    t.same(await byCard(t, database), Object.fromEntries(Object.entries(EXPECTED.members).map(([card, { minutes, points }]) => [card, [Number(points), minutes]])))
    t.match(await json<Run>(timebank('records', 'approve', ...at, '--actor', '审核员')), { posted: 0 })
    t.equal((await timebank('verify', '--json')).code, 0)
    t.equal((await timebank('rebuild', '--check')).code, 0)
  })
}

/** Points and minutes of every card that has some. */
async function byCard(t: Test, database: string): Promise<Record<string, [number, number]>> {
  const bank = await openBank({ database })
  t.teardown(() => bank.close())
  const { store } = bank
  const cards = new Map((await store.db.select().from(store.tables.member)).map(({ number, card }) => [number, card ?? '']))
  const found: Record<string, [number, number]> = {}
  for (const { code, memberNumber, balance, side } of await store.db.select().from(store.journal.account)) {
    if (memberNumber === null || !['P2101', 'M6201', 'M6202'].includes(code)) continue
    const card = cards.get(memberNumber) ?? ''
    const [points, minutes] = found[card] ?? [0, 0]
    found[card] = code === 'P2101' ? [points + (balance * side) / 100, minutes] : [points, minutes + balance * side]
  }
  return found
}

interface Balance {
  lines: { code: string; closing: string }[]
}

type CommandLine = Parameters<Parameters<typeof onEveryDatabase>[2]>[1]

async function balanceLines(timebank: CommandLine): Promise<Balance['lines']> {
  return (await json<Balance>(timebank('trial-balance', '--community', 'taicheng', '--accounts', '--json'))).lines
}

async function earned(timebank: CommandLine): Promise<Balance['lines']> {
  return (await balanceLines(timebank)).filter((line) => line.code === 'P5101')
}

async function totals(timebank: CommandLine): Promise<{ points: number; minutes: number }> {
  const lines = await balanceLines(timebank)
  const sum = (...codes: string[]): number => lines.filter((line) => codes.includes(line.code)).reduce((all, line) => all + Number(line.closing), 0)
  return { points: sum('P2101'), minutes: sum('M6201', 'M6202') }
}
