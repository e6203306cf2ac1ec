/** How much of a file is unpacked before it is refused as `too_large`. */
export interface SheetLimits {
  /** Entries in the zip. */
  entries: number
  /** Unpacked bytes of one worksheet, of the shared strings, and of any other part. */
  worksheetBytes: number
  sharedStringsBytes: number
  otherPartBytes: number
  /** How many times its packed size a part over one megabyte may unpack to. Sheets of identical rows reach about 100. */
  ratio: number
  /** Rows read from the whole file, headings and blanks included. */
  rows: number
}

const MEGABYTE = 1024 * 1024

export const DEFAULT_LIMITS: SheetLimits = {
  entries: 1000,
  worksheetBytes: 512 * MEGABYTE,
  sharedStringsBytes: 64 * MEGABYTE,
  otherPartBytes: 8 * MEGABYTE,
  ratio: 250,
  rows: 1_048_576
}
