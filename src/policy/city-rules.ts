import type { PolicyInput } from './content.ts'

/** What a city's text says, in parameters; what it does not say is left out. */
export interface CityRules {
  preset: string
  place: { zh: string; en: string }
  /** The year of the text, null where none is stated. */
  year: number | null
  /** The rules as they were found, in words. */
  rules: string
  parameters: PolicyInput
}

const SIXTY = [{ fromAgeYears: 60 }]

/** Nanjing: 80 and older living alone; 60 to 79 in hardship, or disabled and alone. */
const NANJING_PRIORITY = [
  { fromAgeYears: 80, allTags: ['living_alone'] },
  { fromAgeYears: 60, throughAgeYears: 79, allTags: ['hardship'] },
  { fromAgeYears: 60, throughAgeYears: 79, allTags: ['disabled', 'living_alone'] }
]

/** The rules in force in real cities, in the parameters of the engine. Each names its place and year. */
export const CITY_RULES: readonly CityRules[] = [
  {
    preset: 'nanjing-2019',
    place: { zh: '江苏省南京市', en: 'Nanjing, Jiangsu' },
    year: 2019,
    rules:
      '存储上限 1500 小时,超出的捐赠或记荣誉;60 岁以上或重点老人(80 岁以上独居,60–79 岁困难或残疾独居)可用;基金向重点老人发放;团队时长只能捐赠;捐赠的先给重点老人;全市通存通兑 · Balance cap 1,500 h, the excess to donation or honour; spent at 60+ or as priority elder; a fund issues time to priority elders; group hours only donated; donated time serves priority elders first; city-wide deposit and redemption',
    parameters: {
      earning: { balanceCapHours: '1500', balanceExcessGoesTo: 'donation_pool', groupHours: 'donated' },
      spending: {
        beneficiaryAnyOf: [...SIXTY, ...NANJING_PRIORITY],
        priorityGroups: [{ group: 'priority_elders', anyOf: NANJING_PRIORITY }],
        grantGroups: ['priority_elders'],
        usableElsewhere: 'city'
      }
    }
  },
  {
    preset: 'nanjing-gulou-2018',
    place: { zh: '江苏省南京市鼓楼区', en: 'Gulou, Nanjing, Jiangsu' },
    year: 2018,
    rules: '供本人、配偶及 60 岁以上直系亲属使用;只换服务,不换钱物;两级审核 · For self, spouse and direct relatives of 60+; services, never money; two-level review',
    parameters: {
      earning: { approvalLevels: 2 },
      spending: {
        goodsRedeemable: false,
        servicesRedeemable: true,
        benefitsRedeemable: false,
        beneficiaryAnyOf: SIXTY,
        beneficiaryRelations: ['self', 'spouse', 'direct_relative']
      }
    }
  },
  {
    preset: 'beijing-2022',
    place: { zh: '北京市', en: 'Beijing' },
    year: 2022,
    rules:
      '1 小时 1 币;18 岁以上(未成年人须监护人);60 岁以上可用或赠直系亲属;10000 币可入住公办养老机构;签到加签退;需求审核后发布;工作人员可为没有手机的人代办 · 1 h = 1 coin; volunteers 18+ (minors with a guardian); spent at 60+ or given to direct relatives; 10,000 coins open a place in a public care home; check-in and check-out; needs published after review; staff may operate for people without a phone',
    parameters: {
      earning: { pointsPerHour: '1', minimumAgeYears: 18, minorsWithGuardian: true, evidenceRequired: 'check_in_and_out' },
      spending: { beneficiaryAnyOf: SIXTY, benefitsRedeemable: true, benefitPricesPoints: { care_home_place: '10000' }, giftsAllowed: true, giftRelations: ['direct_relative'] },
      services: { reviewBeforePublication: true, staffActForPeople: true }
    }
  },
  {
    preset: 'shanghai-2026',
    place: { zh: '上海市', en: 'Shanghai' },
    year: 2026,
    rules: '1 小时 1;65 岁以上可用(特殊困难 60 岁以上);可赠亲友;可捐赠;换服务和权益 · 1 h = 1; spent at 65+ (60+ in special hardship); gifts to relatives and friends; donate; services and benefits',
    parameters: {
      earning: { pointsPerHour: '1' },
      spending: {
        goodsRedeemable: false,
        servicesRedeemable: true,
        benefitsRedeemable: true,
        beneficiaryAnyOf: [{ fromAgeYears: 65 }, { fromAgeYears: 60, allTags: ['special_hardship'] }],
        giftsAllowed: true,
        giftRelations: ['spouse', 'direct_relative', 'relative', 'friend'],
        donationsAllowed: true
      }
    }
  },
  {
    preset: 'guangzhou-2019',
    place: { zh: '广东省广州市', en: 'Guangzhou, Guangdong' },
    year: 2019,
    rules: '1 小时 1 分,只计整小时;满 100 小时开通兑换;上限 1500;换物资和服务 · 1 h = 1 point, whole hours only; redemption opens at 100 h; cap 1,500; goods and services',
    parameters: {
      earning: { pointsPerHour: '1', stepMinutes: 60, roundingDirection: 'down', balanceCapPoints: '1500' },
      spending: { goodsRedeemable: true, servicesRedeemable: true, firstRedemptionFromHours: '100' }
    }
  },
  {
    preset: 'chengdu-pidu-2021',
    place: { zh: '四川省成都市郫都区', en: 'Pidu, Chengdu, Sichuan' },
    year: 2021,
    rules: '服务逐项定价,不按小时对换;只换服务;基金发放启动币 · Services priced item by item, not hour for hour; services only; a fund issues starter coins',
    parameters: {
      spending: { goodsRedeemable: false, servicesRedeemable: true, benefitsRedeemable: false, servicesPriced: 'by_item', grantOnceOnly: true }
    }
  },
  {
    preset: 'huangshi',
    place: { zh: '湖北省黄石市', en: 'Huangshi, Hubei' },
    year: null,
    rules: '1 小时 1 分;管理员补录的只记荣誉时长,不转积分;积分在获得当年 12 月 31 日 23:59 清零 · 1 h = 1 point; hours backfilled by an administrator are honorary and never become points; points die on 31 December 23:59 of the year they were earned in',
    parameters: { earning: { pointsPerHour: '1', backfilledHoursConvert: false }, keeping: { lotStart: 'service_date', validity: 'end_of_year', lastDayCounts: true, expiredPointsGoTo: 'lapse' } }
  },
  {
    preset: 'huangshan',
    place: { zh: '安徽省黄山市', en: 'Huangshan, Anhui' },
    year: null,
    rules: '积分有效三年,时长长期有效;兑换后不退换;凭取货码领取 · Points live 3 years, hours for ever; a redemption is final; collected with a pickup code',
    parameters: { keeping: { validity: 'months', validMonths: 36 }, spending: { redemptionsFinal: true, pickupCodeRequired: true } }
  },
  {
    preset: 'hailin',
    place: { zh: '黑龙江省海林市', en: 'Hailin, Heilongjiang' },
    year: null,
    rules: '1 小时 1 分;每个活动至多 2 小时;投诉成立则该记录清零;每季度兑换一次 · 1 h = 1 point; at most 2 h an activity; a complaint zeroes the record; redemption once a quarter',
    parameters: {
      earning: { pointsPerHour: '1', activityCapMinutes: 120 },
      spending: { redemptionsPerPeriod: 1, redemptionPeriod: 'quarter' },
      services: { complaintZeroes: 'points_and_hours' }
    }
  },
  {
    preset: 'ruian',
    place: { zh: '浙江省瑞安市', en: 'Ruian, Zhejiang' },
    year: null,
    rules: '以半小时为单位;只有认证时长可兑换 · Multiples of half an hour; only verified hours convert',
    parameters: { earning: { stepMinutes: 30, evidenceRequired: 'paper_list', withoutEvidence: 'honorary' } }
  },
  {
    preset: 'jiaozhou-2015',
    place: { zh: '山东省胶州市', en: 'Jiaozhou, Shandong' },
    year: 2015,
    rules: '不足一小时按一小时计;每月公示;每季度审计 · Less than an hour counts as one; monthly public list; quarterly audit',
    parameters: { earning: { shortRecordCountsAsMinutes: 60 }, funds: { publicNoticeCycle: 'month', auditCycle: 'quarter' } }
  }
]
