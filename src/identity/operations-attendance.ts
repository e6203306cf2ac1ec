import { inCommunity, type OperationRule, ofMember } from './operation-rule.ts'
import type { Role } from '../roles.ts'
import { DESK, FRONT } from './role-groups.ts'

const SELF: Role[] = [...DESK, 'resident']

/** Rosters, visits to people in need, and who came. */
export const ATTENDANCE_OPERATIONS = {
  planRoster: inCommunity('change', DESK),
  listRosters: inCommunity('read', FRONT),
  readRoster: inCommunity('read', FRONT),
  changeRoster: inCommunity('change', DESK),
  generateShifts: inCommunity('change', DESK),
  planShift: inCommunity('change', DESK),
  listShifts: inCommunity('read', FRONT),
  readShift: inCommunity('read', FRONT),
  cancelShift: inCommunity('change', DESK),
  assignTurn: inCommunity('change', DESK),
  listMemberShifts: ofMember('read', [...FRONT, 'resident']),
  askSwap: ofMember('change', SELF),
  listSwaps: ofMember('read', [...FRONT, 'resident']),
  answerSwap: ofMember('change', SELF),
  addAbsence: ofMember('change', SELF),
  listAbsences: ofMember('read', [...FRONT, 'resident']),
  endAbsence: ofMember('change', SELF)
} satisfies Record<string, OperationRule>
