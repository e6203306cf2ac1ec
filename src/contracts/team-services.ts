import { z } from 'zod'
import { communityPath } from './communities.ts'
import { instant, plainDate } from './dates.ts'
import { line, memberNumber, transactionNumber } from './names.ts'
import { page, paging } from './paging.ts'
import { reason } from './reasons.ts'
import { newTeamHours } from './teams.ts'

/** What a team did, for another person to approve. What is only said of a posting is left to its approver. */
export const newTeamService = newTeamHours.omit({ note: true, authorisation: true, till: true, replaces: true })

const state = z.enum(['submitted', 'approved', 'posted', 'returned']).meta({ description: '待审核、审核中、已入账、已退回 · Waiting, being posted, posted, returned' })
export const teamService = z
  .strictObject({
    serviceId: z.string(),
    team: z.string(),
    serviceDate: plainDate,
    category: z.string(),
    activity: z.string(),
    members: z.array(z.strictObject({ member: memberNumber, minutes: z.int() })),
    state,
    recordedBy: z.string(),
    recordedAt: instant,
    approvals: z.array(z.strictObject({ by: z.string(), at: instant })).meta({ description: '审核人,按先后 · Who approved it, one after another' }),
    reason: z.string().nullable().meta({ description: '退回的原因 · Why it was returned' }),
    decidedAt: instant.nullable(),
    number: transactionNumber.nullable().meta({ description: '入账凭证 · The transaction, once posted' })
  })
  .meta({ id: 'TeamService' })
export const teamServicePage = page(teamService).meta({ id: 'TeamServicePage' })
export const teamServiceQuery = z.strictObject({ state: state.optional(), team: line(64).optional(), ...paging })
export const teamServicePath = communityPath.extend({ teamServiceId: line(64).meta({ description: '团队服务编号 · The service of a team', examples: ['0195b1a2-7c3d-7e4f-8a5b-0123456789ab'] }) })
export const teamServiceApproval = z.strictObject({})
export const teamServiceReturn = z.strictObject({ reason })
