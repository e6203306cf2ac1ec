/** One figure of the benchmark. `ours` and `peer` were measured in turns in the same run; `ratio` is what is judged. */
export interface Figure {
  name: string
  /** What `ours` and `peer` count, such as `transfers/s`. */
  unit: string
  ours: number
  peer: number
  /** `ours / peer`. */
  ratio: number
  /** What the ratio should be, as `>= 0.8` or `<= 1`; null where there is no aim. */
  aim: string | null
  met: boolean | null
  /** What the peer is. */
  against: string
}

export interface Measured {
  name: string
  unit: string
  ours: number
  peer: number
  against: string
  /** The ratio, where it is not `ours / peer` itself: the median of the rounds' own ratios, for one. */
  ratio?: number
  atLeast?: number
  atMost?: number
}

export function figure({ atLeast, atMost, ratio: given, ...measured }: Measured): Figure {
  const ratio = given ?? measured.ours / measured.peer
  let aim: string | null = null
  let met: boolean | null = null
  if (atLeast !== undefined) {
    aim = `>= ${atLeast}`
    met = ratio >= atLeast
  } else if (atMost !== undefined) {
    aim = `<= ${atMost}`
    met = ratio <= atMost
  }
  return { ...measured, ratio, aim, met }
}

/** What a benchmark is given. */
export interface Circumstances {
  /** Fewer and shorter rounds: the same figures, less certain. */
  quick: boolean
  /** A folder for its files, deleted after it. */
  folder: string
  /** Median of one `fdatasync` of 4 KiB, in milliseconds. */
  fsyncMs: number
  /** Says what is being done, on the terminal. */
  say: (line: string) => void
}

/** Measures one or several figures that belong together. */
export type Benchmark = (circumstances: Circumstances) => Promise<Figure[]>

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}

/** Milliseconds that the work took. */
export async function timed(work: () => unknown): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}
