import { inCommunity, type OperationRule, ofMember } from './operation-rule.ts'
import { CASEWORK, COUNTER, DESK, FRONT, SUPERVISION, SUPERVISORS } from './role-groups.ts'

/** People, their cards, relatives and proxies. Lists and reads are masked; a full view is an operation of its own, and logged. */
export const PEOPLE_OPERATIONS = {
  createMember: inCommunity('change', DESK),
  changeMember: inCommunity('change', DESK),
  listMembers: inCommunity('read', FRONT),
  readMember: ofMember('read', [...FRONT, 'resident']),
  readMemberByCard: inCommunity('read', FRONT),
  readCounterView: inCommunity('read', COUNTER),
  readCounterViewByCard: inCommunity('read', COUNTER),
  viewMemberInFull: inCommunity('view', SUPERVISION, { reason: 'always' }),
  exportMembers: inCommunity('export', CASEWORK, { reason: 'always' }),
  listDuplicates: inCommunity('read', SUPERVISION),
  setHomeCommunity: inCommunity('change', DESK),
  recordDeath: inCommunity('change', CASEWORK),
  // Whoever recorded it does not take it back.
  withdrawDeath: inCommunity('change', SUPERVISORS, { reason: 'always', secondPerson: true }),
  // Archived books do not keep people from having their data removed.
  eraseMember: inCommunity('change', ['administrator'], { reason: 'always', evenArchived: true }),

  listCards: ofMember('read', [...FRONT, 'resident']),
  replaceCard: inCommunity('change', COUNTER),
  bindCard: inCommunity('change', COUNTER),
  unbindCard: inCommunity('change', COUNTER),
  printCard: ofMember('read', [...COUNTER, 'resident']),

  listRelations: ofMember('read', [...SUPERVISION, 'resident']),
  addRelation: inCommunity('change', CASEWORK),
  endRelation: inCommunity('change', CASEWORK),
  // The counter must know whom it may hand things to.
  listProxies: ofMember('read', [...FRONT, 'resident']),
  addProxy: inCommunity('change', [...CASEWORK, 'clerk']),
  endProxy: inCommunity('change', [...CASEWORK, 'clerk'], { evenArchived: true }),
  listConsents: ofMember('read', [...SUPERVISION, 'resident']),
  giveConsent: inCommunity('change', [...CASEWORK, 'clerk']),
  withdrawConsent: inCommunity('change', [...CASEWORK, 'clerk'], { evenArchived: true })
} satisfies Record<string, OperationRule>
