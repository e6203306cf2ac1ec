import { hash } from 'node:crypto'

/** SHA-256 over the request with its fields in order of their names, so that a retry may order them anew. */
export function hashOf(request: unknown): Buffer {
  return hash('sha256', orderedJson(request), 'buffer')
}

/** JSON with the fields of every object in order of their names, and without those that are undefined. */
function orderedJson(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? ''
  if (Array.isArray(value)) return `[${value.map((each) => orderedJson(each) || 'null').join(',')}]`
  const fields = value as Record<string, unknown>
  const parts: string[] = []
  for (const name of Object.keys(fields).sort()) {
    const text = orderedJson(fields[name])
    if (text !== '') parts.push(`${JSON.stringify(name)}:${text}`)
  }
  return `{${parts.join(',')}}`
}
