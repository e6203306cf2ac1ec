/** Every report and export says so; see the domain notes on what points are. */
export const REPORT_NOTICE = {
  zh: '积分属备查登记,反映社区对志愿服务的回馈承诺,不是货币,也不代替法定会计账簿',
  en: 'Points are a memorandum register of what the community owes in goodwill; they are not money, and this does not replace the statutory books'
} as const

export const REPORT_NOTICE_LINE = `${REPORT_NOTICE.zh}。${REPORT_NOTICE.en}.`
