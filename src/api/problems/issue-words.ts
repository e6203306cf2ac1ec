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
        : typeWords(issue.expected)
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

function typeWords(expected: string): { zh: string; en: string } {
  const { zh, en } = TYPES[expected] ?? { zh: expected, en: expected }
  return { zh: `须为${zh}`, en: `must be ${en}` }
}

/** What a value must be, as far as contracts ask for it. */
const TYPES: Record<string, { zh: string; en: string }> = {
  string: { zh: '文字', en: 'text' },
  number: { zh: '数字', en: 'a number' },
  int: { zh: '整数', en: 'a whole number' },
  boolean: { zh: ' true 或 false', en: 'true or false' },
  array: { zh: '列表', en: 'a list' },
  object: { zh: '对象', en: 'an object' },
  record: { zh: '对象', en: 'an object' }
}

/** What contracts check beyond types. */
const CUSTOM: Record<string, { zh: string; en: string }> = {
  'must be above zero': { zh: '须大于零', en: 'must be above zero' },
  'names no category': { zh: '没有服务类别', en: 'names no category' },
  'is no time zone': { zh: '不是时区', en: 'is no time zone' },
  both_times: { zh: '须与开始时间一并填写或一并省略', en: 'must stand together with startTime' },
  minutes_or_times: { zh: '须填写,或填写起止时间', en: 'is required where there are no times' },
  records_or_filter: { zh: '须填写 records 或 filter 之一', en: 'must be given, or filter, and not both' },
  pool_or_fund: { zh: '不能与 pool 同时填写', en: 'must not stand together with pool' }
}
