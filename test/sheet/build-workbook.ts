import { buildZip, type ZipEntry } from './build-zip.ts'

export interface WorkbookContent {
  /** The XML between <sheetData> and its end, by sheet. */
  sheets: ReadonlyArray<{ name: string, rows: string, state?: string }>
  sharedStrings?: string
  /** Format codes for the styles 1, 2, 3 …; a number is a built-in format. Style 0 is General. */
  formats?: ReadonlyArray<string | number>
  epoch1904?: boolean
  more?: readonly ZipEntry[]
}

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

/** A workbook with the content given, as Excel would lay it out. */
export function buildWorkbook(content: WorkbookContent): Buffer {
  return buildZip(workbookEntries(content))
}

export function workbookEntries(content: WorkbookContent): ZipEntry[] {
  const sheets = content.sheets.map(({ name, state }, at) => `<sheet name="${name}" sheetId="${at + 1}"${state === undefined ? '' : ` state="${state}"`} r:id="rId${at + 1}"/>`)
  const relations = content.sheets.map((_, at) => `<Relationship Id="rId${at + 1}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${at + 1}.xml"/>`)
  relations.push(`<Relationship Id="rIdS" Type="${OFFICE}/styles" Target="/xl/styles.xml"/>`, `<Relationship Id="rIdT" Type="${OFFICE}/sharedStrings" Target="sharedStrings.xml"/>`)
  const formats = content.formats ?? []
  const codes = formats.map((format, at) => typeof format === 'string' ? `<numFmt numFmtId="${164 + at}" formatCode="${format.replaceAll('"', '&quot;')}"/>` : '')
  const styles = formats.map((format, at) => `<xf numFmtId="${typeof format === 'string' ? 164 + at : format}"/>`)
  return [
    { name: '[Content_Types].xml', data: '<Types/>' },
    { name: 'xl/workbook.xml', data: `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><workbookPr${content.epoch1904 === true ? ' date1904="1"' : ''}/><sheets>${sheets.join('')}</sheets></workbook>` },
    { name: 'xl/_rels/workbook.xml.rels', data: `<Relationships>${relations.join('')}</Relationships>` },
    { name: 'xl/styles.xml', data: `<styleSheet xmlns="${MAIN}"><numFmts>${codes.join('')}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>${styles.join('')}</cellXfs></styleSheet>` },
    ...content.sharedStrings === undefined ? [] : [{ name: 'xl/sharedStrings.xml', data: `<sst xmlns="${MAIN}">${content.sharedStrings}</sst>` }],
    ...content.sheets.map(({ rows }, at) => ({ name: `xl/worksheets/sheet${at + 1}.xml`, data: `<worksheet xmlns="${MAIN}"><sheetData>${rows}</sheetData></worksheet>` })),
    ...content.more ?? []
  ]
}

/** A row of text cells in inline strings. */
export function textRow(...texts: readonly string[]): string {
  const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  return `<row>${texts.map((text) => text === '' ? '<c/>' : `<c t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`).join('')}</row>`
}
