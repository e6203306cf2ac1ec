import { anyone, inService, ofMember, type OperationRule, signedIn } from './operation-rule.ts'

const EARLY = { beforePasswordChange: true } as const

/** Signing in, one's own account, and the accounts of others. Every change among them is kept in the access log. */
export const IDENTITY_OPERATIONS = {
  signIn: anyone('change'),
  signInResident: anyone('change'),
  readSession: signedIn('read', [], EARLY),
  signOut: signedIn('change', [], EARLY),
  signOutEverywhere: signedIn('change', [], EARLY),
  changePassword: signedIn('change', [], EARLY),
  enrolSecondFactor: signedIn('change'),
  confirmSecondFactor: signedIn('change'),
  disableSecondFactor: signedIn('change'),

  createUser: inService('change', ['administrator']),
  listUsers: inService('read', ['administrator', 'auditor']),
  readUser: inService('read', ['administrator', 'auditor']),
  disableUser: inService('change', ['administrator']),
  enableUser: inService('change', ['administrator']),
  resetPassword: inService('change', ['administrator']),
  grantRole: inService('change', ['administrator']),
  endRole: inService('change', ['administrator']),
  createApiKey: inService('change', ['administrator']),
  listApiKeys: inService('read', ['administrator', 'auditor']),
  revokeApiKey: inService('change', ['administrator']),

  // The first PIN needs no reason; a reset does.
  setPin: ofMember('change', ['administrator', 'clerk'], { reason: 'sometimes' })
} satisfies Record<string, OperationRule>
