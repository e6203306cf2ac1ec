/** Why a whole file cannot be read. A single bad record is never an error of this kind. */
export type SheetErrorCode =
  | 'empty_file' //     no byte, or no cell with anything in it
  | 'not_a_sheet' //    a picture, a PDF, a web page, another kind of zip, or not what its name says
  | 'not_text' //       neither UTF-8 nor GB18030
  | 'old_excel' //      the binary .xls of before 2007: to be saved as .xlsx
  | 'encrypted' //      a workbook with a password
  | 'truncated_file' // the end is missing
  | 'corrupt_file' //   damaged inside
  | 'too_large' //      more rows, parts or unpacked bytes than are accepted
  | 'unknown_sheet' //  the workbook has no sheet of the name asked for
  | 'missing_header' // no row looks like headings
  | 'missing_column' // a heading that is needed was not found

export interface SheetErrorDetail {
  /** The field whose column is missing, and all of them. */
  field?: string
  missing?: readonly string[]
  /** A heading that would be recognised. */
  heading?: string
  line?: number
  sheet?: string
  row?: number
}

export class SheetError extends Error {
  override readonly name = 'SheetError'
  readonly code: SheetErrorCode
  readonly detail: SheetErrorDetail

  constructor(code: SheetErrorCode, message: string, detail: SheetErrorDetail = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
    this.detail = detail
  }
}
