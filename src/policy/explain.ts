import { formatPoints } from '../points.ts'
import type { Language } from '../refusal.ts'
import type { Evaluation } from './evaluate.ts'
import type { CapName, HonoraryReason, Step } from './steps.ts'
import { NEVER_EXPIRES } from './validity.ts'

type Words = Record<Language, string>

const BECAUSE: Record<HonoraryReason, Words> = {
  backfill: { zh: '事后补录', en: 'it was recorded afterwards' },
  evidence: { zh: '缺少规则要求的签到或名单', en: 'the evidence that the policy asks for is missing' },
  paid_staff: { zh: '是工作人员在上班时间的服务', en: 'it was paid duty' },
  own_relative: { zh: '服务的是自己的亲属', en: 'it was for one’s own relative' },
  complaint: { zh: '投诉成立', en: 'a complaint was upheld' }
}
const CAPS: Record<CapName, Words> = {
  record: { zh: '每次', en: 'one record' },
  activity: { zh: '每个活动', en: 'one activity' },
  day: { zh: '每日', en: 'one day' },
  month: { zh: '每月', en: 'one month' }
}
const EXCESS: Record<string, Words> = {
  verified_minutes: { zh: '其余只记时长', en: 'the rest counts as hours only' },
  honorary_minutes: { zh: '其余记为荣誉时长', en: 'the rest becomes honorary hours' },
  donation_pool: { zh: '其余的积分归公益积分池', en: 'the points of the rest go to the donation pool' }
}
const PER: Record<string, Words> = { record: { zh: '', en: '' }, day: { zh: '当日合计', en: ' of the day’s sum' }, month: { zh: '当月合计', en: ' of the month’s sum' } }
const DIRECTION: Record<string, Words> = { down: { zh: '舍去零头', en: 'down' }, up: { zh: '进一', en: 'up' }, nearest: { zh: '四舍五入', en: 'to the nearest' } }

/** Why a record gave these points, line by line, in words for a volunteer. Each line goes on from the one before. */
export function explain(evaluation: Pick<Evaluation, 'steps' | 'points' | 'recoveredPoints' | 'memberPoints' | 'poolPoints'>, language: Language): string[] {
  const { points, recoveredPoints, memberPoints, poolPoints } = evaluation
  const lines = evaluation.steps.map((step) => words(step)[language])
  const parts = [[recoveredPoints, { zh: '抵应追回', en: 'against what is to be recovered' }], [memberPoints, { zh: '记入个人', en: 'to the member' }], [poolPoints, { zh: '归公益积分池', en: 'to the donation pool' }]] as const
  const shown = parts.filter(([part]) => part > 0).map(([part, name]) => (language === 'zh' ? `${name.zh} ${formatPoints(part)} 分` : `${formatPoints(part)} ${name.en}`))
  const total = language === 'zh' ? `共 ${formatPoints(points)} 分` : `${formatPoints(points)} points in all`
  const end = language === 'zh' ? '。' : '.'
  return [...lines, shown.length === 0 ? `${total}${end}` : `${total}${language === 'zh' ? ':' : ': '}${shown.join(language === 'zh' ? ',' : ', ')}${end}`]
}

/** What one step did, in both languages. */
export function words(step: Step): Words {
  switch (step.step) {
    case 'served':
      return { zh: `服务 ${step.minutes} 分钟。`, en: `${step.minutes} minutes of service.` }
    case 'honorary':
      return {
        zh: `因为${BECAUSE[step.because].zh},${step.minutes} 分钟记为荣誉时长,不计积分。`,
        en: `Because ${BECAUSE[step.because].en}, the ${step.minutes} minutes are honorary and give no points.`
      }
    case 'too_short':
      return { zh: `不满 ${step.minimumMinutes} 分钟,只记时长。`, en: `Shorter than ${step.minimumMinutes} minutes: it counts as hours only.` }
    case 'counts_as':
      return { zh: `不满 ${step.countedMinutes} 分钟的按 ${step.countedMinutes} 分钟计。`, en: `Less than ${step.countedMinutes} minutes counts as ${step.countedMinutes}.` }
    case 'rounded':
      return rounded(step)
    case 'cap':
      return {
        zh: `${CAPS[step.cap].zh}至多 ${step.capMinutes} 分钟,之前已用 ${step.usedMinutes} 分钟,这次 ${step.minutes} 分钟中折算 ${step.keptMinutes} 分钟,${EXCESS[step.excessGoesTo]?.zh ?? ''}。`,
        en: `Of ${CAPS[step.cap].en} at most ${step.capMinutes} minutes convert; ${step.usedMinutes} were used, so of these ${step.minutes} convert ${step.keptMinutes}, and ${EXCESS[step.excessGoesTo]?.en ?? ''}.`
      }
    case 'points':
      return {
        zh: `${step.minutes} 分钟 ÷ 60 × 每小时 ${step.pointsPerHour} 分 × 系数 ${step.coefficient} = ${formatPoints(step.points)} 分${step.to === 'member' ? '' : ',归公益积分池'}。`,
        en: `${step.minutes} minutes ÷ 60 × ${step.pointsPerHour} points an hour × coefficient ${step.coefficient} = ${formatPoints(step.points)} points${step.to === 'member' ? '' : ', for the donation pool'}.`
      }
    case 'group_donated':
      return { zh: `团队时长只能捐赠:${formatPoints(step.points)} 分归公益积分池。`, en: `Hours of a group are only donated: ${formatPoints(step.points)} points go to the donation pool.` }
    case 'recovered':
      return { zh: `先抵应追回的 ${formatPoints(step.toRecover)} 分:${formatPoints(step.points)} 分。`, en: `First against the ${formatPoints(step.toRecover)} points to be recovered: ${formatPoints(step.points)}.` }
    case 'balance_cap':
      return balanceCap(step)
    case 'valid':
      return step.through === NEVER_EXPIRES
        ? { zh: '积分长期有效。', en: 'The points do not expire.' }
        : { zh: `自 ${step.start} 算起,${step.through} 前(含当日)有效。`, en: `Counted from ${step.start}, good through ${step.through}.` }
  }
}

function rounded(step: Extract<Step, { step: 'rounded' }>): Words {
  const zh = `按 ${step.stepMinutes} 分钟一档${DIRECTION[step.direction]?.zh}`
  const en = `Rounded ${DIRECTION[step.direction]?.en} to ${step.stepMinutes} minutes`
  if (step.per === 'record') return { zh: `${zh}:${step.roundedMinutes} 分钟。`, en: `${en}: ${step.roundedMinutes} minutes.` }
  const whole = step.roundedMinutes + step.convertedMinutes
  return {
    zh: `${PER[step.per]?.zh} ${step.beforeMinutes + step.minutes} 分钟,${zh},应折算 ${whole} 分钟,之前已计 ${step.convertedMinutes} 分钟,这次 ${step.roundedMinutes} 分钟。`,
    en: `${en}${PER[step.per]?.en}, ${step.beforeMinutes + step.minutes} minutes: ${whole}, of which ${step.convertedMinutes} were counted before, leaves ${step.roundedMinutes}.`
  }
}

function balanceCap(step: Extract<Step, { step: 'balance_cap' }>): Words {
  const [cap, counted, points, kept] = [step.cap, step.counted, step.points, step.kept].map(formatPoints)
  const over = formatPoints(step.points - step.kept)
  return step.excessGoesTo === 'donation_pool'
    ? {
        zh: `余额上限 ${cap} 分,已有 ${counted} 分:${points} 分中 ${kept} 分记入个人,${over} 分归公益积分池。`,
        en: `The balance is capped at ${cap} and stands at ${counted}: of ${points} points ${kept} go to the member, ${over} to the donation pool.`
      }
    : {
        zh: `余额上限 ${cap} 分,已有 ${counted} 分:${points} 分中 ${kept} 分记入个人,${step.honoraryMinutes} 分钟改记荣誉时长。`,
        en: `The balance is capped at ${cap} and stands at ${counted}: of ${points} points ${kept} go to the member, and ${step.honoraryMinutes} minutes become honorary.`
      }
}
