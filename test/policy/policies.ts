import { evaluate, type Circumstances, type Evaluation, type ServiceRecord } from '../../src/policy/evaluate.ts'
import { type Policy, parsePolicy } from '../../src/policy/content.ts'
import { findPreset, type Preset } from '../../src/policy/presets.ts'

export function policyWith(content: Record<string, unknown>): Policy {
  const policy = parsePolicy(content)
  if ('refused' in policy) throw new Error(`${policy.code} ${JSON.stringify(policy.parameters)}`)
  return policy
}

export function presetOf(name: string): Preset {
  const preset = findPreset(name)
  if (!preset) throw new Error(`no preset ${name}`)
  return preset
}

export const RECORD: ServiceRecord = { category: '助老', minutes: 60, serviceDate: '2025-03-05', backfilled: false, evidence: 'none' }

/** What a record comes to, or the code of its refusal. */
export function judged(policy: Policy, record: Partial<ServiceRecord> = {}, circumstances: Circumstances = {}): Evaluation | string {
  const evaluation = evaluate(policy, { ...RECORD, ...record }, circumstances)
  return 'refused' in evaluation ? evaluation.code : evaluation
}

/** The same, for a record that must not be refused. */
export function earned(policy: Policy, record: Partial<ServiceRecord> = {}, circumstances: Circumstances = {}): Evaluation {
  const evaluation = judged(policy, record, circumstances)
  if (typeof evaluation === 'string') throw new Error(evaluation)
  return evaluation
}
