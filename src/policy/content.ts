import { z } from 'zod'
import { type Refusal, refuse } from '../refusal.ts'
import { earning } from './earning-parameters.ts'
import { flatContent, grouped, isFlat } from './flat-content.ts'
import { keeping } from './keeping-parameters.ts'
import { funds, services } from './service-parameters.ts'
import { spending } from './spending-parameters.ts'

const timezone = z
  .string()
  .refine(isTimeZone, 'is no time zone')
  .nullable()
  .default(null)
  .meta({ description: '规则所写的时区;日期一律按社区时区 · The time zone it was written for; days are those of the community whatever this says' })

/** The values of one version of a community's policy, every one with a default. Unknown fields are refused. */
export const policyContent = z.strictObject({
  timezone,
  earning: earning.prefault({}),
  keeping: keeping.prefault({}),
  spending: spending.prefault({}),
  services: services.prefault({}),
  funds: funds.prefault({})
})

/** A policy as it may be handed in: in groups, or flat. */
export const policyInput = z.union([policyContent, flatContent.extend({ timezone: z.string().refine(isTimeZone, 'is no time zone').optional() })])

/** A policy as it is published, stored and used: every parameter has its value, decimals are text. */
export type Policy = z.infer<typeof policyContent>
/** A policy as people write it: what they leave out takes its default. */
export type PolicyInput = z.input<typeof policyContent>

/** Checks the values of a policy in either spelling. Refuses `invalid_request` with the field at fault in `detail`. */
export function parsePolicy(content: unknown): Policy | Refusal {
  const flat = isFlat(content) ? flatContent.safeParse(content) : undefined
  const parsed = flat?.success === false ? flat : policyContent.safeParse(flat ? grouped(flat.data) : content)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const path = issue?.code === 'unrecognized_keys' ? [...issue.path, ...issue.keys] : (issue?.path ?? [])
  return refuse('invalid_request', { detail: ['policy', ...path].join('.') })
}

/** Every parameter as `group.name`, in the order in which they are documented. */
export const PARAMETERS: readonly string[] = [
  'timezone',
  ...Object.entries({ earning, keeping, spending, services, funds }).flatMap(([group, { shape }]) => Object.keys(shape).map((name) => `${group}.${name}`))
]

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '' && /^[A-Za-z]/.test(name)
  } catch {
    return false
  }
}
