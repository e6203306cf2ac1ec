import type { Policy } from './content.ts'

/**
 * Splits the points of a team among its members by the policy's named rule, to the last hundredth: what does not divide
 * goes one hundredth each to the members in their order. Nobody gets anything where there is nobody, or no minute.
 */
export function splitGroup({ earning }: Pick<Policy, 'earning'>, hundredths: number, memberMinutes: readonly number[]): number[] {
  const weights = earning.groupSplit === 'equal' ? memberMinutes.map(() => 1) : [...memberMinutes]
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  if (total === 0) return weights.map(() => 0)
  const shares = weights.map((weight) => Number((BigInt(hundredths) * BigInt(weight)) / BigInt(total)))
  let odd = hundredths - shares.reduce((sum, share) => sum + share, 0)
  return shares.map((share, at) => {
    if (odd === 0 || weights[at] === 0) return share
    odd--
    return share + 1
  })
}
