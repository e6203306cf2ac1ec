import { z } from 'zod'

/** Kinds of values that several parameters share. Decimals are text; units stand last in a parameter's name. */

/** A decimal number above zero: `10`, `1.5`. */
export const positiveDecimal = z.string().regex(/^(0|[1-9]\d{0,5})(\.\d{1,4})?$/).refine((text) => Number(text) > 0, 'must be above zero')
export const decimal = z.string().regex(/^(0|[1-9]\d{0,5})(\.\d{1,4})?$/)
export const pointsText = z.string().regex(/^(0|[1-9]\d{0,11})(\.\d{1,2})?$/)
/** Hours as text: `100`, `1500`, `0.5`. */
export const hoursText = z.string().regex(/^(0|[1-9]\d{0,5})(\.\d{1,2})?$/)
/** The name of a category, a good, a tag or a group. */
export const codeText = z.string().regex(/^[\p{L}\p{N}_-]{1,64}$/u)

export const PERIODS = ['day', 'month', 'quarter', 'year'] as const
export type Period = (typeof PERIODS)[number]

/** What a person is to another; `friend` and `neighbour` are the person's own word. */
export const RELATIONS = ['self', 'spouse', 'direct_relative', 'relative', 'friend', 'neighbour', 'other'] as const
export type Relation = (typeof RELATIONS)[number]

/** One way of being entitled: all of it must hold. Ages are whole years, both ends included. */
const condition = z.strictObject({
  fromAgeYears: z.int().min(0).max(150).optional(),
  throughAgeYears: z.int().min(0).max(150).optional(),
  allTags: z.array(codeText).min(1).max(10).optional()
})
/** Conditions of which one is enough. */
export const anyOf = z.array(condition).max(20)
export type Condition = z.infer<typeof condition>
