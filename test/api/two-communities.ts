import type { Test } from 'tap'
import { openApp, type TestApp } from './app.ts'
import { multipart } from './multipart.ts'
import { done, POLICY } from './taicheng.ts'

/** What one community has, and what nobody of another may read. */
export interface Scene {
  communityId: string
  /** What stands in addresses; all of it is there. */
  parameters: Record<string, string | number>
  /** Names, cards, phones, goods, files and notes. */
  secrets: string[]
}

interface People {
  communityId: string
  name: string
  prefix: string
  members: [name: string, phone: string][]
  sku: string
  good: string
}

const TAICHENG: People = {
  communityId: 'taicheng', name: '台城花园社区', prefix: 'TC10000', sku: 'G005', good: '薄荷牙膏',
  members: [['夏红浩', '15404409081'], ['李福', '13599658690']]
}

/** More of everything, so that its ids are not those of the other. */
const BIHU: People = {
  communityId: 'bihu', name: '碧湖社区', prefix: 'BH20000', sku: 'H777', good: '龙舟粽子',
  members: [['林秀英', '13705961234'], ['陈国平', '13860551122'], ['黄美玲', '18950337788'], ['蔡文远', '15980246813'], ['郑金凤', '13015667799'], ['许志强', '13159446622'], ['苏丽珍', '18760335544']]
}

/** A person who is a member of both, and at home in Bihu, which alone may tell the phone and the address. */
export const SHARED = { name: '双居人', idNumber: '11010519491231002X', phone: '13650007777', formerPhone: '13650008888', address: '碧湖路九号' }

/** Two communities with something of every kind each, and a person who is a member of both. */
export async function openTwo(t: Test): Promise<{ test: TestApp; taicheng: Scene; bihu: Scene; shared: { taicheng: number; bihu: number } }> {
  const test = await openApp(t)
  const taicheng = await fill(test, TAICHENG)
  const bihu = await fill(test, BIHU)
  const { name, idNumber, phone, formerPhone, address } = SHARED
  const number = async (communityId: string, given: object): Promise<number> =>
    Number(done(await test.post(`/communities/${communityId}/members`, { name, ...given })).body.number)
  const shared = { bihu: await number('bihu', { idNumber, phone, address }), taicheng: await number('taicheng', { idNumber }) }
  const former = await number('bihu', { phone: formerPhone })
  done(await test.post('/communities/bihu/merges', { from: former, into: shared.bihu }))
  // In Taicheng somebody else of the same name has the same phone: that they share it would tell it.
  await number('taicheng', { phone })
  bihu.secrets.push(formerPhone, address, '136****8888', 'BH20000备注')
  return { test, taicheng, bihu, shared }
}

async function fill(test: TestApp, { communityId, name, prefix, members, sku, good }: People): Promise<Scene> {
  const { post, put, send } = test
  const C = `/communities/${communityId}`
  const areaId = `${communityId}-street`
  done(await post('/areas', { areaId: `${communityId}-district`, level: 'district', name: `${communityId}区` }))
  done(await post('/areas', { areaId, level: 'subdistrict', parentId: `${communityId}-district`, name: `${communityId}街道` }))
  done(await post('/communities', { communityId, name, areaId }))
  done(await post(`${C}/policies`, { from: '2025-01-01', policy: POLICY }))
  for (const [index, [personName, phone]] of members.entries()) {
    const card = `${prefix}${index + 1}`
    done(await post(`${C}/members`, { card, name: personName, phone, birthDate: '1950-03-04', building: `${prefix}幢`, careTags: ['独居'], role: `${prefix}身份` }))
    done(await post(`${C}/hours`, { member: index + 1, category: '科普宣传', minutes: 300, activity: `${prefix}活动`, serviceDate: '2025-03-05' }))
  }
  const last = members.length
  done(await put(`${C}/goods/${sku}`, { name: good, price: '5.00', barcode: `69${prefix.slice(2)}0001` }))
  done(await post(`${C}/stock/receipts`, { sku, pieces: 9, sponsor: `${prefix}商店` }))
  done(await post(`${C}/gifts`, { from: last, to: 1, points: '1.00', note: `${prefix}备注` }))
  const [team, rule] = [`${prefix}队`, `${prefix}规则`]
  done(await post(`${C}/teams`, { team, name: `${prefix}志愿队`, leader: last }))
  done(await post(`${C}/teams/${team}/members`, { member: last, joinedOn: '2025-03-01' }))
  done(await post(`${C}/team-hours`, { team, category: '科普宣传', activity: `${prefix}宣讲`, serviceDate: '2025-03-07', members: [{ member: last, minutes: 60 }] }))
  const hold = done(await post(`${C}/holds`, { member: last, points: '2.00' }))
  const redemption = done(await post(`${C}/redemptions`, { member: last, lines: [{ sku, pieces: 1 }] }))
  const earned = done(await post(`${C}/hours`, { member: last, category: '科普宣传', minutes: 60, activity: `${prefix}活动`, serviceDate: '2025-03-06' }))
  const made = async (path: string, body: object, field: string) => String(done(await post(`${C}/members/${last}/${path}`, body)).body[field])
  const relationId = await made('relations', { kind: 'child', relative: { name: `${prefix}女`, phone: '13700001234' }, evidence: '户口簿' }, 'relationId')
  const proxyId = await made('proxies', { agent: { name: `${prefix}女` }, powers: ['redeem'], validThrough: '2025-12-31', evidence: '委托书' }, 'proxyId')
  const consentId = await made('consents', { purpose: 'publish_name', evidence: '书面' }, 'consentId')
  const plans = { ...(await plan(test, C, { prefix, last })), ...(await attend(test, C, { prefix, last })) }
  const form = multipart({ file: { name: `${prefix}名册.csv`, text: `卡号,姓名\r\n${prefix}8,${prefix}新人\r\n${prefix}1,${prefix}旧人\r\n` } })
  const preview = done(
    await send({
      method: 'POST', url: `/v1${C}/imports?kind=members`, payload: form.payload,
      headers: { ...form.headers, 'idempotency-key': `import-${communityId}`, actor: `${communityId}-coordinator` }
    })
  )
  const importId = String(preview.body.importId)
  done(await post(`${C}/imports/${importId}/confirm`, {}, { actor: `${communityId}-approver` }))
  const within = { scope: 'community', communityId }
  const [clerk, program] = [`${communityId}.clerk`, `${communityId}.platform`]
  done(await post('/users', { user: clerk, roles: [{ role: 'clerk', ...within }] }))
  done(await post('/users', { user: program, kind: 'program', roles: [{ role: 'program', ...within }] }))
  done(await post(`/users/${program}/keys`, { name: `${prefix}平台`, expiresAt: '2025-06-30T16:00:00Z' }))
  const visit = { member: last, serviceDate: '2025-03-07', minutes: 60, category: '科普宣传', activity: `${prefix}活动`, note: `${prefix}备注` }
  const recorded = done(await post(`${C}/service-records`, { service: visit, submit: true }, { actor: `${communityId}-coordinator` }))
  const recordId = String(recorded.body.records?.[0]?.recordId)
  const run = done(await post(`${C}/record-approvals`, { filter: {} }, { actor: `${communityId}-approver` }))
  done(await put(`${C}/record-settings`, { closedWeekdays: [], closedDates: [], staffMembers: { [`${communityId}-coordinator`]: 1 } }))
  const served = { team, category: '科普宣传', activity: `${prefix}活动`, members: [{ member: last, minutes: 30 }] }
  const teamServiceId = String(done(await post(`${C}/team-services`, served, { actor: `${communityId}-coordinator` })).body.serviceId)
  done(await post(`${C}/award-rules`, { rule, nameZh: `${prefix}奖励`, nameEn: 'Award', points: '1.00', validFrom: '2025-01-01' }))
  const certified = { from: '2025-03-01', through: '2025-03-20', responsible: `${prefix}主任`, handler: `${prefix}经办`, contact: `${prefix}电话` }
  const certificate = await made('certificates', certified, 'number')
  done(await put(`${C}/star-levels`, { levels: [1] }))
  const star = String(done(await post(`${C}/stars`, { member: last, level: 1 })).body.starId)
  const number = (answer: typeof hold): number => Number(answer.body.transaction?.number)
  return {
    communityId,
    parameters: {
      communityId, member: last, card: `${prefix}${last}`, sku, account: `P2101.${last}`, number: number(earned), hold: number(hold),
      redemption: number(redemption), importId, recordId, runId: String(run.body.runId), areaId, relationId, proxyId, consentId, ...plans, purpose: 'shift', place: 1,
      team, teamServiceId, rule, certificate, star, user: program, assignment: 'none', key: 'none'
    },
    secrets: [
      prefix, ...members.flat(), sku, good, importId, recordId, ...Object.values(plans), `${communityId}-coordinator`, `${communityId}-approver`, clerk, program
    ]
  }
}

/** A roster, a shift that somebody was there for, a swap, an absence and a visit. */
async function attend({ post, get }: TestApp, C: string, { prefix, last }: { prefix: string; last: number }): Promise<Record<string, string>> {
  const idOf = async (path: string, body: object, field: string) => String(done(await post(`${C}/${path}`, body)).body[field])
  const kind = { title: `${prefix}班`, category: '科普宣传', startTime: '08:00', endTime: '09:00', responsible: last }
  const rosterId = await idOf('rosters', { ...kind, weekdays: [4], startsOn: '2025-03-20', members: [last, 1] }, 'rosterId')
  done(await post(`${C}/rosters/${rosterId}/shifts`, { from: '2025-03-27', through: '2025-04-03' }))
  const shiftId = await idOf('shifts', { ...kind, serviceDate: '2025-03-20', members: [last] }, 'shiftId')
  const later = await idOf('shifts', { ...kind, serviceDate: '2025-03-21', members: [last] }, 'shiftId')
  const swapId = await idOf(`members/${last}/shift-swaps`, { shiftId: later, to: 1, evidence: `${prefix}电话` }, 'swapId')
  const absenceId = await idOf(`members/${last}/absences`, { from: '2025-05-01', through: '2025-05-02' }, 'absenceId')
  const { rows } = done(await post(`${C}/attendance-lists`, { purpose: 'shift', purposeId: shiftId, rows: [{ member: last, from: '08:00' }] })).body
  const planId = await idOf('visit-plans', { member: last, visitors: [1], everyDays: 1, purpose: `${prefix}P`, category: '老人陪护', note: `${prefix}备注` }, 'planId')
  const visitId = String(done(await get(`${C}/care-visits/due`)).body.items?.[0]?.visitId)
  done(await post(`${C}/care-visits/${visitId}/outcome`, { outcome: 'needs_help', note: `${prefix}结果` }))
  return { rosterId, shiftId, purposeId: shiftId, swapId, absenceId, presenceId: String(rows?.[0]?.presenceId), planId, visitId }
}

/** Something of everything that is planned; every title, place and code holds the prefix. */
async function plan({ post, put }: TestApp, C: string, { prefix, last }: { prefix: string; last: number }): Promise<Record<string, string>> {
  const idOf = async (path: string, body: object, field: string) => String(done(await post(`${C}/${path}`, body)).body[field])
  done(await put(`${C}/service-fields/${prefix}F`, { name: `${prefix}领域` }))
  done(await put(`${C}/service-categories/${prefix}C`, { field: `${prefix}F`, help: 'elderly' }))
  done(await put(`${C}/brands/${prefix}B`, { name: `${prefix}品牌` }))
  const webhook = done(await post(`${C}/webhooks`, { address: `https://notice.example.org/${prefix}`, events: ['sign_up_cancelled'] })).body.webhook
  const kind = { category: `${prefix}C`, field: `${prefix}F` }
  const entryId = await idOf('list-entries', { list: 'projects', title: `${prefix}项目`, ...kind }, 'entryId')
  await idOf(`members/${last}/needs`, { title: `${prefix}需求`, details: `${prefix}说明` }, 'entryId')
  const planned = {
    title: `${prefix}活动`, place: `${prefix}室`, category: `${prefix}C`, brand: `${prefix}B`, projectId: entryId, date: '2025-04-02', startMinute: 600, endMinute: 660,
    responsible: { member: last }, expectedMinutes: 60
  }
  const activityId = await idOf('activities', planned, 'activityId')
  done(await post(`${C}/activities/${activityId}/state`, { state: 'open' }))
  const left = await idOf(`members/${last}/sign-ups`, { activityId }, 'signUpId')
  done(await post(`${C}/members/${last}/sign-ups/${left}/cancellation`, {}))
  const signUpId = await idOf(`members/${last}/sign-ups`, { activityId }, 'signUpId')
  const postId = await idOf('posts', { title: `${prefix}岗`, ...kind, expectedYearMinutes: 600 }, 'postId')
  const { claims } = done(await post(`${C}/post-claims`, { year: 2025, claims: [{ postId, holder: { member: last } }] })).body
  return { activityId, signUpId, postId, claimId: String(claims?.[0]?.claimId), entryId, webhookId: String(webhook?.webhookId) }
}
