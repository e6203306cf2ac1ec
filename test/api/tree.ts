import { eq } from 'drizzle-orm'
import type { TestApp } from './app.ts'

/** Puts a community into the subdistrict 锁金村 of the district 玄武. */
export async function placeInTree({ service }: TestApp, communityId: string): Promise<void> {
  const { area, community } = service.bank.store.tables
  await service.bank.store.write(async (db) => {
    await db.insert(area).values([
      { areaId: 'xuanwu', level: 'district', parentId: null, name: '玄武区', createdAt: 0 },
      { areaId: 'suojincun', level: 'subdistrict', parentId: 'xuanwu', name: '锁金村街道', createdAt: 0 }
    ])
    await db.update(community).set({ areaId: 'suojincun' }).where(eq(community.communityId, communityId))
  })
  service.directory.forget(communityId)
}
