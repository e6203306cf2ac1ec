import type { PolicyVersion } from '../../policy/versions.ts'

/** A version as it was published, and by whom. */
export function policyView({ recordedAt, ...version }: PolicyVersion) {
  return { ...version, recordedAt: new Date(recordedAt).toISOString() }
}
