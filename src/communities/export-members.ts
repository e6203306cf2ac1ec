import { BYTE_ORDER_MARK, csvLine } from '../sheet/csv-line.ts'
import type { Service } from './communities.ts'
import { type FullMember, listMembersInFull, type Reading } from './member-view.ts'

const TOGETHER = 500

/** The columns, with headings that the register of members is imported by again. */
const COLUMNS: Record<string, (member: FullMember) => string | null | undefined> = {
  编号: (member) => String(member.number),
  卡号: (member) => member.card,
  姓名: (member) => member.name,
  性别: (member) => member.sex,
  出生日期: (member) => member.birthDate,
  手机: (member) => member.phone,
  身份证号: (member) => member.idNumber,
  住址: (member) => member.address,
  楼栋: (member) => member.building,
  网格: (member) => member.grid,
  身份: (member) => member.role,
  关怀标签: (member) => member.careTags?.join('、'),
  志愿者编号: (member) => member.volunteer?.number,
  技能: (member) => member.volunteer?.skills.join('、'),
  团队: (member) => member.volunteer?.teams.join('、'),
  单位: (member) => member.volunteer?.employer,
  登记日期: (member) => member.joinedOn,
  去世日期: (member) => member.diedOn
}

/** The members of a community in full, as CSV that a spreadsheet opens; streamed. Merged members are left out. */
export async function* exportMembers(service: Service, communityId: string, reading: Reading): AsyncGenerator<string> {
  const columns = Object.entries(COLUMNS).filter(([heading]) => reading.careTags || heading !== '关怀标签')
  yield BYTE_ORDER_MARK + csvLine(columns.map(([heading]) => heading))
  for (let after: number | undefined; ; ) {
    const { items, next } = await listMembersInFull(service, communityId, { after, limit: TOGETHER }, reading)
    const lines = items
      .filter((member) => member.mergedInto === null)
      .map((member) => csvLine(columns.map(([, read]) => read(member) ?? null)))
    if (lines.length > 0) yield lines.join('')
    if (next === null) return
    after = next
  }
}
