import { REFUSALS, type RefusalClass, type RefusalCode } from '../../refusal.ts'

/**
 * The one place where refusals become HTTP statuses. 400: the request itself is wrong, impossible dates and amounts
 * included. 401: nobody known asks. 403: who asks may not. 409: the request is right, and the books do not allow it or hold too little. 503 may be sent again as is.
 */
const STATUS_OF_CLASS: Record<RefusalClass, number> = {
  invalid: 400,
  unauthorized: 401,
  forbidden: 403,
  missing: 404,
  conflict: 409,
  short: 409,
  too_large: 413,
  unsupported: 415,
  too_many: 429,
  busy: 503
}

/** Codes whose status says more than that of their class. */
const STATUS_OF_CODE: Partial<Record<RefusalCode, number>> = {
  method_not_allowed: 405,
  // The type of the file is right; what is in it cannot be processed.
  truncated_file: 422,
  missing_column: 422,
  missing_header: 422,
  empty_file: 422,
  internal_error: 500
}

export function statusOf(code: RefusalCode): number {
  return STATUS_OF_CODE[code] ?? STATUS_OF_CLASS[REFUSALS[code].class]
}

const TITLES: Record<number, { zh: string; en: string }> = {
  400: { zh: '请求有误', en: 'The request is not valid' },
  401: { zh: '请先登录', en: 'Sign in first' },
  403: { zh: '不允许', en: 'Not permitted' },
  404: { zh: '没有找到', en: 'Not found' },
  405: { zh: '不接受这种方法', en: 'Method not allowed' },
  409: { zh: '无法办理', en: 'It cannot be done' },
  413: { zh: '内容过大', en: 'Too large' },
  415: { zh: '不支持的内容', en: 'Content not supported' },
  422: { zh: '文件无法处理', en: 'The file cannot be processed' },
  429: { zh: '过于频繁', en: 'Too often' },
  500: { zh: '服务出错', en: 'Something went wrong' },
  503: { zh: '服务繁忙', en: 'The service is busy' }
}

export function titleOf(status: number): { zh: string; en: string } {
  return TITLES[status] ?? { zh: '请求未完成', en: 'The request was not completed' }
}
