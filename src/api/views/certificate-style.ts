/**
 * Of the pages that people print or open on a phone: body text of 18 px and more, dark on white (contrast above 7 to 1), lines far
 * enough apart, and A4 when printed. Styles stand in the page itself; it loads nothing.
 */
export const CERTIFICATE_STYLE = `
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0; background: #eef0f2; color: #1a1a1a; font: 18px/1.6 "Noto Serif CJK SC", "Songti SC", SimSun, serif; }
main { max-width: 210mm; margin: 1rem auto; padding: 12mm 14mm; background: #fff; border: 1px solid #c8ccd0; }
h1 { margin: 0 0 .2em; font-size: 1.9rem; line-height: 1.3; text-align: center; letter-spacing: .12em; }
.english { margin: 0 0 1.2em; text-align: center; color: #444; }
h2 { margin: 1.2em 0 .4em; font-size: 1.2rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2em 1em; margin: 0; }
dt { color: #444; }
dd { margin: 0; overflow-wrap: anywhere; }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: .25em .5em; border: 1px solid #767676; text-align: right; vertical-align: top; }
th:first-child, td:first-child { text-align: left; overflow-wrap: anywhere; }
thead th { background: #f2f4f6; font-weight: 600; line-height: 1.35; }
tfoot th, tfoot td { font-weight: 700; }
.foot { display: grid; grid-template-columns: 1fr 1.25fr; gap: 1.5em; margin-top: 1.6em; }
.foot p { margin: .4em 0; }
.seal { padding: .6em 1em; border: 1px dashed #767676; }
.seal p { text-align: right; }
.code svg { display: block; width: 34mm; height: 34mm; }
.code { overflow-wrap: anywhere; }
td[data-label] { white-space: nowrap; }
.mono { font-family: "Noto Sans Mono", "DejaVu Sans Mono", monospace; white-space: nowrap; }
.state { padding: .7em 1em; border: 3px solid; font-size: 1.3rem; font-weight: 700; }
.valid { border-color: #0b6b2d; color: #0b6b2d; }
.warning { border-color: #8a4b00; color: #8a4b00; }
.bad { border-color: #a31515; color: #a31515; }
.note { color: #444; }
label { display: block; margin: 1em 0 .3em; }
input, button { font: inherit; min-height: 60px; padding: .3em .8em; border: 2px solid #444; border-radius: 6px; width: 100%; background: #fff; color: #1a1a1a; }
button { margin-top: .8em; background: #0b4a8f; border-color: #0b4a8f; color: #fff; }
@media (max-width: 640px) {
  main { margin: 0; padding: 1rem; border: 0; }
  h1 { font-size: 1.6rem; letter-spacing: .04em; }
  dl { grid-template-columns: 1fr; gap: 0; }
  dt { margin-top: .5em; }
  table, tbody, tfoot, tr { display: block; }
  thead { display: none; }
  tr { padding: .4em 0; border-bottom: 1px solid #767676; }
  td, th, tfoot th { display: flex; justify-content: space-between; gap: 1em; padding: .1em 0; border: 0; text-align: right; }
  td:first-child, tfoot th { font-weight: 700; }
  td[data-label]::before { content: attr(data-label); color: #444; font-weight: 400; text-align: left; }
  .foot { grid-template-columns: 1fr; }
  td.none { display: none; }
}
@page { size: A4; margin: 14mm; }
@media print {
  body { background: #fff; }
  main { max-width: none; margin: 0; padding: 0; border: 0; }
  tr, .foot { break-inside: avoid; }
}`
