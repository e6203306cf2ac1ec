import { createHash, hash } from 'node:crypto'

/**
 * The frontier of an RFC 6962 Merkle tree: the roots of its perfect subtrees, largest first, 32 bytes each, joined.
 * It is all that is needed to add a leaf and to know the root; a tree of n leaves has as many as n has one-bits.
 */
const HASH_BYTES = 32
/** 0x01 ‖ left ‖ right, filled anew for each node. */
const node = Buffer.alloc(1 + 2 * HASH_BYTES, 1)

/** SHA-256 in one call, which costs a third of a hash object. */
export function sha256(bytes: Buffer): Buffer {
  return hash('sha256', bytes, 'buffer')
}

/** SHA-256(0x01 ‖ left ‖ right). */
export function nodeHash(left: Buffer, right: Buffer): Buffer {
  left.copy(node, 1)
  right.copy(node, 1 + HASH_BYTES)
  return sha256(node)
}

/** Adds leaves to the frontier of a tree of `size` leaves and returns the new frontier. */
export function extendFrontier(frontier: Buffer, size: number, leaves: Buffer[]): Buffer {
  const roots: Buffer[] = []
  for (let at = 0; at < frontier.length; at += HASH_BYTES) roots.push(frontier.subarray(at, at + HASH_BYTES))
  let count = size
  for (const leaf of leaves) {
    let root = leaf
    // Every one-bit at the low end is a perfect subtree that the new leaf completes into a larger one.
    for (let bits = count; bits % 2 === 1; bits = Math.floor(bits / 2)) {
      const left = roots.pop()
      if (!left) throw new Error('the frontier does not fit the size of the tree')
      root = nodeHash(left, root)
    }
    roots.push(root)
    count++
  }
  return Buffer.concat(roots)
}

/** The root of the tree whose frontier this is. The empty tree's root is SHA-256 of nothing. */
export function rootOf(frontier: Buffer): Buffer {
  if (frontier.length === 0) return createHash('sha256').digest()
  let at = frontier.length - HASH_BYTES
  let root = frontier.subarray(at)
  while (at > 0) {
    at -= HASH_BYTES
    root = nodeHash(frontier.subarray(at, at + HASH_BYTES), root)
  }
  return Buffer.from(root)
}
