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
  members: [['林秀英', '13705961234'], ['陈国平', '13860551122'], ['黄美玲', '18950337788'], ['蔡文远', '15980246813'], ['郑金凤', '13015667799']]
}

/** Two communities with something of every kind each. */
export async function openTwo(t: Test): Promise<{ test: TestApp; taicheng: Scene; bihu: Scene }> {
  const test = await openApp(t)
  const taicheng = await fill(test, TAICHENG)
  return { test, taicheng, bihu: await fill(test, BIHU) }
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
  const form = multipart({ file: { name: `${prefix}名册.csv`, text: `卡号,姓名\r\n${prefix}8,${prefix}新人\r\n${prefix}1,${prefix}旧人\r\n` } })
  const preview = done(
    await send({
      method: 'POST', url: `/v1${C}/imports?kind=members`, payload: form.payload,
      headers: { ...form.headers, 'idempotency-key': `import-${communityId}`, actor: `${communityId}-coordinator` }
    })
  )
  const importId = String(preview.body.importId)
  done(await post(`${C}/imports/${importId}/confirm`, {}, { actor: `${communityId}-approver` }))
  const visit = { member: last, serviceDate: '2025-03-07', minutes: 60, category: '科普宣传', activity: `${prefix}活动`, note: `${prefix}备注` }
  const recorded = done(await post(`${C}/service-records`, { service: visit, submit: true }, { actor: `${communityId}-coordinator` }))
  const recordId = String(recorded.body.records?.[0]?.recordId)
  const run = done(await post(`${C}/record-approvals`, { filter: {} }, { actor: `${communityId}-approver` }))
  done(await put(`${C}/record-settings`, { closedWeekdays: [], closedDates: [], staffMembers: { [`${communityId}-coordinator`]: 1 } }))
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
      redemption: number(redemption), importId, recordId, runId: String(run.body.runId), areaId, relationId, proxyId, consentId, team, rule, certificate, star, user: 'nobody', assignment: 'none', key: 'none'
    },
    secrets: [prefix, ...members.flat(), sku, good, importId, recordId, `${communityId}-coordinator`, `${communityId}-approver`]
  }
}
