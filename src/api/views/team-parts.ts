import type { z } from 'zod'
import type { newTeamHours } from '../../contracts/teams.ts'
import type { TeamHours } from '../../hours/teams/record-team-hours.ts'

/** Who of a team served and how long; times make the length where none is stated. */
export function partsOfTeam(members: z.output<typeof newTeamHours>['members']): TeamHours['members'] {
  return members.map(({ member, minutes, startTime, endTime }) => ({
    member, minutes: minutes ?? (endTime ?? 0) - (startTime ?? 0), startMinute: startTime, endMinute: endTime
  }))
}
