import { inCommunity, type OperationRule } from './operation-rule.ts'
import { COUNTER, DESK, EVERYONE, FRONT, READERS } from './role-groups.ts'

/** Teams, what they did, awards by rule, and what becomes of points at a death. */
export const TEAM_OPERATIONS = {
  createTeam: inCommunity('change', DESK),
  changeTeam: inCommunity('change', DESK),
  listTeams: inCommunity('read', EVERYONE),
  readTeam: inCommunity('read', EVERYONE),
  // Who is in a team are people; managers and partners see the team alone.
  listTeamMembers: inCommunity('read', FRONT),
  joinTeam: inCommunity('change', DESK),
  leaveTeam: inCommunity('change', DESK),
  recordTeamHours: inCommunity('posting', DESK),
  submitTeamService: inCommunity('change', DESK),
  listTeamServices: inCommunity('read', READERS),
  // Whoever handed it in never approves it.
  approveTeamService: inCommunity('posting', ['administrator', 'approver'], { secondPerson: true }),
  returnTeamService: inCommunity('change', ['administrator', 'approver'], { secondPerson: true }),
  recordSuccession: inCommunity('posting', ['administrator', 'coordinator', 'approver']),

  createAwardRule: inCommunity('change', ['administrator', 'coordinator', 'manager']),
  changeAwardRule: inCommunity('change', ['administrator', 'coordinator', 'manager']),
  listAwardRules: inCommunity('read', EVERYONE),
  readAwardRule: inCommunity('read', EVERYONE),
  awardByRule: inCommunity('posting', COUNTER)
} satisfies Record<string, OperationRule>
