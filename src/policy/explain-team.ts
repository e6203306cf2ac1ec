import { formatPoints } from '../points.ts'
import type { Language } from '../refusal.ts'
import type { Policy } from './content.ts'
import type { TeamEvaluation, TeamShare } from './evaluate-team.ts'
import { words } from './explain.ts'
import { NEVER_EXPIRES } from './validity.ts'

/** Why a team's service gave these points: what each member's part converts to, the whole, and how it was split. */
export function explainTeam({ earning }: Pick<Policy, 'earning'>, evaluation: TeamEvaluation, language: Language): string[] {
  const zh = language === 'zh'
  const { minutes, convertibleMinutes, coefficient, teamPoints, donated, points, poolPoints, shares, expiresOn } = evaluation
  const say = (chinese: string, english: string): string => (zh ? chinese : english)
  const whole = say(
    `全队服务 ${minutes} 分钟,折算 ${convertibleMinutes} 分钟 ÷ 60 × 每小时 ${earning.pointsPerHour} 分 × 系数 ${coefficient} = ${formatPoints(teamPoints)} 分。`,
    `The team served ${minutes} minutes; ${convertibleMinutes} convert: ÷ 60 × ${earning.pointsPerHour} points an hour × coefficient ${coefficient} = ${formatPoints(teamPoints)} points.`
  )
  const rule = donated
    ? say(`团队时长只能捐赠:${formatPoints(teamPoints)} 分归公益积分池。`, `Hours of a group are only donated: ${formatPoints(teamPoints)} points go to the donation pool.`)
    : earning.groupSplit === 'equal'
      ? say('有折算时长的成员平分,除不尽的百分之一分依次给排在前面的成员。', 'Shared equally among those whose minutes convert; odd hundredths go to the first of them.')
      : say('按折算时长分给成员,除不尽的百分之一分依次给排在前面的成员。', 'Shared by minutes that convert; odd hundredths go to the first members.')
  const valid = expiresOn === NEVER_EXPIRES || donated ? [] : [say(`个人积分 ${expiresOn} 前(含当日)有效。`, `The members’ points are good through ${expiresOn}.`)]
  const pool = poolPoints > 0 ? say(`,其中 ${formatPoints(poolPoints)} 分归公益积分池`, `, ${formatPoints(poolPoints)} of them to the donation pool`) : ''
  return [
    ...shares.map((share) => ofMember(share, language)),
    whole,
    rule,
    ...(donated ? [] : shares.filter(({ share }) => share > 0).map((share) => partOf(share, language))),
    ...valid,
    say(`共发放 ${formatPoints(points)} 分${pool}。`, `${formatPoints(points)} points in all${pool}.`)
  ]
}

function ofMember({ member, convertibleMinutes, steps }: TeamShare, language: Language): string {
  const said = steps.map((step) => words(step)[language])
  return language === 'zh'
    ? `第 ${member} 号成员:${said.join('')}折算 ${convertibleMinutes} 分钟。`
    : `Member ${member}: ${said.join(' ')} ${convertibleMinutes} convert.`
}

function partOf({ member, share, recoveredPoints, overPoints }: TeamShare, language: Language): string {
  const zh = language === 'zh'
  const parts = [
    ...(recoveredPoints > 0 ? [zh ? `${formatPoints(recoveredPoints)} 分抵应追回` : `${formatPoints(recoveredPoints)} against what is to be recovered`] : []),
    ...(overPoints > 0 ? [zh ? `${formatPoints(overPoints)} 分超过余额上限` : `${formatPoints(overPoints)} over the balance cap`] : [])
  ]
  const of = parts.length === 0 ? '' : zh ? `,其中${parts.join(',')}` : `, of which ${parts.join(', ')}`
  return zh ? `第 ${member} 号成员得 ${formatPoints(share)} 分${of}。` : `Member ${member} gets ${formatPoints(share)} points${of}.`
}
