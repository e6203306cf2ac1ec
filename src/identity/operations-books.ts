import { inCommunity, type OperationRule, ofMember, signedIn } from './operation-rule.ts'
import { CASEWORK, COUNTER, DESK, EVERYONE, OVERVIEW, READERS, SUPERVISION, SUPERVISORS } from './role-groups.ts'

/** Points, goods, corrections and the books themselves. */
export const BOOK_OPERATIONS = {
  listPolicies: inCommunity('read', EVERYONE),
  readPolicyInForce: inCommunity('read', EVERYONE),
  listPolicyPresets: signedIn('read'),
  // What past records would earn: amounts by member number, and it writes nothing.
  dryRunPolicy: inCommunity('read', [...SUPERVISION, 'manager']),
  publishPolicy: inCommunity('posting', ['administrator', 'manager'], { reason: 'sometimes' }),

  recordHours: inCommunity('posting', DESK),
  giveGift: inCommunity('posting', COUNTER),
  donatePoints: inCommunity('posting', COUNTER),
  awardPoints: inCommunity('posting', DESK),
  grantPoints: inCommunity('posting', [...CASEWORK, 'manager']),
  holdPoints: inCommunity('posting', COUNTER),
  releaseHold: inCommunity('posting', COUNTER),

  listGoods: inCommunity('read', EVERYONE),
  readGood: inCommunity('read', EVERYONE),
  putGood: inCommunity('change', DESK),
  redeemGoods: inCommunity('posting', COUNTER),
  returnGoods: inCommunity('posting', COUNTER),
  readRedemption: inCommunity('read', [...READERS, 'clerk']),
  receiveStock: inCommunity('posting', COUNTER),
  moveStock: inCommunity('posting', COUNTER),
  recordDamage: inCommunity('posting', COUNTER),
  takeStock: inCommunity('posting', COUNTER),
  listStocktakes: inCommunity('read', [...OVERVIEW, 'clerk']),
  distributeGoods: inCommunity('posting', COUNTER),
  returnToSponsor: inCommunity('posting', ['administrator', 'coordinator']),

  reverseTransaction: inCommunity('posting', [...SUPERVISORS, 'clerk'], { reason: 'always', late: SUPERVISORS }),
  adjustEarning: inCommunity('posting', ['administrator', 'coordinator']),
  forfeitPoints: inCommunity('posting', SUPERVISORS),
  recoverPoints: inCommunity('posting', ['administrator', 'coordinator']),
  writeOffRecovery: inCommunity('posting', ['administrator', 'manager']),
  expirePoints: inCommunity('posting', DESK),
  mergeMembers: inCommunity('posting', ['administrator', 'coordinator']),
  openBooks: inCommunity('posting', ['administrator', 'coordinator']),

  listAccounts: inCommunity('read', READERS),
  readAccount: inCommunity('read', READERS),
  freezeAccount: inCommunity('posting', SUPERVISORS),
  unfreezeAccount: inCommunity('posting', SUPERVISORS),
  closeAccount: inCommunity('posting', SUPERVISORS),
  listTransactions: inCommunity('read', READERS),
  readTransaction: inCommunity('read', READERS),
  explainRecord: inCommunity('read', READERS),
  readBalances: inCommunity('read', OVERVIEW),
  readTrialBalance: inCommunity('read', OVERVIEW),
  readPeriods: inCommunity('read', OVERVIEW),
  closePeriod: inCommunity('posting', ['administrator', 'manager']),
  exportBooks: inCommunity('export', ['administrator', 'auditor', 'program']),

  readMemberBalances: ofMember('read', [...READERS, 'clerk', 'resident']),
  readStatement: ofMember('read', [...READERS, 'clerk', 'resident'])
} satisfies Record<string, OperationRule>
