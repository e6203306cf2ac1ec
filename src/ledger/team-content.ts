import type { Transaction } from '../journal/transaction.ts'
import type { ServiceFacts } from '../policy/evaluate.ts'
import type { EarlierRecord } from '../policy/usage.ts'

/** One member's part in a team's service. */
export interface TeamPart {
  member: number
  minutes: number
  convertibleMinutes: number
  /** Uses nothing of any cap. */
  honorary?: boolean
  facts?: Pick<ServiceFacts, 'paidInDutyHours' | 'servedOwnRelative'>
}

/** Who served in a team, as it is sealed beside the entries: later caps go by it, and it can be judged again. */
export interface TeamContent {
  team: string
  activity?: string
  members: TeamPart[]
}

export function teamContent(transaction: Pick<Transaction, 'content'>): TeamContent {
  return JSON.parse(transaction.content ?? '{}') as TeamContent
}

/** What somebody's part in a team's service used of their caps; undefined where they had none in it. */
export function partInTeam(transaction: Transaction, person: readonly number[]): EarlierRecord | undefined {
  const { members, activity } = teamContent(transaction)
  const own = members.filter(({ member, honorary }) => person.includes(member) && !honorary)
  if (own.length === 0) return undefined
  const sum = (of: 'minutes' | 'convertibleMinutes'): number => own.reduce((total, each) => total + each[of], 0)
  return { serviceDate: transaction.serviceDate, minutes: sum('minutes'), convertibleMinutes: sum('convertibleMinutes'), activity }
}
