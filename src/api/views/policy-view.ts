import type { PolicyVersion } from '../../policy/versions.ts'
import { instantText } from './instants.ts'

/** A version as it was published, and by whom. */
export function policyView({ recordedAt, ...version }: PolicyVersion) {
  return { ...version, recordedAt: instantText(recordedAt) }
}
