import type { PolicyVersion } from '../../ledger/policy-versions.ts'
import { formatPoints } from '../../points.ts'

/** A version as it was published: the balance cap is a decimal again. */
export function policyView({ version, from, policy: { balanceCapPoints, ...policy } }: PolicyVersion) {
  const cap = balanceCapPoints === undefined ? {} : { balanceCapPoints: formatPoints(balanceCapPoints) }
  return { version, from, policy: { ...policy, ...cap } }
}
