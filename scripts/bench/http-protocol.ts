/** The service; a handler that commits each transfer by itself without rules; the same with our rules and rows. */
export type ServerKind = 'ours' | 'bare' | 'ruled'

export interface Gift {
  from: number
  to: number
  points: string
}

/** What the process that makes the load is told. */
export interface Load {
  url: string
  /** Sent with every request, where the server asks who sends it. */
  authorization?: string | undefined
  connections: number
  /** Requests in all. */
  amount: number
  members: number
  seed: number
}

/** What it measured. */
export interface LoadResult {
  perSecond: number
  p50Ms: number
  p99Ms: number
  /** Answers other than 201, and errors. */
  failed: number
}
