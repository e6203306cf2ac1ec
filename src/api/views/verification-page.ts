import type { CertificateState, Verification } from '../../hours/outcomes/certificates.ts'
import { escapeHtml } from './escape-html.ts'
import { dateText, definitions, hoursText, htmlPage } from './html-page.ts'

const STATES: Record<CertificateState, { look: string; words: string }> = {
  valid: { look: 'valid', words: '✓ 有效 Valid' },
  figures_changed: { look: 'warning', words: '! 开具之后所载时长有更正 Figures have changed since' },
  superseded: { look: 'bad', words: '✗ 已被新证明替换 Superseded' },
  revoked: { look: 'bad', words: '✗ 已撤销 Revoked' }
}

interface Asked {
  number: string
  verification: Verification | undefined
  wrong: boolean
}

/** What anybody who holds a certificate is told; never by colour alone. */
export function verificationHtml({ number, verification, wrong }: Asked): string {
  const title = '<h1>证明查验</h1><p class="english" lang="en">Certificate verification</p>'
  if (!verification) return htmlPage('证明查验', [title, wrong ? '<p class="state bad" role="alert">✗ 编号与验证码不符,或没有这份证明<br><span lang="en">No certificate has this number and code</span></p>' : '', form(number)].join('\n'))
  const { look, words } = STATES[verification.state]
  const { name, from, through, verifiedMinutes, honoraryMinutes, teamMinutes, issuer, issuedOn, statementHash, supersededBy } = verification
  return htmlPage(
    `证明查验 ${number}`,
    [
      title,
      `<p class="state ${look}" role="status">${words}</p>`,
      definitions([
        ['证明编号 Number', verification.number],
        ['姓名(已遮盖) Name, masked', name],
        ['服务时间 Period', `${dateText(from)}至${dateText(through)}`],
        ['认证时长 Verified hours', verifiedMinutes === 0 ? null : hoursText(verifiedMinutes)],
        ['荣誉时长 Honorary hours', honoraryMinutes === 0 ? null : hoursText(honoraryMinutes)],
        ['团队服务 In teams', teamMinutes === 0 ? null : hoursText(teamMinutes)],
        ['开具单位 Issuer', issuer],
        ['开具日期 Date', dateText(issuedOn)],
        ['新证明 Replaced by', supersededBy],
        ['内容指纹 SHA-256', statementHash.slice(0, 16)]
      ]),
      '<p class="note">请与纸质证明逐项核对。<span lang="en">Compare each line with the paper.</span></p>'
    ].join('\n')
  )
}

/** Asks for the code by GET on this very address: no script, nothing kept. */
function form(number: string): string {
  return [
    '<form method="get">',
    `<p>证明编号 Number:<strong>${escapeHtml(number)}</strong></p>`,
    '<label for="code">验证码 Verification code</label>',
    '<input id="code" name="code" required maxlength="64" autocomplete="off" autocapitalize="characters">',
    '<button type="submit">查验 Verify</button>',
    '</form>'
  ].join('')
}
