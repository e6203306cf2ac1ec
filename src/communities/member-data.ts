import { isPlainDate } from '../clock.ts'
import { isCareTag } from '../contracts/care-tags.ts'
import { PLAIN } from '../plain-text.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { cardOf, isCard } from './card-number.ts'
import type { Service } from './communities.ts'
import { birthDateIn, isIdNumber } from './id-number.ts'
import { idNumberOf, type PersonalData } from './people.ts'
import { todayIn } from './today.ts'

/** What is said of a member of one community. */
export interface Membership {
  building: string | null
  grid: string | null
  /** 居民, 志愿者, … as the community says. */
  role: string | null
  careTags: string[]
}

export interface VolunteerProfile {
  skills: string[]
  teams: string[]
  employer: string | null
}

export type MemberData = Omit<PersonalData, 'name'> & Membership

/** What is given of a person and a membership; what is absent is not known. */
export type GivenData = { [K in keyof MemberData]?: MemberData[K] | null | undefined } & {
  name: string
  card?: string | null | undefined
  volunteer?: VolunteerProfile | null | undefined
}

export const ADULT_YEARS = 18

/** Refuses `invalid_request`, `bad_text`, `bad_date`, `bad_id_number` and `id_number_mismatch`, in this order. */
export function badMember(given: Partial<GivenData>): Refusal | undefined {
  const { card, name, birthDate, idNumber, careTags } = given
  if (card != null && !isCard(cardOf(card))) return refuse('invalid_request', { detail: 'card' })
  if (name !== undefined && (name.trim() === '' || name.length > 100)) return refuse('invalid_request', { detail: 'name' })
  if (textsOf(given).some((text) => !PLAIN.test(text))) return refuse('bad_text')
  if (birthDate != null && !isPlainDate(birthDate)) return refuse('bad_date', { value: birthDate })
  if (careTags?.some((tag) => !isCareTag(tag))) return refuse('invalid_request', { detail: 'careTags' })
  if (idNumber == null) return undefined
  if (!isIdNumber(idNumberOf(idNumber))) return refuse('bad_id_number')
  return birthDate != null && birthDateIn(idNumberOf(idNumber)) !== birthDate ? refuse('id_number_mismatch') : undefined
}

/** No text may hold control characters: they would end up on cards, slips and in sheets. */
function textsOf({ name, sex, phone, address, building, grid, role, volunteer }: Partial<GivenData>): string[] {
  const all = [name, sex, phone, address, building, grid, role, volunteer?.employer, ...(volunteer?.skills ?? []), ...(volunteer?.teams ?? [])]
  return all.filter((text) => text != null)
}

/** The personal data as they are kept; the birth date follows from the ID number. */
export function personalDataOf(given: GivenData): PersonalData {
  const idNumber = given.idNumber == null ? null : idNumberOf(given.idNumber)
  return {
    name: given.name.trim(),
    sex: given.sex ?? null,
    birthDate: given.birthDate ?? (idNumber === null ? null : birthDateIn(idNumber)),
    phone: given.phone ?? null,
    idNumber,
    address: given.address ?? null
  }
}

/** Who was born after this day is under age today. */
export async function minorsBornAfter({ clock, directory }: Service, communityId: string): Promise<string> {
  const today = await todayIn({ directory, clock }, communityId)
  return `${String(Number(today.slice(0, 4)) - ADULT_YEARS).padStart(4, '0')}${today.slice(4)}`
}
