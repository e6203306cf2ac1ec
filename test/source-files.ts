import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'

/** The repository's root, seen from the compiled test. */
export const root = join(import.meta.dirname, '..', '..')

export interface SourceFile {
  /** From the root, with forward slashes: `src/ledger/post.ts`. */
  path: string
  text: string
}

/** The files below the given folders whose name ends in one of the given endings, in order of path. */
export function readSourceFiles(folders: string[], endings: string[]): SourceFile[] {
  return folders
    .flatMap((folder) => readdirSync(join(root, folder), { withFileTypes: true, recursive: true }))
    .filter((entry) => entry.isFile() && endings.some((ending) => entry.name.endsWith(ending)))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.includes(`${sep}node_modules${sep}`))
    .map((path) => ({ path: relative(root, path).split(sep).join('/'), text: readFileSync(path, 'utf8') }))
    .sort((a, b) => (a.path < b.path ? -1 : 1))
}
