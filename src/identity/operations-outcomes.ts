import { anyone, inCommunity, type OperationRule, ofMember } from './operation-rule.ts'
import type { Role } from '../roles.ts'
import { EVERYONE, OVERVIEW, READERS } from './role-groups.ts'

const CASEWORK: Role[] = ['administrator', 'coordinator', 'approver']

/** What volunteers can show for their service: certificates, stars, totals, registers. */
export const OUTCOME_OPERATIONS = {
  // With the ID number in full only for a reason, which the use case keeps.
  issueCertificate: inCommunity('change', CASEWORK),
  listCertificates: ofMember('read', [...READERS, 'resident']),
  readCertificate: ofMember('read', [...READERS, 'resident']),
  // It may show an ID number in full, and the code that proves the paper.
  printCertificate: ofMember('view', [...CASEWORK, 'auditor', 'resident']),
  revokeCertificate: inCommunity('change', CASEWORK, { reason: 'always', evenArchived: true }),
  // Whoever holds the paper, an employer or a school, is nobody here.
  verifyCertificate: anyone('read'),

  readStarLevels: inCommunity('read', EVERYONE),
  putStarLevels: inCommunity('change', ['administrator', 'manager']),
  listStarCandidates: inCommunity('read', READERS),
  listStars: inCommunity('read', READERS),
  listMemberStars: ofMember('read', [...READERS, 'resident']),
  proposeStar: inCommunity('change', ['administrator', 'coordinator']),
  objectToStar: inCommunity('change', [...CASEWORK, 'auditor', 'manager']),
  awardStar: inCommunity('change', ['administrator', 'approver'], { secondPerson: true }),

  readHoursTotal: ofMember('read', [...READERS, 'clerk', 'resident']),
  readMemberYear: ofMember('read', [...READERS, 'resident']),
  listMemberExpiringPoints: ofMember('read', [...READERS, 'clerk', 'resident']),
  listExpiringPoints: inCommunity('read', READERS),
  // Volunteers stand in it by number, never by name.
  summarizeYear: inCommunity('read', OVERVIEW),
  exportRegister: inCommunity('export', READERS)
} satisfies Record<string, OperationRule>
