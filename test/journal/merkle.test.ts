import { createHash } from 'node:crypto'
import fc from 'fast-check'
import t from 'tap'
import { leafHash } from '../../src/journal/canonical.ts'
import { extendFrontier, nodeHash, rootOf } from '../../src/journal/merkle.ts'

const sha256 = (...parts: Buffer[]): Buffer => createHash('sha256').update(Buffer.concat(parts)).digest()

/** RFC 6962, section 2.1, as it is written there. */
function naiveRoot(leaves: Buffer[]): Buffer {
  if (leaves.length === 0) return sha256()
  if (leaves.length === 1) return leaves[0] as Buffer
  let split = 1
  while (split * 2 < leaves.length) split *= 2
  return sha256(Buffer.from([1]), naiveRoot(leaves.slice(0, split)), naiveRoot(leaves.slice(split)))
}

/** The vectors of Certificate Transparency's own tests. */
const INPUTS = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f']
const ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328'
]

t.test('the roots are those of the known vectors of RFC 6962', async (t) => {
  t.equal(rootOf(Buffer.alloc(0)).toString('hex'), 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
  let frontier: Buffer = Buffer.alloc(0)
  INPUTS.forEach((input, size) => {
    frontier = extendFrontier(frontier, size, [leafHash(Buffer.from(input, 'hex'))])
    t.equal(rootOf(frontier).toString('hex'), ROOTS[size])
  })
})

t.test('a frontier of any size has the root of the naive tree, and one hash for each one-bit', async (t) => {
  const leaves = Array.from({ length: 300 }, (_, index) => leafHash(Buffer.from(`leaf ${index}`)))
  let frontier: Buffer = Buffer.alloc(0)
  for (let size = 0; size <= 300; size++) {
    if (!rootOf(frontier).equals(naiveRoot(leaves.slice(0, size)))) t.fail(`size ${size}`)
    if (frontier.length !== 32 * size.toString(2).replaceAll('0', '').length) t.fail(`frontier of ${size}`)
    frontier = extendFrontier(frontier, size, leaves.slice(size, size + 1))
  }
  t.pass()
})

t.test('however the leaves are split into batches, the frontier is the same', async (t) => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 40 }), { maxLength: 12 }), (batches) => {
      const leaves = Array.from({ length: batches.reduce((sum, each) => sum + each, 0) }, (_, index) => leafHash(Buffer.from([index & 255, index >> 8])))
      let frontier: Buffer = Buffer.alloc(0)
      let size = 0
      for (const batch of batches) {
        frontier = extendFrontier(frontier, size, leaves.slice(size, size + batch))
        size += batch
      }
      return rootOf(frontier).equals(naiveRoot(leaves)) && frontier.equals(extendFrontier(Buffer.alloc(0), 0, leaves))
    }),
    { numRuns: 200 }
  )
  t.pass()
})

t.test('a frontier that does not fit its size is an error, and the one given is not changed', async (t) => {
  const leaf = leafHash(Buffer.from('x'))
  t.throws(() => extendFrontier(Buffer.alloc(0), 1, [leaf]))
  const frontier = extendFrontier(Buffer.alloc(0), 0, [leaf, leaf, leaf])
  const copy = Buffer.from(frontier)
  extendFrontier(frontier, 3, [leaf])
  t.same(frontier, copy)
  t.same(nodeHash(leaf, leaf), sha256(Buffer.from([1]), leaf, leaf))
})
