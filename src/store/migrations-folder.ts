import { join } from 'node:path'
import { packageRoot } from '../package-root.ts'

/** Where the migrations of a dialect lie: `drizzle/<dialect>` at the root of the package. */
export function migrationsFolder(dialect: 'sqlite' | 'postgres'): string {
  return join(packageRoot(), 'drizzle', dialect)
}
