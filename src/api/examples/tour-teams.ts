import { MADE_ID, type TourRequest } from './tour-request.ts'

/** A community of its own, so that its members are 1, 2 and 3 whatever comes before. */
export const MEIYUAN = '/v1/communities/meiyuan'

const policy = {
  earning: { pointsPerHour: '10', categoryCoefficients: { 老人陪护: '1.5', 科普宣传: '1.0' }, stepMinutes: 30, dayCapMinutes: 480, groupHours: 'members', groupSplit: 'by_minutes' },
  keeping: { validity: 'months', validMonths: 36, atDeath: 'succeed', atMove: 'donate', atClosing: 'lapse' }
}
const part = (member: number, minutes: number) => ({ member, minutes })
const cleaning = { team: '红马甲', category: '科普宣传', activity: '清洁楼道', members: [part(1, 60), part(2, 90)] }

/** Teams and what they did, awards by rule, and what becomes of points at a death. */
export const TEAMS: TourRequest[] = [
  { name: 'communityOfTeams', operationId: 'createCommunity', summary: '另一个社区 · Another community', path: '/v1/communities', body: { communityId: 'meiyuan', name: '梅园社区', cardPrefix: 'MY' } },
  { name: 'teamLeader', operationId: 'createMember', summary: '队长 · A leader', path: `${MEIYUAN}/members`, body: { name: '周平', role: '志愿者', volunteer: {} } },
  { name: 'teamMember', operationId: 'createMember', summary: '队员 · A member', path: `${MEIYUAN}/members`, body: { name: '许静', role: '志愿者', volunteer: {} } },
  { name: 'olderMember', operationId: 'createMember', summary: '老志愿者 · A volunteer of many years', path: `${MEIYUAN}/members`, body: { name: '林芳', role: '志愿者', volunteer: {} } },
  {
    name: 'policyOfTeams', operationId: 'publishPolicy', summary: '团队积分按时长分,去世后可继承 · Split by minutes; succeeded to at a death',
    path: `${MEIYUAN}/policies`, body: { from: '2025-01-01', policy }
  },
  {
    name: 'openingOfOlder', operationId: 'openBooks', summary: '纸质卡上的 45 小时 · 45 hours from a paper card',
    path: `${MEIYUAN}/openings`, body: { member: { number: 3, lots: [{ points: '5.00', expiresOn: '2025-04-10' }], minutes: 2700 } }
  },
  { name: 'team', operationId: 'createTeam', summary: '登记团队 · A team is registered', path: `${MEIYUAN}/teams`, body: { team: '红马甲', name: '红马甲志愿服务队', leader: 1 } },
  { name: 'team_exists', operationId: 'createTeam', summary: '代码已被使用 · The code is taken', path: `${MEIYUAN}/teams`, body: { team: '红马甲', name: '另一支队' } },
  { name: 'teams', operationId: 'listTeams', summary: '团队 · The teams', path: `${MEIYUAN}/teams` },
  { name: 'readTeam', operationId: 'readTeam', summary: '一支团队 · One of them', path: `${MEIYUAN}/teams/红马甲` },
  { name: 'unknown_team', operationId: 'readTeam', summary: '没有这个团队 · No such team', path: `${MEIYUAN}/teams/蓝马甲` },
  { name: 'changedTeam', operationId: 'changeTeam', summary: '更名 · Renamed', path: `${MEIYUAN}/teams/红马甲`, method: 'PATCH', body: { name: '红马甲志愿队' } },
  { name: 'joinTeam', operationId: 'joinTeam', summary: '队长入队 · The leader joins', path: `${MEIYUAN}/teams/红马甲/members`, body: { member: 1, joinedOn: '2025-03-01' } },
  { name: 'joinTeamToo', operationId: 'joinTeam', summary: '队员入队 · A member joins', path: `${MEIYUAN}/teams/红马甲/members`, body: { member: 2 } },
  { name: 'already_in_team', operationId: 'joinTeam', summary: '已在队中 · In it already', path: `${MEIYUAN}/teams/红马甲/members`, body: { member: 2 } },
  { name: 'teamHours', operationId: 'recordTeamHours', summary: '两人清洁楼道 · Two of them clean the stairs', path: `${MEIYUAN}/team-hours`, body: cleaning },
  {
    name: 'not_in_team', operationId: 'recordTeamHours', summary: '当日还不在队中 · Not in it that day',
    path: `${MEIYUAN}/team-hours`, body: { ...cleaning, serviceDate: '2025-03-10' }
  },
  {
    name: 'teamService', operationId: 'submitTeamService', summary: '提交一次服务,待审核 · Handed in, for approval',
    path: `${MEIYUAN}/team-services`, body: { ...cleaning, activity: '夜间巡逻' }, actor: 'coordinator', makes: 'serviceId'
  },
  { name: 'teamServices', operationId: 'listTeamServices', summary: '待审核的 · Those that wait', path: `${MEIYUAN}/team-services?state=submitted` },
  { name: 'approvedTeamService', operationId: 'approveTeamService', summary: '另一人审核,入账 · Another person approves; it is posted', path: `${MEIYUAN}/team-services/${MADE_ID}/approval`, body: {}, actor: 'approver' },
  {
    name: 'teamServiceAgain', operationId: 'submitTeamService', summary: '又一次 · Another one',
    path: `${MEIYUAN}/team-services`, body: { ...cleaning, activity: '清洁车棚' }, actor: 'coordinator', makes: 'serviceId'
  },
  { name: 'returnedTeamService', operationId: 'returnTeamService', summary: '退回 · Returned', path: `${MEIYUAN}/team-services/${MADE_ID}/return`, body: { reason: 'wrong_amount' }, actor: 'approver' },
  {
    name: 'dryRunOfTeams', operationId: 'dryRunPolicy', summary: '若团队积分平分 · If the points of teams were split equally',
    path: `${MEIYUAN}/policies/dry-run`, body: { policy: { ...policy, earning: { ...policy.earning, groupSplit: 'equal' } }, from: '2025-01-01', through: '2025-03-31' }
  },
  { name: 'summaryOfTeams', operationId: 'summarizeCommunity', summary: '汇总,团队时长单列 · A summary; team hours apart', path: `${MEIYUAN}/summary` },
  { name: 'member_twice', operationId: 'recordTeamHours', summary: '列了两次 · Named twice', path: `${MEIYUAN}/team-hours`, body: { ...cleaning, activity: '宣讲', members: [part(1, 60), part(1, 30)] } },
  { name: 'leaveTeam', operationId: 'leaveTeam', summary: '离队 · A member leaves', path: `${MEIYUAN}/teams/红马甲/members/2/leaving`, body: {} },
  { name: 'teamMembers', operationId: 'listTeamMembers', summary: '队员及起止 · Who was in it, and when', path: `${MEIYUAN}/teams/红马甲/members` },
  {
    name: 'awardRule', operationId: 'createAwardRule', summary: '垃圾分类,每日一次 · Sorted waste, once a day',
    path: `${MEIYUAN}/award-rules`,
    body: { rule: '垃圾分类', nameZh: '垃圾分类积分', nameEn: 'Sorted waste', points: '2.00', limits: { perDay: 1, perMonth: 20 }, validFrom: '2025-01-01', category: '环保' }
  },
  {
    name: 'award_rule_exists', operationId: 'createAwardRule', summary: '代码已被使用 · The code is taken',
    path: `${MEIYUAN}/award-rules`, body: { rule: '垃圾分类', nameZh: '再来', nameEn: 'Again', points: '1.00', validFrom: '2025-01-01' }
  },
  { name: 'awardRules', operationId: 'listAwardRules', summary: '奖励规则 · The rules', path: `${MEIYUAN}/award-rules` },
  { name: 'readAwardRule', operationId: 'readAwardRule', summary: '一条规则 · One of them', path: `${MEIYUAN}/award-rules/垃圾分类` },
  { name: 'awards', operationId: 'awardByRule', summary: '三人各一次 · One each for three', path: `${MEIYUAN}/award-rules/垃圾分类/awards`, body: { members: [1, 2, 3] } },
  { name: 'awardsAgain', operationId: 'awardByRule', summary: '当日已有的不再发 · Who has had it that day gets no more', path: `${MEIYUAN}/award-rules/垃圾分类/awards`, body: { members: [1, 3] } },
  { name: 'award_has_rule', operationId: 'awardPoints', summary: '须按规则发放 · It is given by its rule', path: `${MEIYUAN}/awards`, body: { member: 1, rule: '垃圾分类', points: '50.00' } },
  { name: 'changedAwardRule', operationId: 'changeAwardRule', summary: '定截止日期 · It ends', path: `${MEIYUAN}/award-rules/垃圾分类`, method: 'PATCH', body: { validThrough: '2025-12-31' } },
  { name: 'not_dead', operationId: 'recordSuccession', summary: '没有登记去世 · No death is recorded', path: `${MEIYUAN}/successions`, body: { from: 2, to: 1, because: 'death' } },
  { name: 'deathOfMember', operationId: 'recordDeath', summary: '登记去世 · A death is recorded', path: `${MEIYUAN}/members/2/death`, body: { diedOn: '2025-03-20' } },
  { name: 'successor_required', operationId: 'recordSuccession', summary: '须写明继承人 · Who succeeds must be named', path: `${MEIYUAN}/successions`, body: { from: 2, because: 'death' } },
  { name: 'succession', operationId: 'recordSuccession', summary: '凭公证书继承 · Succeeded to', path: `${MEIYUAN}/successions`, body: { from: 2, to: 1, because: 'death', evidence: '公证书' } }
]
