import { CERTIFICATE_STYLE } from './certificate-style.ts'
import { escapeHtml } from './escape-html.ts'

/** A page of its own, Chinese first, that loads nothing and is found by no search. */
export function htmlPage(title: string, body: string): string {
  return [
    '<!doctype html>',
    '<html lang="zh-CN">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="robots" content="noindex, nofollow">',
    `<title>${escapeHtml(title)}</title>`,
    `<style>${CERTIFICATE_STYLE}</style>`,
    '</head>',
    `<body><main>${body}</main></body>`,
    '</html>',
    ''
  ].join('\n')
}

/** `10 小时 30 分钟 10 h 30 min`. */
export function hoursText(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60]
  if (rest === 0) return `${hours} 小时`
  return hours === 0 ? `${rest} 分钟` : `${hours} 小时 ${rest} 分钟`
}

/** `2025年3月20日`. */
export function dateText(date: string): string {
  const [year, month, day] = date.split('-').map(Number)
  return `${year}年${month}月${day}日`
}

/** Names and values, those without a value left out. */
export function definitions(list: readonly [name: string, value: string | null][]): string {
  const rows = list.flatMap(([name, value]) => (value === null ? [] : [`<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd>`]))
  return `<dl>${rows.join('')}</dl>`
}
