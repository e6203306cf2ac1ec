import { json, onEveryDatabase } from './command-line.ts'
import { taichengFile } from '../taicheng-files.ts'
import t from 'tap'

interface Summary {
  rows: { id: string | null; figures: Record<string, number | string> }[]
  total: Record<string, number | string>
}

onEveryDatabase(t, 'the tree is built, set up, summed up and archived from the command line', async (t, timebank) => {
  await json(timebank('area', 'create', 'xuanwu', '--name', '玄武', '--json'))
  t.match(await json(timebank('area', 'rename', 'xuanwu', '--name', '玄武区', '--json')), { level: 'district', name: '玄武区' })
  t.match(await json(timebank('area', 'create', 'xuanwumen', '--name', '玄武门街道', '--district', 'xuanwu', '--json')), { level: 'subdistrict', parentId: 'xuanwu' })
  t.match((await timebank('area', 'list')).out, /xuanwu\t玄武区\n {2}xuanwumen\t玄武门街道/)
  await json(timebank('community', 'create', 'taicheng', '--name', '台城', '--area', 'xuanwumen', '--four-eyes', 'off', '--json'))
  t.match(await json(timebank('community', 'rename', 'taicheng', '--name', '台城花园社区', '--json')), { name: '台城花园社区', fourEyes: false })
  t.match(await json(timebank('community', 'set', 'taicheng', '--card-prefix', 'TC', '--four-eyes', 'on', '--language', 'en', '--json')), {
    name: '台城花园社区', areaId: 'xuanwumen', cardPrefix: 'TC', fourEyes: true, language: 'en'
  })
  t.match(await timebank('community', 'set', 'taicheng', '--json'), { code: 2, err: /nothing_to_change/ })
  t.match((await timebank('community', 'list', '--area', 'xuanwu')).out, /taicheng\t台城花园社区\tAsia\/Shanghai\txuanwumen\tTC\n/)

  await json(timebank('import', 'members', taichengFile('members.csv'), '--community', 'taicheng', '--approver', 'approver', '--json'))
  const byGrid = await json<Summary>(timebank('summary', '--community', 'taicheng', '--json'))
  const byBuilding = await json<Summary>(timebank('summary', '--community', 'taicheng', '--by', 'building', '--json'))
  const district = await json<Summary>(timebank('summary', '--area', 'xuanwu', '--json'))
  t.ok(Number(byGrid.total['members']) > 100)
  t.ok(byBuilding.rows.length > byGrid.rows.length)
  t.same(byBuilding.total, byGrid.total)
  t.match(district.rows, [{ id: 'xuanwumen', figures: byGrid.total }])
  t.match((await timebank('summary', '--area', 'xuanwu')).out, /认证分钟 +荣誉分钟 +团队分钟[\s\S]*玄武门街道\(xuanwumen\)[\s\S]*合计[\s\S]*不是货币/)
  t.equal((await timebank('summary')).code, 2)
  t.equal((await timebank('summary', '--area', 'nowhere')).code, 3)
  t.equal((await timebank('summary', '--area', 'xuanwu', '--from', '2025-02-30')).code, 2)

  await json(timebank('community', 'archive', 'taicheng', '--reason', 'merged', '--json'))
  t.match(await timebank('policy', 'set', taichengFile('policy.json'), '--community', 'taicheng', '--json'), { code: 4, err: /community_archived/ })
  t.match(await timebank('import', 'goods', taichengFile('goods.csv'), '--community', 'taicheng', '--json'), { code: 4, err: /community_archived/ })
  t.same(await json<Summary>(timebank('summary', '--community', 'taicheng', '--json')), byGrid)
  t.equal((await timebank('verify')).code, 0)
})
