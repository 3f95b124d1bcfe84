/** Every document made from the code, by path; imported after the registry is written, so that it is the new one. */
export async function generatedDocuments(): Promise<[path: string, content: string][]> {
  const { configurationJsonSchema } = await import('../../src/config/json-schema.ts')
  const { configurationReference } = await import('../../src/config/describe/configuration-reference.ts')
  const { exitCodesDocument } = await import('./documents/exit-codes.ts')
  const { commandLineDocument } = await import('./documents/command-line.ts')
  const { actionDocument } = await import('./documents/action.ts')
  const { enginesDocument } = await import('./documents/engines.ts')
  const { recordSchemas } = await import('../../src/evidence/schema/record-schemas.ts')
  const { complianceJsonSchema } = await import('../../src/report/compliance-schema.ts')
  const records = Object.entries(recordSchemas()).map(([name, schema]): [string, string] => [
    `reports/schema/${name}`,
    json(schema),
  ])
  return [
    ['docs/schema/config.v1.json', json(configurationJsonSchema())],
    ['docs/configuration.md', configurationReference()],
    ['docs/exit-codes.md', exitCodesDocument()],
    ['docs/command-line.md', commandLineDocument()],
    ['docs/action.md', actionDocument()],
    ['docs/engines.md', await enginesDocument()],
    ...records,
    ['reports/schema/compliance.v1.json', json(complianceJsonSchema())],
  ]
}

function json(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`
}
