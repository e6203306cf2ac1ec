import { inCommunity, type OperationRule, ofMember } from './operation-rule.ts'
import type { Role } from '../roles.ts'
import { DESK, READERS } from './role-groups.ts'

const APPROVERS: Role[] = ['administrator', 'approver']
/** Who looks into what is doubtful, or was said against a record. */
const CHECKERS: Role[] = ['administrator', 'coordinator', 'approver']

/** Service records on their way to points: who vouches for them. */
export const RECORD_OPERATIONS = {
  recordService: inCommunity('change', DESK),
  recordServices: inCommunity('change', DESK),
  listServiceRecords: inCommunity('read', READERS),
  readServiceRecord: inCommunity('read', READERS),
  listMemberRecords: ofMember('read', [...READERS, 'clerk', 'resident']),
  changeServiceRecord: inCommunity('change', DESK),
  withdrawServiceRecord: inCommunity('change', DESK),
  submitServiceRecords: inCommunity('change', DESK),
  submitImport: inCommunity('change', DESK),
  answerRecordFlag: inCommunity('change', CHECKERS),
  // Whoever recorded, changed or submitted a record never approves it.
  approveServiceRecord: inCommunity('change', APPROVERS, { secondPerson: true }),
  approveServiceRecords: inCommunity('change', APPROVERS, { secondPerson: true }),
  readApprovalRun: inCommunity('read', READERS),
  returnServiceRecord: inCommunity('change', APPROVERS, { secondPerson: true }),
  objectToServiceRecord: inCommunity('change', CHECKERS),
  postDueRecords: inCommunity('posting', ['administrator', 'approver', 'program']),
  correctServiceRecord: inCommunity('change', CHECKERS, { reason: 'always' }),
  zeroServiceRecord: inCommunity('change', APPROVERS),
  readRecordSettings: inCommunity('read', READERS),
  putRecordSettings: inCommunity('change', ['administrator', 'coordinator'])
} satisfies Record<string, OperationRule>
