import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import openapiTS, { astToString } from 'openapi-typescript'
import t from 'tap'
import { root } from '../source-files.ts'
import { openApp } from './app.ts'
import { CLIENT_OUTPUT, CLIENT_PROGRAM } from './client-program.ts'

const run = promisify(execFile)

// What the program is written with.
import.meta.resolve('openapi-fetch')

t.test('a client made from the document compiles, and runs the tour', async (t) => {
  const { app } = await openApp(t)
  const address = await app.listen({ host: '127.0.0.1', port: 0 })
  // Below build/, so that the program finds the packages of this project.
  mkdirSync(join(root, 'build'), { recursive: true })
  const folder = mkdtempSync(join(root, 'build', 'client-'))
  t.teardown(() => rmSync(folder, { recursive: true }))

  const document = await (await fetch(`${address}/openapi.json`)).text()
  writeFileSync(join(folder, 'schema.d.ts'), astToString(await openapiTS(document)))
  writeFileSync(join(folder, 'program.ts'), CLIENT_PROGRAM)
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
  const options = ['--target', 'es2023', '--lib', 'es2023,dom', '--module', 'nodenext', '--strict', '--exactOptionalPropertyTypes', '--skipLibCheck', '--types', 'node']
  const compiled = await run(process.execPath, [compiler, ...options, join(folder, 'program.ts')]).catch((error: { stdout: string }) => error)
  t.equal(compiled.stdout, '')
  const { stdout } = await run(process.execPath, [join(folder, 'program.js'), address])
  t.equal(stdout, CLIENT_OUTPUT)
})
