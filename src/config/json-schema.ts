import { z } from 'zod'
import { configurationSchema } from './schema.ts'

/** The published JSON Schema (2020-12) of lifeboat.yaml, for editors. */
export function configurationJsonSchema(): object {
  const schema = z.toJSONSchema(configurationSchema, {
    io: 'input',
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      // Every whole number has these limits in JavaScript; a reader learns nothing from them.
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
    },
  })
  return { title: 'Lifeboat configuration', ...schema }
}
