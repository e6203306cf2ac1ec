import type { IMPORT_KINDS } from '../contracts/imports.ts'
import { importHours } from '../hours/import-hours.ts'
import type { ImportKind } from '../imports/import-kind.ts'
import { importMembers } from '../imports/import-members.ts'
import { importGoods } from '../redemption/import-goods.ts'

/** What can be imported, by the name that stands in addresses. */
export const KINDS: Record<(typeof IMPORT_KINDS)[number], ImportKind> = {
  members: importMembers,
  goods: importGoods,
  hours: importHours
}

export function kindOf(name: string): ImportKind {
  return KINDS[name as keyof typeof KINDS]
}
