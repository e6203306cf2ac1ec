/** Called as transactions are done, so that a person sees how far a long export or check has come. */
export type ExportProgress = (done: number, total: number) => void
