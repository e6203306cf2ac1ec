import { runCommandLine } from './cli/program.ts'
import { loadDemo } from './demo/load-demo.ts'

/** The whole program; `npm start` is `timebank serve --demo`. The web framework is loaded only where it serves. */
process.exit(
  await runCommandLine(process.argv.slice(2), {
    serve: async (options) => (await import('./serve.ts')).serve(options),
    loadDemo
  })
)
