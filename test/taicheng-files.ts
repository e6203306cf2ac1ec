import { join } from 'node:path'
import { packageRoot } from '../src/package-root.ts'

/** The paperwork of one month, which the demo is loaded from; and what a correct import makes of it. */
export function taichengFile(name: string): string {
  return join(packageRoot(), name.endsWith('.expected.json') ? 'test/fixtures/taicheng' : 'scripts/demo/taicheng', name)
}
