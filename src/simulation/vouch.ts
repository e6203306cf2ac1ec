import { addDays, lastDayOf } from '../clock.ts'
import type { ApiClient, Body } from './api-client.ts'
import { dayOf, type Scene } from './scene.ts'

/** Two records a month come back to who recorded them; one a quarter is found to be wrong after it was posted. */
const RETURNED_A_MONTH = 2
/** In which month the period is closed before the approver comes: its services are booked in the next. */
const LATE_MONTH = 3
const TOGETHER = 500

/** What a month brought is submitted, looked at by a second person and becomes points; then the month is closed. */
export async function vouchForMonth(scene: Scene, month: number): Promise<void> {
  const { clock, year } = scene
  const lastDay = lastDayOf(dayOf(scene, month, 1).slice(0, 7))
  clock.advanceTo(addDays(lastDay, 1), 9 * 60)
  await submitAll(scene)
  await answerFlags(scene)
  await returnSome(scene)
  if (month === LATE_MONTH) await closeMonth(scene, lastDay)
  clock.advanceTo(addDays(lastDay, 2), 9 * 60)
  await approveAll(scene)
  if (month % 3 === 0) await correctOne(scene, `${year}-${String(month).padStart(2, '0')}-01`)
  if (month % 6 === 0) await zeroOne(scene, `${year}-${String(month).padStart(2, '0')}-01`)
  if (month !== LATE_MONTH) await closeMonth(scene, lastDay)
}

async function closeMonth({ staff, path, made }: Scene, through: string): Promise<void> {
  await staff.administrator.post(`${path}/periods/close`, { through })
  made.periodsClosed++
}

async function found(client: ApiClient, path: string, most = Number.POSITIVE_INFINITY): Promise<Body[]> {
  const items: Body[] = []
  for await (const item of client.all(path)) {
    items.push(item)
    if (items.length >= most) break
  }
  return items
}

async function submitAll({ staff, path }: Scene): Promise<void> {
  const open = await found(staff.coordinator, `${path}/service-records?state=recorded`)
  for (let at = 0; at < open.length; at += TOGETHER) {
    const records = open.slice(at, at + TOGETHER).map(({ recordId }) => String(recordId))
    await staff.coordinator.post(`${path}/record-submissions`, { records })
  }
}

/** Nothing that is doubtful is approved before somebody has made sure. */
async function answerFlags({ staff, path, made }: Scene): Promise<void> {
  for (const record of await found(staff.coordinator, `${path}/service-records?state=submitted&doubtful=true`)) {
    const flags = record.flags as unknown as { flag: string; answer: string | null }[]
    for (const { flag, answer } of flags) {
      if (answer !== null) continue
      await staff.coordinator.post(`${path}/service-records/${String(record.recordId)}/flag-answers`, { flag, answer: 'seen_document' })
      made.flagsAnswered++
    }
  }
}

/** What is returned is mended by who recorded it, and submitted again. */
async function returnSome({ staff, path, made, draw }: Scene): Promise<void> {
  const submitted = await found(staff.approver, `${path}/service-records?state=submitted&doubtful=false`, 50)
  for (const { recordId, minutes, startTime } of draw.several(submitted, RETURNED_A_MONTH)) {
    const record = `${path}/service-records/${String(recordId)}`
    await staff.approver.post(`${record}/return`, { reason: 'wrong_amount' })
    if (startTime === null) await staff.coordinator.patch(record, { minutes: Math.max(1, Number(minutes) - 10) })
    else await staff.coordinator.patch(record, { attachments: 1 })
    await staff.coordinator.post(`${path}/record-submissions`, { records: [String(recordId)] })
    made.returned++
  }
}

/** All that is unremarkable, in one go. */
async function approveAll({ staff, path }: Scene): Promise<void> {
  let run = await staff.approver.post(`${path}/record-approvals`, { filter: {} })
  while (String(run.state) === 'running') run = await staff.approver.get(`${path}/record-approvals/${String(run.runId)}`)
}

async function postedSince({ staff, path }: Scene, from: string): Promise<Body[]> {
  return found(staff.approver, `${path}/service-records?state=posted&from=${from}`, 200)
}

/** A length that was typed wrong is reversed and recorded anew, and goes the same way again. */
async function correctOne(scene: Scene, from: string): Promise<void> {
  const { staff, path, made, draw } = scene
  const wrong = draw.pick((await postedSince(scene, from)).filter(({ minutes }) => Number(minutes) > 60))
  if (!wrong) return
  const { member, serviceDate, category, activity, activityId, postId, brand, evidence, minutes } = wrong as unknown as Record<string, string>
  const service = {
    member, serviceDate, category, activity, evidence, method: 'by_hand', minutes: Number(minutes) - 30,
    ...Object.fromEntries(Object.entries({ activityId, postId, brand }).filter(([, value]) => value !== null))
  }
  const { replacement } = await staff.coordinator.post(`${path}/service-records/${String(wrong.recordId)}/correction`, { reason: 'wrong_amount', service })
  await staff.coordinator.post(`${path}/record-submissions`, { records: [String(replacement?.recordId)] })
  await answerFlags(scene)
  await staff.approver.post(`${path}/service-records/${String(replacement?.recordId)}/approval`, {})
  made.corrected++
}

/** A complaint that is upheld takes from the record what the policy says. */
async function zeroOne(scene: Scene, from: string): Promise<void> {
  const { staff, path, made, draw } = scene
  const record = draw.pick(await postedSince(scene, from))
  if (!record) return
  await staff.approver.post(`${path}/service-records/${String(record.recordId)}/zeroing`, {})
  made.zeroed++
}
