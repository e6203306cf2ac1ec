import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { policyWith } from '../policy/policies.ts'
import { root } from '../source-files.ts'

/** Taicheng's policy as it was handed in, and as it is published. */
export const TAICHENG_FLAT = JSON.parse(readFileSync(join(root, 'test', 'fixtures', 'taicheng', 'policy.json'), 'utf8')) as Record<string, unknown>
export const POLICY = policyWith(TAICHENG_FLAT)
