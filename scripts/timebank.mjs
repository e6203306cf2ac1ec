#!/usr/bin/env node
// `npx timebank` inside the repository. Compiles first where the sources are newer than the build, then hands over.
import { accessSync, constants, existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { setUpOrExit } from './set-up.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const program = new URL('../build/src/main.js', import.meta.url)

function mayWrite(folder) {
  try {
    accessSync(folder, constants.W_OK)
    return true
  } catch {
    return false
  }
}

// An installed copy has no sources, and an operator's account may be forbidden to write them: both use what is built.
const usesBuildAsItIs = existsSync(program) && (!existsSync(join(root, 'src')) || !mayWrite(root))
if (!usesBuildAsItIs) await setUpOrExit({ loadSqlite: false })
await import(program.href)
