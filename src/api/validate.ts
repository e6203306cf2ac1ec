import type { FastifySchemaCompiler, FastifySerializerCompiler } from 'fastify'
import { serializerCompiler } from 'fastify-type-provider-zod'
import type { z } from 'zod'
import { InvalidRequest } from './problems/invalid-request.ts'

/** Requests are judged by their contracts; the value at fault is kept, so that the answer can name it. */
export const validateRequest: FastifySchemaCompiler<z.ZodType> = ({ schema }) => (data) => {
  const result = schema.safeParse(data, { reportInput: true })
  return result.success ? { value: result.data } : { error: new InvalidRequest(result.error.issues) }
}

/** In tests every answer must be what its contract says; in service it is written as it is. */
export function serializeAnswer({ validate }: { validate: boolean }): FastifySerializerCompiler<z.ZodType> {
  return validate ? serializerCompiler : () => JSON.stringify
}
