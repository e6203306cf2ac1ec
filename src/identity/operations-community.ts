import { inArea, inCommunity, inService, type OperationRule, signedIn } from './operation-rule.ts'
import type { Role } from '../roles.ts'
import { DESK, EVERYONE, FRONT, OVERVIEW } from './role-groups.ts'

const SHEETS: Role[] = ['administrator', 'coordinator', 'approver', 'auditor']
const OVERSIGHT: Role[] = ['administrator', 'auditor', 'manager']

/** Communities, people, sheets, and what is kept about access itself. */
export const COMMUNITY_OPERATIONS = {
  createCommunity: inService('change', ['administrator']),
  // Each sees the communities in which they are something.
  listCommunities: signedIn('read'),
  readCommunity: inCommunity('read', EVERYONE),
  // Whether two people are needed, and who is above, is not for the community itself to say.
  changeCommunity: inService('change', ['administrator', 'manager']),
  archiveCommunity: inService('change', ['administrator']),
  listPlaces: inCommunity('read', [...FRONT, 'manager', 'partner']),
  summarizeCommunity: inCommunity('read', OVERVIEW),

  createArea: inService('change', ['administrator']),
  listAreas: signedIn('read'),
  readArea: signedIn('read'),
  renameArea: inService('change', ['administrator']),
  summarizeArea: inArea('read', OVERVIEW),

  previewImport: inCommunity('change', DESK),
  // Rows of a sheet become points here: an approver, never the one who handed the sheet in.
  confirmImport: inCommunity('change', ['administrator', 'approver'], { secondPerson: true }),
  listImports: inCommunity('read', SHEETS),
  readImport: inCommunity('read', [...SHEETS, 'program']),
  listImportRows: inCommunity('view', SHEETS),
  downloadRejectedRows: inCommunity('view', SHEETS),

  listAccess: inCommunity('read', OVERSIGHT),
  exportAccess: inCommunity('export', ['administrator', 'auditor']),
  listExceptions: inCommunity('read', OVERSIGHT),
  listServiceAccess: inService('read', ['administrator', 'auditor'])
} satisfies Record<string, OperationRule>
