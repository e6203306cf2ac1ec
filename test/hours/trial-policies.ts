import { readFileSync } from 'node:fs'
import { policyWith } from '../policy/policies.ts'
import { taichengFile } from '../taicheng-files.ts'

/** Taicheng's policy as it was handed in, and as it is published. */
export const TAICHENG_FLAT = JSON.parse(readFileSync(taichengFile('policy.json'), 'utf8')) as Record<string, unknown>
export const POLICY = policyWith(TAICHENG_FLAT)
