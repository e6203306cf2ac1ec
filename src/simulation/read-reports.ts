import { dateIn } from '../clock.ts'
import { formatPoints, parsePoints } from '../points.ts'
import { cellText, type SheetRow } from '../sheet/cell.ts'
import { readSheet } from '../sheet/read-sheet.ts'
import type { Body } from './api-client.ts'
import type { Scene } from './scene.ts'
import { TIME_ZONE } from './simulated-clock.ts'

/** What is added up of services everywhere; points are hundredths in here and text in the result. */
interface Sums {
  verifiedMinutes: number
  honoraryMinutes: number
  teamMinutes: number
  points: number
}

type ShownSums = Omit<Sums, 'points'> & { points: string }

export interface Reports {
  /** What the accounts of hours and of points issued for service moved. */
  journal: ShownSums & { balanced: boolean; services: number }
  registers: Record<string, { rows: number; stated: ShownSums; added: ShownSums }>
  summaries: Record<string, { groups: number; services: number; stated: ShownSums; added: ShownSums }>
  members: { read: number; verifiedMinutes: number; honoraryMinutes: number; teamMinutes: number }
  certificates: { issued: number; valid: number }
}

/** Where two figures that must be the same are not. */
class Differences {
  readonly found: string[] = []

  expect(what: string, found: unknown, expected: unknown): void {
    const [a, b] = [JSON.stringify(found), JSON.stringify(expected)]
    if (a !== b) this.found.push(`${what}: ${a}, not ${b}`)
  }
}

/** Reads every report of the year through the API and adds it up: each must come to what the journal says. */
export async function readReports(scene: Scene): Promise<{ reports: Reports; differences: string[] }> {
  const differences = new Differences()
  const journal = await readJournal(scene)
  const { served, ...members } = await readMembers(scene, journal.sums, differences)
  const reports: Reports = {
    journal: { ...shown(journal.sums), balanced: journal.balanced, services: journal.services },
    registers: await readRegisters(scene, journal.sums, differences),
    summaries: await readSummaries(scene, journal, differences),
    members,
    certificates: await readCertificates(scene, served, differences)
  }
  differences.expect('the trial balance balances', journal.balanced, true)
  compareWithMade(scene, journal.services, differences)
  return { reports, differences: differences.found }
}

function shown({ points, ...minutes }: Sums): ShownSums {
  return { ...minutes, points: formatPoints(points) }
}

function noSums(): Sums {
  return { verifiedMinutes: 0, honoraryMinutes: 0, teamMinutes: 0, points: 0 }
}

function hundredths(text: unknown): number {
  const points = String(text)
  return points.startsWith('-') ? -(parsePoints(points.slice(1)) ?? Number.NaN) : (parsePoints(points) ?? Number.NaN)
}

function add(sums: Sums, more: Body): void {
  sums.verifiedMinutes += Number(more.verifiedMinutes)
  sums.honoraryMinutes += Number(more.honoraryMinutes)
  sums.teamMinutes += Number(more.teamMinutes)
  sums.points += hundredths(more.points)
}

/** Services that stand, and what the accounts moved, from the books alone. */
async function readJournal({ staff, path }: Scene): Promise<{ sums: Sums; balanced: boolean; services: number }> {
  const { lines, totals } = (await staff.administrator.get(`${path}/trial-balance`)) as unknown as { lines: Body[]; totals: { balanced: boolean }[] }
  const closing = (code: string): number => lines.filter((line) => String(line.code) === code).reduce((sum, line) => sum + Number(line.closing), 0)
  const sums = {
    verifiedMinutes: closing('M6201'),
    honoraryMinutes: closing('M6202'),
    teamMinutes: closing('M6203'),
    points: hundredths(lines.find((line) => String(line.code) === 'P5101')?.closing ?? '0')
  }
  const reversed = new Set<number>()
  const services = new Set<number>()
  for await (const each of staff.administrator.all(`${path}/transactions?limit=200`)) {
    if (each.reverses !== null) reversed.add(Number(each.reverses))
    if (['earn', 'record_honorary', 'earn_team'].includes(String(each.kind))) services.add(Number(each.number))
  }
  return { sums, balanced: totals.every((total) => total.balanced), services: [...services].filter((number) => !reversed.has(number)).length }
}

const FIGURES = ['Verified minutes', 'Honorary minutes', 'Team minutes', 'Points issued']

async function readRegisters({ staff, path, year }: Scene, journal: Sums, differences: Differences): Promise<Reports['registers']> {
  const read: Reports['registers'] = {}
  for (const register of ['services', 'activities']) {
    for (const format of ['csv', 'xlsx']) {
      const name = `${register}.${format}`
      const file = await staff.administrator.download(`${path}/register?register=${register}&from=${year}-01-01&to=${year + 1}-12-31&format=${format}`)
      const { rows, stated, added } = await addUp(file)
      differences.expect(`the rows of ${name}`, shown(added), shown(journal))
      differences.expect(`the total of ${name}`, shown(stated), shown(journal))
      read[name] = { rows, stated: shown(stated), added: shown(added) }
    }
  }
  return read
}

/** The rows of a register between its headings and its total. */
async function addUp(file: Buffer): Promise<{ rows: number; stated: Sums; added: Sums }> {
  const all: SheetRow[] = []
  for await (const row of readSheet(file)) all.push(row)
  const [heading, ...rest] = all.filter(({ cells }) => cells.some((cell) => cell !== null))
  const columns = FIGURES.map((name) => (heading?.cells ?? []).findIndex((cell) => cellText(cell).endsWith(name)))
  const sumsOf = ({ cells }: SheetRow): Sums => {
    const [verifiedMinutes = 0, honoraryMinutes = 0, teamMinutes = 0] = columns.map((at) => Number(cellText(cells[at] ?? null)))
    // Bold and plain, a spreadsheet's points are numbers, and a CSV's are text.
    return { verifiedMinutes, honoraryMinutes, teamMinutes, points: Math.round(Number(cellText(cells[columns[3] ?? -1] ?? null)) * 100) }
  }
  const total = rest.at(-1)
  const added = noSums()
  for (const row of rest.slice(0, -1)) {
    const sums = sumsOf(row)
    for (const name of Object.keys(added) as (keyof Sums)[]) added[name] += sums[name]
  }
  return { rows: rest.length - 1, stated: total ? sumsOf(total) : noSums(), added }
}

async function readSummaries({ staff, path, year }: Scene, journal: { sums: Sums; services: number }, differences: Differences): Promise<Reports['summaries']> {
  const read: Reports['summaries'] = {}
  for (const by of ['volunteer', 'team', 'post', 'brand', 'category']) {
    const { groups, total } = (await staff.administrator.get(`${path}/year-summary?year=${year}&by=${by}`)) as unknown as { groups: Body[]; total: Body }
    const added = noSums()
    for (const group of groups) add(added, group)
    const stated = noSums()
    add(stated, total)
    const services = groups.reduce((sum, group) => sum + Number(group.services), 0)
    differences.expect(`the groups by ${by}`, shown(added), shown(journal.sums))
    differences.expect(`the total by ${by}`, shown(stated), shown(journal.sums))
    differences.expect(`the services by ${by}`, services, Number(total.services))
    read[by] = { groups: groups.length, services, stated: shown(stated), added: shown(added) }
  }
  return read
}

/** What each member sees of their own hours; together they are the accounts of all. */
async function readMembers({ staff, path, volunteers }: Scene, journal: Sums, differences: Differences): Promise<Reports['members'] & { served: number[] }> {
  const sums = { verifiedMinutes: 0, honoraryMinutes: 0, teamMinutes: 0 }
  const served: number[] = []
  for (const member of volunteers) {
    const total = await staff.administrator.get(`${path}/members/${member}/hours-total`)
    for (const name of Object.keys(sums) as (keyof typeof sums)[]) sums[name] += Number(total[name])
    if (Number(total.verifiedMinutes) > 0) served.push(member)
  }
  const { points: _, ...minutes } = journal
  differences.expect('the hours of all members', sums, minutes)
  return { read: volunteers.length, served, ...sums }
}

const CERTIFICATES = 5

/** Certificates for some, each verified by its number and code as anybody might who is shown one. */
async function readCertificates(scene: Scene, served: number[], differences: Differences): Promise<Reports['certificates']> {
  let valid = 0
  for (const member of scene.draw.several(served, CERTIFICATES)) if (await certify(scene, member)) valid++
  differences.expect('certificates that are valid', valid, CERTIFICATES)
  return { issued: CERTIFICATES, valid }
}

/** Issues a certificate, prints it, and asks the service whether what is printed is good. */
async function certify({ staff, anybody, path, year, clock }: Scene, member: number): Promise<boolean> {
  const person = `${path}/members/${member}`
  const [today, lastDay] = [dateIn(TIME_ZONE, clock.now()), `${year}-12-31`]
  const { number } = await staff.coordinator.post(`${person}/certificates`, {
    from: `${year}-01-01`, through: today < lastDay ? today : lastDay, responsible: '负责人', handler: '经办人', contact: '025-84400000'
  })
  const page = (await staff.coordinator.download(`${person}/certificates/${String(number)}/page`)).toString('utf8')
  const code = /[0-9A-Z]{5}(?:-[0-9A-Z]{5}){3}/.exec(page)?.[0] ?? ''
  const answer = await anybody.get(`${path}/certificates/${String(number)}/verification?code=${code}`)
  return String(answer.state) === 'valid'
}

/** Nothing that was made is missing from the books: what stands is what was recorded, less what a complaint took. */
function compareWithMade({ made }: Scene, services: number, differences: Differences): void {
  differences.expect('services that stand', services, made.participations + made.postServices + made.teamServices - made.zeroed)
}
