import { toSVG } from 'bwip-js/node'
import type { ContentLine } from '../../hours/outcomes/certificate-statement.ts'
import type { CertificateState, PrintedCertificate } from '../../hours/outcomes/certificates.ts'
import { spacedCode } from '../../hours/outcomes/verification-code.ts'
import { escapeHtml } from './escape-html.ts'
import { dateText, definitions, hoursText, htmlPage } from './html-page.ts'

const NOT_GOOD: Record<Exclude<CertificateState, 'valid'>, string> = {
  figures_changed: '注意:开具之后,所载时长有更正,请重新开具 · Figures have changed since it was issued',
  superseded: '本证明已被新证明替换 · Superseded by another certificate',
  revoked: '本证明已撤销 · Revoked'
}

/** A service record certificate to be printed on A4, with its verification code and a QR code that leads to the answer. */
export function certificateHtml({ statement, code, state }: PrintedCertificate, { address }: { address: string }): string {
  const { number, name, idType, idNumber, volunteerNumber, from, through, lines, issuer, responsible, handler, contact, issuedOn } = statement
  const qr = toSVG({ bcid: 'qrcode', text: `${address}?code=${code}` })
  const warning = state === 'valid' ? '' : `<p class="state ${state === 'figures_changed' ? 'warning' : 'bad'}" role="alert">${NOT_GOOD[state]}</p>`
  return htmlPage(
    `志愿服务记录证明 ${number}`,
    [
      '<h1>志愿服务记录证明</h1>',
      '<p class="english" lang="en">Certificate of Volunteer Service Record</p>',
      warning,
      definitions([
        ['证明编号 Number', number],
        ['姓名 Name', name],
        ['证件类型 ID type', idType],
        ['证件号码 ID number', idNumber],
        ['志愿者编号 Volunteer number', volunteerNumber],
        ['服务时间 Period', `${dateText(from)}至${dateText(through)}`]
      ]),
      '<h2>服务时长与内容 Hours and content</h2>',
      contentTable(lines, statement),
      '<div class="foot">',
      `<div class="code">${qr}<p>验证码 Code<br><span class="mono">${spacedCode(code)}</span><br><span class="note">扫码或在 ${escapeHtml(hostOf(address))} 查验</span></p></div>`,
      `<div class="seal">${definitions([['开具单位 Issuer', issuer], ['负责人 Responsible', responsible], ['经办人 Handler', handler], ['联系方式 Contact', contact]])}`,
      `<p>${dateText(issuedOn)}<br><span class="note">(盖章处 Seal)</span></p></div>`,
      '</div>'
    ].join('\n')
  )
}

const COLUMNS = [
  ['认证时长', 'verifiedMinutes'],
  ['荣誉时长', 'honoraryMinutes'],
  ['团队服务', 'teamMinutes']
] as const

/** Only the kinds of hours that there are have a column. Verified and honorary hours are never added to each other. */
function contentTable(lines: readonly ContentLine[], total: Pick<ContentLine, 'verifiedMinutes' | 'honoraryMinutes' | 'teamMinutes'>): string {
  const columns = COLUMNS.filter(([, field]) => total[field] > 0)
  const cells = (of: Pick<ContentLine, 'verifiedMinutes' | 'honoraryMinutes' | 'teamMinutes'>): string =>
    columns.map(([label, field]) => `<td data-label="${label}"${of[field] === 0 ? ' class="none">—' : `>${hoursText(of[field])}`}</td>`).join('')
  const rows = lines.map((line) => `<tr><td>${escapeHtml(line.content)}</td><td data-label="次数">${line.services}</td>${cells(line)}</tr>`)
  const services = lines.reduce((sum, line) => sum + line.services, 0)
  return [
    `<table><thead><tr><th scope="col">内容 Content</th><th scope="col">次数</th>${columns.map(([label]) => `<th scope="col">${label}</th>`).join('')}</tr></thead>`,
    `<tbody>${rows.join('')}</tbody>`,
    `<tfoot><tr><th scope="row">合计 Total</th><td data-label="次数">${services}</td>${cells(total)}</tr></tfoot></table>`
  ].join('')
}

function hostOf(address: string): string {
  return address.replace(/^https?:\/\//, '')
}
