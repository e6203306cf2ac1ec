/** A shift that is to be taken in turn. */
export interface OpenShift<Id> {
  id: Id
  places: number
}

/** Who takes a shift; fewer than its places where nobody else is free. */
export interface Turn<Id> {
  id: Id
  members: number[]
}

/**
 * Shares shifts out in turn. Who cannot come on a day is passed over and comes up again when the turn is theirs anew; a
 * place for which nobody is free stays empty.
 */
export function shareOut<Id>(
  shifts: OpenShift<Id>[],
  { members, nextTurn, isFree }: { members: number[]; nextTurn: number; isFree: (member: number, shift: Id) => boolean }
): { turns: Turn<Id>[]; nextTurn: number } {
  let next = members.length === 0 ? 0 : nextTurn % members.length
  const turns = shifts.map(({ id, places }) => {
    const taken: number[] = []
    for (let asked = 0; asked < members.length && taken.length < places; asked++) {
      const member = members[next]
      next = (next + 1) % members.length
      if (member !== undefined && isFree(member, id)) taken.push(member)
    }
    return { id, members: taken }
  })
  return { turns, nextTurn: next }
}
