import t from 'tap'
import { withCommunityYear } from '../../src/simulation/community-year.ts'
import { readReports } from '../../src/simulation/read-reports.ts'
import type { Scene } from '../../src/simulation/scene.ts'

const OPTIONS = { year: 2025, seed: 7, months: 1, say: () => undefined }

t.test('a month of a community is made through the API, and every report of it adds up to the journal', async (t) => {
  await withCommunityYear(OPTIONS, async (scene) => {
    const { reports, differences } = await readReports(scene)
    t.same(differences, [])
    const { made } = scene
    t.ok(made.participations > 100 && made.activities === 8 && made.posts === 24, 'as much as a month has')
    t.ok(Object.values(made.participationsByMethod).every((count) => count > 0))
    t.equal(reports.journal.services, made.participations + made.postServices + made.teamServices)
    t.ok(reports.journal.verifiedMinutes > 60 * made.participations / 2)

    const untrue = await readReports(withoutOneService(scene))
    t.match(untrue.differences, [/^the rows of services\.csv: .*not /], 'a register that leaves out a service is found out')
  })
})

/** The same year, where the register as CSV has lost its first service. */
function withoutOneService(scene: Scene): Scene {
  const { administrator } = scene.staff
  const download = async (path: string): Promise<Buffer> => {
    const file = await administrator.download(path)
    if (!path.includes('register=services') || !path.endsWith('csv')) return file
    const [heading, , ...rest] = file.toString('utf8').split('\n')
    return Buffer.from([heading, ...rest].join('\n'))
  }
  return { ...scene, staff: { ...scene.staff, administrator: Object.assign(Object.create(administrator) as typeof administrator, { download }) } }
}
