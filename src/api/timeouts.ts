/**
 * How long a client may take. Whoever sends a letter a minute keeps a connection that others need; a sheet of 100 MB over
 * a slow line is in within five minutes.
 */
export const TIMEOUTS = {
  /** Until the headers are in. */
  headersMilliseconds: 30_000,
  /** Until the whole request is in. */
  requestMilliseconds: 300_000,
  /** Without a byte in either direction, as where an answer is not read. Longer than any answer is worked on. */
  idleMilliseconds: 600_000
}
