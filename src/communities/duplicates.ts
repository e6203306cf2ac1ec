import { aliasedTable, and, asc, eq, gt, isNull, lt, ne, or, type SQL } from 'drizzle-orm'
import { DUPLICATE_REASONS, type DuplicateReason } from '../contracts/person-codes.ts'
import type { Page } from '../ledger/read-books.ts'
import type { Service } from './communities.ts'
import { isShown } from './home.ts'
import { listMembers, type MemberView, type Reading } from './member-view.ts'

/** Two members by their numbers, the lower first. */
export interface MemberPair {
  first: number
  second: number
}

export interface Duplicate {
  first: MemberView
  second: MemberView
  reasons: DuplicateReason[]
}

interface Asked {
  after?: MemberPair | undefined
  limit: number
}

/** Pairs of members that may be one person, in order of their numbers, with what they share. */
export async function listDuplicates(service: Service, communityId: string, asked: Asked, reading: Reading): Promise<Page<Duplicate, MemberPair>> {
  const { after, limit } = asked
  const pairs = new Map<string, MemberPair & { reasons: DuplicateReason[] }>()
  for (const reason of DUPLICATE_REASONS) {
    for (const pair of await pairsSharing(service, communityId, reason, { after, limit: limit + 1 })) {
      const key = `${pair.first} ${pair.second}`
      const found = pairs.get(key) ?? { ...pair, reasons: [] }
      found.reasons.push(reason)
      pairs.set(key, found)
    }
  }
  const ordered = [...pairs.values()].sort((a, b) => a.first - b.first || a.second - b.second)
  const page = ordered.slice(0, limit)
  const numbers = [...new Set(page.flatMap(({ first, second }) => [first, second]))]
  const members = await listMembers(service, communityId, { numbers, limit: Math.max(1, numbers.length) }, reading)
  const byNumber = new Map(members.items.map((each) => [each.number, each]))
  const items = page.flatMap(({ first, second, reasons }) => {
    const [one, two] = [byNumber.get(first), byNumber.get(second)]
    return one && two ? [{ first: one, second: two, reasons }] : []
  })
  const last = page.at(-1)
  return { items, next: ordered.length > limit && last ? { first: last.first, second: last.second } : null }
}

/** Pairs that share one thing. One query for each, so that each finds its pairs by an index. */
async function pairsSharing(service: Service, communityId: string, reason: DuplicateReason, { after, limit }: Asked): Promise<MemberPair[]> {
  const { bank } = service
  const { person, member } = bank.store.tables
  const otherPerson = aliasedTable(person, 'other_person')
  const otherMember = aliasedTable(member, 'other_member')
  const shared: Record<DuplicateReason, SQL | undefined> = {
    same_person: eq(otherPerson.personId, person.personId),
    same_id_number: and(eq(otherPerson.idNumberIndex, person.idNumberIndex), ne(otherPerson.personId, person.personId)),
    same_phone_and_name: and(eq(otherPerson.phoneIndex, person.phoneIndex), eq(otherPerson.name, person.name), ne(otherPerson.personId, person.personId)),
    same_name_and_birth_date: and(eq(otherPerson.name, person.name), eq(otherPerson.birthDate, person.birthDate), ne(otherPerson.personId, person.personId))
  }
  // That two have the same phone or ID number tells it, where it is that of a person at home elsewhere.
  const tells = reason === 'same_id_number' || reason === 'same_phone_and_name'
  const bothShown = tells ? and(isShown(service, communityId, person.personId), isShown(service, communityId, otherPerson.personId)) : undefined
  return bank.store.db
    .select({ first: member.number, second: otherMember.number })
    .from(member)
    .innerJoin(person, eq(person.personId, member.personId))
    .innerJoin(otherPerson, shared[reason])
    .innerJoin(otherMember, and(eq(otherMember.personId, otherPerson.personId), eq(otherMember.communityId, communityId)))
    .where(
      and(
        eq(member.communityId, communityId), lt(member.number, otherMember.number),
        isNull(member.mergedInto), isNull(otherMember.mergedInto), isNull(person.erasedAt), isNull(otherPerson.erasedAt), bothShown,
        after && or(gt(member.number, after.first), and(eq(member.number, after.first), gt(otherMember.number, after.second)))
      )
    )
    .orderBy(asc(member.number), asc(otherMember.number))
    .limit(limit)
}
