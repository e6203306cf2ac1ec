import type { Assignment } from './roles.ts'

/** How the access log names what an entry is about; a part stands behind a stroke: `user:wang/role:clerk@taicheng`. */
export function roleText(assignment: Assignment): string {
  if (assignment.scope === 'service') return assignment.role
  return `${assignment.role}@${assignment.scope === 'community' ? assignment.communityId : assignment.areaId}`
}

export function userSubject(name: string, ...assignments: Assignment[]): string {
  return [`user:${name}`, ...assignments.map((each) => `role:${roleText(each)}`)].join('/')
}

export function fourEyesOffSubject(communityId: string): string {
  return `community:${communityId}/four_eyes:off`
}

/** What a change or an opening of a community is about. */
export function communitySubject(communityId: string, fourEyes: boolean | undefined): string {
  return fourEyes === false ? fourEyesOffSubject(communityId) : `community:${communityId}`
}
