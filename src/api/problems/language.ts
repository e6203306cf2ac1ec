import type { Language } from '../../refusal.ts'

/** The reader's language by `Accept-Language`: what is wanted most of Chinese and English; Chinese where neither is named. */
export function languageOf(acceptLanguage: string | undefined): Language {
  if (acceptLanguage === undefined) return 'zh'
  const wanted = { zh: 0, en: 0 }
  for (const range of acceptLanguage.slice(0, 200).split(',')) {
    const [tag = '', ...parameters] = range.trim().toLowerCase().split(';')
    const quality = parameters.length === 0 ? 1 : Number(/^\s*q=([\d.]+)\s*$/.exec(parameters.join(';'))?.[1] ?? 0)
    const language = tag.split('-')[0]
    if (language === 'zh' || language === 'en') wanted[language] = Math.max(wanted[language], quality)
  }
  return wanted.en > wanted.zh ? 'en' : 'zh'
}
