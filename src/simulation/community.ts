/** The community of the simulation, in the figures that Taicheng Garden publishes: 8 fields, 6 brands, near 100 activities a year. */
export const FIELDS = [
  { field: 'elder_care', name: '为老服务' },
  { field: 'children', name: '为小服务' },
  { field: 'hardship', name: '帮扶解困' },
  { field: 'disabled', name: '助残服务' },
  { field: 'learning', name: '学习宣讲' },
  { field: 'environment', name: '环境美化' },
  { field: 'safety', name: '平安巡防' },
  { field: 'culture', name: '文体活动' }
] as const

/** Service categories with what an hour of each is worth beside the others. */
export const CATEGORIES = [
  { category: '老人陪护', coefficient: '1.5', field: 'elder_care', help: 'elderly' },
  { category: '陪同就医', coefficient: '1.5', field: 'elder_care', help: 'elderly' },
  { category: '课后照看', coefficient: '1.2', field: 'children', help: 'young' },
  { category: '困难帮扶', coefficient: '1.2', field: 'hardship', help: 'in_need' },
  { category: '助残服务', coefficient: '1.5', field: 'disabled', help: 'disabled' },
  { category: '科普宣传', coefficient: '1', field: 'learning', help: 'learning' },
  { category: '环境整治', coefficient: '1', field: 'environment', help: null },
  { category: '平安巡防', coefficient: '1', field: 'safety', help: null },
  { category: '文体活动', coefficient: '0.8', field: 'culture', help: null }
] as const

export const BRANDS = [
  { brand: 'xiaohonghua', name: '小红花', field: 'children' },
  { brand: 'heshilao', name: '和事佬', field: 'hardship' },
  { brand: 'nuanxin', name: '暖心驿站', field: 'elder_care' },
  { brand: 'lvzhuan', name: '绿砖行动', field: 'environment' },
  { brand: 'yedeng', name: '夜灯巡逻', field: 'safety' },
  { brand: 'shuxiang', name: '书香台城', field: 'learning' }
] as const

export const TEAMS = [
  { team: '红马甲', name: '红马甲志愿服务队' },
  { team: '银龄互助', name: '银龄互助队' },
  { team: '青年先锋', name: '青年先锋队' },
  { team: '巡防', name: '平安巡防队' }
] as const

export const GOODS = [
  { sku: 'S001', name: '洗洁精', price: '12.00' },
  { sku: 'S002', name: '抽纸', price: '20.00' },
  { sku: 'S003', name: '大米', price: '65.00' },
  { sku: 'S004', name: '理发券', price: '30.00' }
] as const

/** Ten points an hour, by half hours, eight hours a day; what a complaint takes is said, so that one can be upheld. */
export const POLICY = {
  earning: {
    pointsPerHour: '10',
    categoryCoefficients: Object.fromEntries(CATEGORIES.map(({ category, coefficient }) => [category, coefficient])),
    stepMinutes: 30,
    dayCapMinutes: 480,
    groupSplit: 'by_minutes'
  },
  keeping: { validity: 'months', validMonths: 36 },
  services: { complaintZeroes: 'points_and_hours' }
}

const SURNAMES = [...'王李张刘陈杨黄赵周吴徐孙马朱胡郭何高林罗']
const GIVEN_NAMES = [...'秀英桂兰建国志强玉梅文静海燕国华淑珍丽萍永福小明春梅德胜红霞少华翠花金宝雪琴']

/** Names of nobody: each is different, as far as the two lists allow. */
export function nameOf(number: number): string {
  const surname = SURNAMES[number % SURNAMES.length]
  const first = GIVEN_NAMES[Math.floor(number / SURNAMES.length) % GIVEN_NAMES.length]
  const second = GIVEN_NAMES[(number * 7 + 3) % GIVEN_NAMES.length]
  return `${surname}${first}${second}`
}
