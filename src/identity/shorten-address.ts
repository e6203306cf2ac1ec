import { isIP } from 'node:net'

/** A network address as the access log keeps it: /24 of IPv4, /48 of IPv6. It tells the place, not the person. */
export function shortenAddress(address: string | undefined): string | null {
  const plain = plainOf(address ?? '')
  switch (isIP(plain)) {
    case 4:
      return `${plain.split('.').slice(0, 3).join('.')}.0/24`
    case 6:
      return `${firstGroups(plain, 3).join(':')}::/48`
    default:
      return null
  }
}

/** The network that one customer has to themselves, as a rule: an address of IPv4, /64 of IPv6. */
export function networkOf(address: string): string {
  const plain = plainOf(address)
  return isIP(plain) === 6 ? `${firstGroups(plain, 4).join(':')}::/64` : plain
}

function plainOf(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '')
}

/** The first of the eight groups, without leading zeros. */
function firstGroups(address: string, count: number): string[] {
  const [head = '', tail] = address.split('::')
  const before = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  // An address that ends like IPv4 has one group less than it looks.
  const left = 8 - before.length - after.length - (address.includes('.') ? 1 : 0)
  const groups = tail === undefined ? before : [...before, ...Array<string>(Math.max(left, 0)).fill('0'), ...after]
  return groups.slice(0, count).map((group) => Number.parseInt(group, 16).toString(16))
}
