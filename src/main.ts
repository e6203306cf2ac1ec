import { runCommandLine } from './cli/program.ts'
import type { SimulationRequest } from './cli/service-commands.ts'
import { loadDemo } from './demo/load-demo.ts'

/** The whole program; `npm start` is `timebank serve --demo`. The web framework is loaded only where it serves. */
const runner = {
  serve: async (options: { demo: boolean }) => (await import('./serve.ts')).serve(options),
  loadDemo,
  simulateCommunityYear: async (request: SimulationRequest) => (await import('./simulation/community-year.ts')).simulateCommunityYear(request)
}

// Whoever reads the output may stop reading: `| head` is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit(0)
})

process.exitCode = await runCommandLine(process.argv.slice(2), runner, {
  environment: process.env,
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text)
})
