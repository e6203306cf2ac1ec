import type { SheetDefinition } from './column-set.ts'

export type HoursField = 'card' | 'name' | 'date' | 'start' | 'end' | 'duration' | 'category' | 'activity' | 'method' | 'handler' | 'remark'

/** The register of service hours (志愿服务时长登记表). Either both times or the length must have columns. */
export const hoursSheet: SheetDefinition<HoursField> = {
  columns: {
    card: { required: true, headings: ['卡号', '积分卡号', '储值积分卡号', '志愿者卡号', '志愿者编号', 'card', 'card number', 'card no'] },
    name: { required: true, headings: ['姓名', '志愿者姓名', '志愿者', 'name', 'volunteer', 'full name'] },
    date: { required: true, headings: ['服务日期', '日期', '活动日期', '服务时间日期', 'date', 'service date'] },
    start: { required: false, headings: ['开始时间', '签到时间', '起始时间', '服务开始时间', '开始', 'start', 'start time', 'check in', 'from'] },
    end: { required: false, headings: ['结束时间', '签退时间', '终止时间', '服务结束时间', '结束', 'end', 'end time', 'check out', 'to'] },
    duration: { required: false, headings: ['时长', '服务时长', '志愿服务时长', '小时数', '服务小时', '小时', 'duration', 'hours', 'length'] },
    category: { required: true, headings: ['服务类别', '类别', '服务类型', '服务项目类别', 'category', 'service category', 'type'] },
    activity: { required: false, headings: ['活动名称', '活动', '项目名称', '服务项目', '服务内容', 'activity', 'activity name'] },
    method: { required: false, headings: ['记录方式', '登记方式', '签到方式', 'method', 'recorded by', 'record method'] },
    handler: { required: false, headings: ['经办人', '登记人', '记录人', 'handler'] },
    remark: { required: false, headings: ['备注', '说明', 'remark', 'remarks', 'note', 'notes'] }
  },
  anyOf: [['start', 'end'], ['duration']]
}
