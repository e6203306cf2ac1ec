import { toSVG } from 'bwip-js/node'
import { escapeHtml as escaped } from './escape-html.ts'

const WIDTH_MILLIMETRES = 85.6
const HEIGHT_MILLIMETRES = 54

/** A points card to be printed, of the size of a bank card: name, number, and the number as Code 128 and as QR code. */
export function cardImage({ name, number, community }: { name: string; number: string; community: string }): string {
  const barcode = placed(toSVG({ bcid: 'code128', text: number, height: 10, includetext: false }), { x: 5, y: 38, width: 50, height: 11 })
  const code = placed(toSVG({ bcid: 'qrcode', text: number }), { x: 60, y: 26, width: 21, height: 21 })
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH_MILLIMETRES}mm" height="${HEIGHT_MILLIMETRES}mm" viewBox="0 0 ${WIDTH_MILLIMETRES} ${HEIGHT_MILLIMETRES}">`,
    `<title>${escaped(`${community} ${number}`)}</title>`,
    `<rect width="${WIDTH_MILLIMETRES}" height="${HEIGHT_MILLIMETRES}" rx="3" fill="#fff" stroke="#999" stroke-width="0.3"/>`,
    text(community, { y: 10, size: 4.5 }),
    text(name, { y: 22, size: 7 }),
    text(number, { y: 33, size: 5 }),
    barcode,
    code,
    '</svg>',
    ''
  ].join('\n')
}

function text(words: string, { y, size }: { y: number; size: number }): string {
  return `<text x="5" y="${y}" font-size="${size}" font-family="sans-serif">${escaped(words)}</text>`
}

/** A drawing with its own view box, put into its place on the card. */
function placed(svg: string, { x, y, width, height }: { x: number; y: number; width: number; height: number }): string {
  return svg.trim().replace('<svg ', `<svg x="${x}" y="${y}" width="${width}" height="${height}" preserveAspectRatio="none" `)
}

