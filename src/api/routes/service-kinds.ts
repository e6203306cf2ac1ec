import { communityPath, listQuery } from '../../contracts/communities.ts'
import { readHeaders, writeHeaders } from '../../contracts/headers.ts'
import { problems } from '../../contracts/problem.ts'
import {
  brand, brandPage, brandPath, category, categoryCheck, categoryList, categoryPath, fieldPath, newBrand, newCategory, newServiceField, serviceField, serviceFieldPage
} from '../../contracts/service-kinds.ts'
import { listBrands, putBrand } from '../../hours/planning/brands.ts'
import { checkCategories, listCategories, putCategory } from '../../hours/planning/categories.ts'
import { listServiceFields, putServiceField } from '../../hours/planning/fields.ts'
import type { Api } from '../api.ts'
import { pageView } from '../cursor.ts'
import { keyedOf, type RouteContext } from '../posting.ts'
import { answerRegistration } from '../registration.ts'

const tags = ['计划 Planning']

/** What kinds of service a community has: fields, categories and brands. */
export function serviceKindRoutes(app: Api, { service }: RouteContext): void {
  app.put(
    '/service-fields/:field',
    {
      schema: {
        operationId: 'putServiceField',
        tags,
        summary: '登记或修改服务领域 · Register a service field, or change it',
        headers: writeHeaders,
        params: fieldPath,
        body: newServiceField,
        response: { 200: serviceField, ...problems(400, 404, 409, 503) }
      }
    },
    async (request, reply) => {
      const { communityId, field } = request.params
      return answerRegistration(reply, await putServiceField(service, communityId, { field, ...request.body }, keyedOf(request)))
    }
  )

  app.get(
    '/service-fields',
    {
      schema: {
        operationId: 'listServiceFields',
        tags,
        summary: '列出服务领域 · List the service fields',
        headers: readHeaders,
        params: communityPath,
        querystring: listQuery,
        response: { 200: serviceFieldPage, ...problems(400, 404) }
      }
    },
    async (request) => pageView(await listServiceFields(service, request.params.communityId, request.query))
  )

  app.put(
    '/service-categories/:category',
    {
      schema: {
        operationId: 'putCategory',
        tags,
        summary: '登记服务类别,对应领域和五助 · Register a category, with its field and the help it is',
        headers: writeHeaders,
        params: categoryPath,
        body: newCategory,
        response: { 200: category, ...problems(400, 404, 409, 503) }
      }
    },
    async (request, reply) => {
      const { communityId, category } = request.params
      return answerRegistration(reply, await putCategory(service, communityId, { category, ...request.body }, keyedOf(request)))
    }
  )

  app.get(
    '/service-categories',
    {
      schema: {
        operationId: 'listCategories',
        tags,
        summary: '列出服务类别,包括只见于规则的 · List the categories, those only the policy names among them',
        headers: readHeaders,
        params: communityPath,
        response: { 200: categoryList, ...problems(400, 404) }
      }
    },
    async (request) => ({ items: await listCategories(service, request.params.communityId) })
  )

  app.get(
    '/service-categories/check',
    {
      schema: {
        operationId: 'checkCategories',
        tags,
        summary: '核对类别与规则:哪些对不上 · Where the categories and the policy do not agree',
        headers: readHeaders,
        params: communityPath,
        response: { 200: categoryCheck, ...problems(400, 404) }
      }
    },
    async (request) => ({ items: await checkCategories(service, request.params.communityId) })
  )

  app.put(
    '/brands/:brand',
    {
      schema: {
        operationId: 'putBrand',
        tags,
        summary: '登记或修改服务品牌 · Register a brand, or change it',
        headers: writeHeaders,
        params: brandPath,
        body: newBrand,
        response: { 200: brand, ...problems(400, 404, 409, 503) }
      }
    },
    async (request, reply) => {
      const { communityId, brand } = request.params
      return answerRegistration(reply, await putBrand(service, communityId, { brand, ...request.body }, keyedOf(request)))
    }
  )

  app.get(
    '/brands',
    {
      schema: {
        operationId: 'listBrands',
        tags,
        summary: '列出服务品牌 · List the brands',
        headers: readHeaders,
        params: communityPath,
        querystring: listQuery,
        response: { 200: brandPage, ...problems(400, 404) }
      }
    },
    async (request) => pageView(await listBrands(service, request.params.communityId, request.query))
  )
}
