import { isBlank } from './cell.ts'
import type { SheetDefinition } from './column-set.ts'
import type { SheetRecord } from './find-header.ts'
import { readDate } from './read-date.ts'
import { readCard, readName, readWords } from './read-words.ts'
import type { RecordReason, RecordResult } from './record-result.ts'

export type MemberField = 'card' | 'name' | 'sex' | 'birthDate' | 'phone' | 'building' | 'grid' | 'role' | 'careTags'

export interface SheetMember {
  card: string
  name: string
  sex: 'male' | 'female' | null
  /** Plain date, null when blank. */
  birthDate: string | null
  phone: string | null
  building: string | null
  grid: string | null
  /** 身份, as the community calls it: 志愿者, 居民, 志愿者兼居民 … */
  role: string | null
  careTags: readonly string[]
}

/** The register of members (志愿者与居民名册). */
export const memberSheet: SheetDefinition<MemberField> = {
  columns: {
    card: { required: true, headings: ['卡号', '积分卡号', '储值积分卡号', 'card', 'card number', 'card no'] },
    name: { required: true, headings: ['姓名', 'name', 'full name'] },
    sex: { required: false, headings: ['性别', 'sex', 'gender'] },
    birthDate: { required: false, headings: ['出生日期', '出生年月日', '生日', 'birth date', 'date of birth', 'birthday'] },
    phone: { required: false, headings: ['手机', '手机号', '手机号码', '电话', '联系电话', '联系方式', 'phone', 'mobile'] },
    building: { required: false, headings: ['楼栋', '楼幢', '楼号', 'building'] },
    grid: { required: false, headings: ['网格', '所属网格', 'grid'] },
    role: { required: false, headings: ['身份', '人员类别', 'role'] },
    careTags: { required: false, headings: ['关怀标签', '标签', '关爱标签', 'care tags', 'tags'] }
  }
}

const CARD = /^[A-Z0-9-]{1,32}$/
const PHONE = /^\+?\d{5,15}$/
const SEX: Readonly<Record<string, 'male' | 'female'>> = { 男: 'male', 男性: 'male', m: 'male', male: 'male', 女: 'female', 女性: 'female', f: 'female', female: 'female' }
const MAX_WORDS_CHARACTERS = 100

/** Reads members one by one, remembering only the cards seen. A second record of a card is `duplicate_card`. */
export function createMemberReader(): (record: SheetRecord<MemberField>) => RecordResult<SheetMember, MemberField> {
  const seen = new Set<string>()
  return (record) => {
    const reasons: Array<{ reason: RecordReason, field: MemberField }> = []
    const member = readMember(record, (reason, field) => { reasons.push({ reason, field }) })
    if (member.card !== '') {
      if (seen.has(member.card)) reasons.unshift({ reason: 'duplicate_card', field: 'card' })
      seen.add(member.card)
    }
    return reasons.length === 0 ? { ok: true, seq: record.seq, value: member } : { ok: false, seq: record.seq, reasons }
  }
}

function readMember({ cells }: SheetRecord<MemberField>, refuse: (reason: RecordReason, field: MemberField) => void): SheetMember {
  const card = readCard(cells.card)
  if (card === '') refuse('missing_card', 'card')
  else if (!CARD.test(card)) refuse('bad_card', 'card')
  const name = readName(cells.name)
  if (name === '') refuse('missing_name', 'name')
  else if (name.length > 50 || /\p{Cc}/u.test(name)) refuse('bad_name', 'name')
  const sexText = readWords(cells.sex).toLowerCase()
  const sex = Object.hasOwn(SEX, sexText) ? SEX[sexText] ?? null : null
  if (sex === null && !['', '未知', '不详', 'unknown'].includes(sexText)) refuse('bad_sex', 'sex')
  const birthDate = readDate(cells.birthDate ?? null)
  if (birthDate === null && !isBlank(cells.birthDate)) refuse('bad_birth_date', 'birthDate')
  const phone = readWords(cells.phone).replace(/[\s-]/g, '')
  if (phone !== '' && !PHONE.test(phone)) refuse('bad_phone', 'phone')
  const words = (field: 'building' | 'grid' | 'role' | 'careTags'): string => {
    const text = readWords(cells[field])
    if (text.length > MAX_WORDS_CHARACTERS) refuse('too_long', field)
    return text
  }
  return {
    card, name, sex, birthDate,
    phone: phone === '' ? null : phone,
    building: words('building') || null,
    grid: words('grid') || null,
    role: words('role') || null,
    careTags: readTags(words('careTags'))
  }
}

/** Tags stand side by side with a mark or a space between them; each counts once. */
function readTags(text: string): string[] {
  return [...new Set(text.split(/[、,;/|+\s]+/).filter((tag) => tag !== ''))]
}
