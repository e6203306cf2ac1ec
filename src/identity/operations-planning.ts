import type { Role } from '../roles.ts'
import { inCommunity, type OperationRule, ofMember } from './operation-rule.ts'
import { COUNTER, DESK, EVERYONE, FRONT, OVERVIEW } from './role-groups.ts'

/** Residents do it for themselves; staff for whoever stands before them. */
const COUNTER_OR_SELF: Role[] = [...COUNTER, 'resident']
const FRONT_OR_SELF: Role[] = [...FRONT, 'resident']

/** What there is to do. Plans are for everybody to see; who signed up is for those who meet people. */
export const PLANNING_OPERATIONS = {
  putServiceField: inCommunity('change', DESK),
  listServiceFields: inCommunity('read', EVERYONE),
  putCategory: inCommunity('change', DESK),
  listCategories: inCommunity('read', EVERYONE),
  checkCategories: inCommunity('read', OVERVIEW),
  putBrand: inCommunity('change', DESK),
  listBrands: inCommunity('read', EVERYONE),

  createActivity: inCommunity('change', DESK),
  listActivities: inCommunity('read', EVERYONE),
  readActivity: inCommunity('read', EVERYONE),
  changeActivity: inCommunity('change', DESK),
  moveActivity: inCommunity('change', DESK),
  cancelActivity: inCommunity('change', DESK),
  listSignUps: inCommunity('read', FRONT),
  signUp: ofMember('change', COUNTER_OR_SELF),
  listMemberSignUps: ofMember('read', FRONT_OR_SELF),
  cancelSignUp: ofMember('change', COUNTER_OR_SELF),

  createPost: inCommunity('change', DESK),
  listPosts: inCommunity('read', EVERYONE),
  readPost: inCommunity('read', EVERYONE),
  changePost: inCommunity('change', DESK),
  endPost: inCommunity('change', DESK),
  claimPosts: inCommunity('change', DESK),
  listPostClaims: inCommunity('read', FRONT),
  handOverPost: inCommunity('change', DESK),
  endPostClaim: inCommunity('change', DESK),

  addListEntry: inCommunity('change', DESK),
  listListEntries: inCommunity('read', EVERYONE),
  readListEntry: inCommunity('read', EVERYONE),
  changeListEntry: inCommunity('change', DESK),
  // Whoever recorded a need does not review it; its use case knows who that was.
  moveListEntry: inCommunity('change', [...DESK, 'approver'], { secondPerson: true }),
  linkListEntry: inCommunity('change', DESK),
  unlinkListEntry: inCommunity('change', DESK),
  raiseNeed: ofMember('change', COUNTER_OR_SELF),
  listMemberNeeds: ofMember('read', FRONT_OR_SELF),

  createWebhook: inCommunity('change', ['administrator']),
  listWebhooks: inCommunity('read', ['administrator', 'auditor']),
  endWebhook: inCommunity('change', ['administrator']),
  listDeliveries: inCommunity('read', ['administrator', 'auditor']),
  resendDelivery: inCommunity('change', ['administrator'])
} satisfies Record<string, OperationRule>
