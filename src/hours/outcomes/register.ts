import type { Service } from '../../communities/communities.ts'
import type { DateRange } from '../../journal/journal-store.ts'
import { formatPoints } from '../../points.ts'
import { BYTE_ORDER_MARK, csvLine } from '../../sheet/csv-line.ts'
import { kindText } from '../../transaction-kinds.ts'
import { type KnownService, servicesOfCommunity } from './read-services.ts'
import { addRow, noSums, type ServiceSums } from './service-rows.ts'

export const REGISTERS = ['services', 'activities'] as const
export type RegisterKind = (typeof REGISTERS)[number]

/** A cell of a register: text, or a whole number, or points written with two places. */
export type RegisterCell = string | number | null

/** A register (台账) as rows: headings first, the total last. Text columns and figures stand where the headings say. */
export interface RegisterRow {
  cells: RegisterCell[]
  is: 'heading' | 'row' | 'total'
}

const NOTICE = '备查登记,非法定会计账簿;按业务日期,红字为冲销 Memorandum register, not statutory books; by business date, reversals negative'

const SERVICE_HEADINGS = [
  '凭证序号 Number', '业务日期 Business date', '服务日期 Service date', '种类 Kind', '成员编号 Member', '团队 Team', '类别 Category', '活动 Activity', '品牌 Brand',
  '认证分钟 Verified minutes', '荣誉分钟 Honorary minutes', '团队分钟 Team minutes', '发放积分 Points issued', '依据 Evidence', '制单 Prepared by', '审核 Approved by', '冲销 Reverses'
]
const ACTIVITY_HEADINGS = [
  '服务日期 Date', '类别 Category', '活动 Activity', '品牌 Brand', '人次 Participations', '认证分钟 Verified minutes', '荣誉分钟 Honorary minutes',
  '团队分钟 Team minutes', '发放积分 Points issued'
]

/**
 * The register of a community's services, or of its activities, for business dates. Everything that was posted stands in it, the
 * reversals in red, so that its total is what the accounts M6201, M6202, M6203 and P5101 moved in those days (merges between two
 * numbers of one person left out). The services stream; of activities, one row for each is held.
 */
export function registerRows(service: Service, communityId: string, { register, ...range }: DateRange & { register: RegisterKind }): AsyncGenerator<RegisterRow> {
  return register === 'services' ? serviceRegister(service, communityId, range) : activityRegister(service, communityId, range)
}

async function* serviceRegister(service: Service, communityId: string, range: DateRange): AsyncGenerator<RegisterRow> {
  yield { is: 'heading', cells: SERVICE_HEADINGS }
  const total = noSums()
  for await (const page of servicesOfCommunity(service, communityId, { ...range, by: 'business_date' })) {
    for (const row of page) {
      addRow(total, row)
      yield { is: 'row', cells: serviceCells(row) }
    }
  }
  yield { is: 'total', cells: ['合计 Total', ...Array<null>(8).fill(null), ...figures(total), NOTICE, null, null, null] }
}

function serviceCells(row: KnownService): RegisterCell[] {
  return [
    row.number, row.businessDate, row.serviceDate, kindText(row.kind), row.member, row.team, row.category, row.activity, row.brand, ...figures(row), row.evidence,
    row.preparedBy, row.approvedBy, row.reverses
  ]
}

function figures({ verifiedMinutes, honoraryMinutes, teamMinutes, points }: ServiceSums): [number, number, number, string] {
  return [verifiedMinutes, honoraryMinutes, teamMinutes, formatPoints(points)]
}

interface ActivitySums extends ServiceSums {
  cells: [string, string | null, string | null, string | null]
  participations: number
}

/** What is reversed counts against its activity, on the day of that; where nothing is kept of it any more, it stands by itself. */
async function* activityRegister(service: Service, communityId: string, range: DateRange): AsyncGenerator<RegisterRow> {
  yield { is: 'heading', cells: ACTIVITY_HEADINGS }
  const activities = new Map<string, ActivitySums>()
  const total = { ...noSums(), participations: 0 }
  for await (const page of servicesOfCommunity(service, communityId, { ...range, by: 'business_date' })) {
    for (const row of page) {
      const cells: ActivitySums['cells'] = [row.servedOn, row.category, row.activity ?? (row.kind === 'reverse' ? kindText('reverse') : null), row.brand]
      const key = JSON.stringify(cells)
      const sums = activities.get(key) ?? { cells, participations: 0, ...noSums() }
      activities.set(key, sums)
      const participations = row.member === null || row.kind === 'adjust' || row.kind === 'opening' ? 0 : row.kind === 'reverse' ? -1 : 1
      for (const each of [sums, total]) {
        addRow(each, row)
        each.participations += participations
      }
    }
  }
  const inOrder = [...activities.entries()].sort(([a], [b]) => (a < b ? -1 : 1))
  for (const [, sums] of inOrder) yield { is: 'row', cells: [...sums.cells, sums.participations, ...figures(sums)] }
  yield { is: 'total', cells: ['合计 Total', null, null, NOTICE, total.participations, ...figures(total)] }
}

/** The register as CSV for Excel: UTF-8 with its mark, and nothing that it would run. */
export async function* registerCsv(rows: AsyncIterable<RegisterRow>): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK
  for await (const { cells } of rows) yield csvLine(cells)
}
