import { anyone, ofMember, onLevel, type OperationRule, signedIn } from './operation-rule.ts'
import { AUDIT } from './role-groups.ts'

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

  // Who administers a level of the tree has its accounts and those below; src/identity/administer.ts says how far that goes.
  createUser: onLevel('change', ['administrator']),
  listUsers: onLevel('read', AUDIT),
  readUser: onLevel('read', AUDIT),
  disableUser: onLevel('change', ['administrator']),
  enableUser: onLevel('change', ['administrator']),
  resetPassword: onLevel('change', ['administrator']),
  grantRole: onLevel('change', ['administrator']),
  endRole: onLevel('change', ['administrator']),
  createApiKey: onLevel('change', ['administrator']),
  listApiKeys: onLevel('read', AUDIT),
  revokeApiKey: onLevel('change', ['administrator']),

  // The first PIN needs no reason; a reset does.
  setPin: ofMember('change', ['administrator', 'clerk'], { reason: 'sometimes' })
} satisfies Record<string, OperationRule>
