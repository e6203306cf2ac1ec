import type { Api } from './api.ts'

/** Something that is done again and again as long as the service runs. */
export interface BackgroundTask {
  name: string
  everyMilliseconds: number
  run(signal: AbortSignal): Promise<unknown>
}

/**
 * Runs tasks beside the requests, each by itself and never twice at a time. What goes wrong is logged, and tried again the next time.
 * Closing the service breaks off what is under way and waits for it.
 */
export function runInBackground(app: Api, tasks: BackgroundTask[]): void {
  const stop = new AbortController()
  const running = tasks.map((task) => repeat(task, stop.signal, (error) => app.log.error({ err: error, task: task.name }, 'a task failed')))
  app.addHook('onClose', async () => {
    stop.abort()
    await Promise.all(running)
  })
}

async function repeat({ everyMilliseconds, run }: BackgroundTask, signal: AbortSignal, onError: (error: unknown) => void): Promise<void> {
  while (!signal.aborted) {
    try {
      await run(signal)
    } catch (error) {
      onError(error)
    }
    await pause(everyMilliseconds, signal)
  }
}

/** Ends at once when the signal says so, and keeps no process alive. */
function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const timer = setTimeout(done, milliseconds)
    timer.unref()
    signal.addEventListener('abort', done, { once: true })
    function done(): void {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
  })
}
