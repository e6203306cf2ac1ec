import { isIP } from 'node:net'

/** A network address as the access log keeps it: /24 of IPv4, /48 of IPv6. It tells the place, not the person. */
export function shortenAddress(address: string | undefined): string | null {
  const plain = (address ?? '').replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '')
  switch (isIP(plain)) {
    case 4:
      return `${plain.split('.').slice(0, 3).join('.')}.0/24`
    case 6:
      return `${firstGroups(plain).join(':')}::/48`
    default:
      return null
  }
}

/** The first three of the eight groups, without leading zeros. */
function firstGroups(address: string): string[] {
  const [head = '', tail] = address.split('::')
  const before = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  // An address that ends like IPv4 has one group less than it looks.
  const left = 8 - before.length - after.length - (address.includes('.') ? 1 : 0)
  const groups = tail === undefined ? before : [...before, ...Array<string>(Math.max(left, 0)).fill('0'), ...after]
  return groups.slice(0, 3).map((group) => Number.parseInt(group, 16).toString(16))
}
