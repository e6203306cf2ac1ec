import { CITY_RULES, type CityRules } from './city-rules.ts'
import { PARAMETERS, type Policy, policyContent } from './content.ts'

export interface Preset extends Omit<CityRules, 'preset' | 'parameters'> {
  name: string
  /** Every parameter with its value. */
  parameters: Policy
  /** Parameters on which the city's text is silent: they stand at the engine's default. */
  defaults: string[]
}

/** The rules of cities as complete policies, each with what its city left open. */
export const PRESETS: readonly Preset[] = CITY_RULES.map(({ preset, parameters, ...about }) => {
  const stated = new Set(
    Object.entries(parameters).flatMap(([group, values]) => (typeof values === 'object' && values !== null ? Object.keys(values).map((name) => `${group}.${name}`) : [group]))
  )
  return { name: preset, ...about, parameters: policyContent.parse(parameters), defaults: PARAMETERS.filter((parameter) => !stated.has(parameter)) }
})

export function findPreset(name: string): Preset | undefined {
  return PRESETS.find((preset) => preset.name === name)
}
