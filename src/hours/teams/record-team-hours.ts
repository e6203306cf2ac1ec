import { dateIn } from '../../clock.ts'
import type { Service } from '../../communities/communities.ts'
import { type Asking, postAction } from '../../communities/post-action.ts'
import type { Outcome } from '../../ledger/post.ts'
import { teamContent } from '../../ledger/team-content.ts'
import { refuse } from '../../refusal.ts'
import { keepServiceRecords, type ServedHours } from '../earlier-hours.ts'
import { recordedAlready, turns } from '../record-hours.ts'
import { notInTeam } from './memberships.ts'
import { teamStands } from './teams.ts'

export interface TeamHours {
  team: string
  category: string
  activity: string
  backfilled: boolean
  /** Minutes of each; times since midnight both or neither. */
  members: { member: number; minutes: number; startMinute?: number | undefined; endMinute?: number | undefined }[]
  expiredAccepted?: boolean | undefined
}

/**
 * Records what a team did one day: one transaction, and beside the journal one service record for each member, so that nobody
 * is in two places at once, alone or in a team.
 *
 * Refuses `unknown_community`, `unknown_team`, `team_inactive`, `not_in_team`, `duplicate`, `overlap`, and whatever the ledger
 * refuses.
 */
export async function recordTeamHours(service: Service, communityId: string, hours: TeamHours, asking: Asking): Promise<Outcome> {
  const timeZone = await service.directory.timeZoneOf(communityId)
  if (timeZone === undefined) return refuse('unknown_community', { community: communityId })
  const serviceDate = asking.serviceDate ?? dateIn(timeZone, service.clock.now())
  const { team, category, activity, backfilled, members, expiredAccepted } = hours
  const wrong = await teamStands(service, service.bank.store.db, communityId, team)
  if (wrong) return wrong
  const outside = await notInTeam(service, communityId, { team, members: members.map(({ member }) => member), day: serviceDate })
  if (outside !== undefined) return refuse('not_in_team', { member: outside, team })
  const served = members.map(({ member, minutes, startMinute, endMinute }): ServedHours => ({
    memberNumber: member, serviceDate, minutes, convertibleMinutes: 0, startMinute, endMinute, activity
  }))
  return turns.takeAll(served.map(({ memberNumber }) => `${communityId} ${memberNumber} ${serviceDate}`), async () => {
    for (const each of served) {
      const recorded = await recordedAlready(service, communityId, each, asking)
      if (recorded) return recorded
    }
    const who = members.map(({ member, minutes }) => ({ member, minutes }))
    const action = { action: 'earn_team', team, category, members: who, backfilled, activity, expiredAccepted } as const
    const outcome = await postAction(service, communityId, action, { ...asking, serviceDate })
    const posted = outcome.refused ? undefined : outcome.transactions.findLast((each) => each.kind === 'earn_team')
    if (!posted) return outcome
    const parts = new Map(teamContent(posted).members.map((part) => [part.member, part.convertibleMinutes]))
    await keepServiceRecords(
      service,
      communityId,
      served.map((each) => ({ number: posted.number, hours: { ...each, serviceDate: posted.serviceDate, convertibleMinutes: parts.get(each.memberNumber) ?? 0 } }))
    )
    return outcome
  })
}
