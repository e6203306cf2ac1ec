import { extendFrontier, rootOf } from '../journal/merkle.ts'

const LEAVES_AT_ONCE = 512

/** A Merkle tree that grows leaf by leaf and keeps only its frontier. */
export class GrowingTree {
  private waiting: Buffer[] = []

  constructor(
    private joined: Buffer = Buffer.alloc(0),
    private size = 0
  ) {}

  add(leaf: Buffer): void {
    this.waiting.push(leaf)
    if (this.waiting.length === LEAVES_AT_ONCE) this.settle()
  }

  frontier(): Buffer {
    this.settle()
    return this.joined
  }

  /** Size and root, in the spelling of exports and results. */
  summary(): { size: number; root: string } {
    const frontier = this.frontier()
    return { size: this.size, root: rootOf(frontier).toString('hex') }
  }

  private settle(): void {
    this.joined = extendFrontier(this.joined, this.size, this.waiting)
    this.size += this.waiting.length
    this.waiting = []
  }
}
