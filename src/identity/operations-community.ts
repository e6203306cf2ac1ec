import { inArea, inCommunity, inService, type OperationRule, signedIn } from './operation-rule.ts'
import { AUDIT, DESK, EVERYONE, FRONT, OVERSIGHT, OVERVIEW, SUPERVISION } from './role-groups.ts'

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
  listImports: inCommunity('read', SUPERVISION),
  readImport: inCommunity('read', [...SUPERVISION, 'program']),
  listImportRows: inCommunity('view', SUPERVISION),
  downloadRejectedRows: inCommunity('view', SUPERVISION),

  listAccess: inCommunity('read', OVERSIGHT),
  exportAccess: inCommunity('export', AUDIT),
  listExceptions: inCommunity('read', OVERSIGHT),
  listServiceAccess: inService('read', AUDIT)
} satisfies Record<string, OperationRule>
