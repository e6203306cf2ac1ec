import type { TestApp } from './app.ts'

export interface RouteOfApi {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** `/v1/communities/{communityId}/members/{member}` */
  path: string
  operationId: string
}

/** Every route under /v1, as the service itself lists them. */
export async function everyRoute({ app }: TestApp): Promise<RouteOfApi[]> {
  const { paths } = (await app.inject('/openapi.json')).json() as { paths: Record<string, Record<string, { operationId: string }>> }
  return Object.entries(paths)
    .filter(([path]) => path.startsWith('/v1/'))
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { operationId }]) => ({ method: method.toUpperCase() as RouteOfApi['method'], path, operationId }))
    )
}

/** The address with its parameters filled in; throws where one is not given. */
export function addressOf({ path }: RouteOfApi, parameters: Record<string, string | number>): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = parameters[name]
    if (value === undefined) throw new Error(`${path}: nothing is given for ${name}`)
    return encodeURIComponent(String(value))
  })
}
