import type { z } from 'zod'
import type { Language } from '../../refusal.ts'

type Issue = z.core.$ZodIssue

/** What is wrong with a field, in the reader's words. */
export function issueWords(issue: Issue, language: Language): string {
  const { zh, en } = words(issue)
  return language === 'zh' ? zh : en
}

function words(issue: Issue): { zh: string; en: string } {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? { zh: '必须填写', en: 'is required' }
        : { zh: `类型须为 ${issue.expected}`, en: `must be of type ${issue.expected}` }
    case 'unrecognized_keys':
      return { zh: '是未知字段', en: 'is an unknown field' }
    case 'too_small':
      return issue.minimum === 1 && issue.origin !== 'number' && issue.origin !== 'int'
        ? { zh: '不能为空', en: 'must not be empty' }
        : { zh: `不能小于 ${issue.minimum}`, en: `must be at least ${issue.minimum}` }
    case 'too_big':
      return { zh: `不能大于 ${issue.maximum}`, en: `must be at most ${issue.maximum}` }
    case 'invalid_value':
      return { zh: `须为其中之一:${issue.values.join('、')}`, en: `must be one of ${issue.values.join(', ')}` }
    case 'custom':
      return CUSTOM[issue.message] ?? { zh: '内容有误', en: 'is not valid' }
    default:
      return { zh: '格式有误', en: 'is not in the right form' }
  }
}

/** What contracts check across fields. */
const CUSTOM: Record<string, { zh: string; en: string }> = {
  pool_or_fund: { zh: '不能与 pool 同时填写', en: 'must not stand together with pool' }
}
