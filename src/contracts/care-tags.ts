import { z } from 'zod'

/**
 * The seven colours of special groups (七色暖心签). They say who needs particular care, and are shown only to those whose
 * work it is. Policies that are not a community's own know them by their codes.
 */
export const CARE_TAGS = [
  { name: '退役军人', colour: '红', en: 'veteran or family of one', codes: [] },
  { name: '独居', colour: '橙', en: 'lives alone', codes: ['living_alone'] },
  { name: '残疾', colour: '黄', en: 'disabled', codes: ['disabled'] },
  { name: '困境儿童', colour: '绿', en: 'child in need', codes: [] },
  { name: '低保', colour: '青', en: 'on minimum living allowance', codes: ['hardship', 'special_hardship'] },
  { name: '重病', colour: '蓝', en: 'seriously ill, or cannot care for oneself', codes: ['special_hardship'] },
  { name: '失独', colour: '紫', en: 'lost the only child', codes: ['special_hardship'] }
] as const

const NAMES = CARE_TAGS.map(({ name }) => name)

export function isCareTag(text: string): boolean {
  return (NAMES as readonly string[]).includes(text)
}

/** The tags and the codes by which policies know them. */
export function policyTags(tags: readonly string[]): string[] {
  return [...tags, ...CARE_TAGS.filter(({ name }) => tags.includes(name)).flatMap(({ codes }) => [...codes])]
}

export const careTag = z.enum(NAMES).meta({
  description: `七色暖心签 · Care tags of seven colours:${CARE_TAGS.map(({ colour, name, en }) => `${colour} ${name} (${en})`).join(';')}`
})
