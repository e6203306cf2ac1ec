import type { Body, TestApp } from './app.ts'

const MOST_PAGES = 200

/** Follows `next` to the end; every item, in order. */
export async function walk(get: TestApp['get'], path: string, list = (body: Body): Body => body): Promise<Body[]> {
  const items: Body[] = []
  let after = ''
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const { status, body, text } = await get(after === '' ? path : `${path}&after=${encodeURIComponent(after)}`)
    if (status !== 200) throw new Error(text)
    const page = list(body) as unknown as { items: Body[]; next: string | null }
    items.push(...page.items)
    if (page.next === null) return items
    after = page.next
  }
  throw new Error(`${path} does not end`)
}
